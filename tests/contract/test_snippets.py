"""The Python in the documentation runs against a server on the demo bench."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.running import ROOT, RunningServer, clean_environment
from support.snippets import by_page

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

ADDRESS = "127.0.0.1:8050"
NO_SCRIPT = {
    "docs/how-to/write-a-driver.md": "a driver: tests/unit/docs/test_snippets.py loads it",
    "docs/how-to/make-your-own-page.md": "pages of a laboratory: tests/unit/web/test_own_pages.py loads them",
    "docs/how-to/jupyterhub.md": "configures a hub: tests/contract/test_jupyterhub.py starts one with it",
    "docs/reference/exports.md": "reads a file that is there after a download: tests/contract/test_rest_exports.py",
}
"""Pages whose Python does not run by itself, and why."""
SCRIPTS = sorted(set(by_page("python")) - set(NO_SCRIPT))


@pytest.fixture(scope="module")
def lab(start_for_module: Callable[..., RunningServer]) -> RunningServer:
    """A server on the demo bench that has measured `SCAN_001`."""
    server = start_for_module("--demo", "false", bench=ROOT / "benches" / "demo.toml")
    steps = [{"kind": "measure", "instruments": ["thermostat"], "repeats": 5}]
    server.client().measured({"name": "five", "steps": steps})
    return server


def test_the_exceptions_are_still_there() -> None:
    assert set(by_page("python")) >= set(NO_SCRIPT)


@pytest.mark.parametrize("page", SCRIPTS)
def test_the_python_of_a_page_runs(lab: RunningServer, tmp_path: Path, page: str) -> None:
    parts = [f"# {snippet}\n{snippet.text}" for snippet in by_page("python")[page]]
    text = "\n".join(parts).replace("…", lab.token).replace(ADDRESS, lab.url.split("/")[2])
    script = tmp_path / "script.py"
    script.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env={**clean_environment(), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr}"
