"""`pybirch new driver`: what it writes works as it is written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from support.running import ROOT

Run = Callable[..., Result]


def test_the_written_test_passes_as_written(run: Run, tmp_path: Path) -> None:
    made = run("new", "driver", "acme_supply", "--plugins", tmp_path)
    assert made.exit_code == 0, made.output
    assert 'driver = "acme_supply"' in made.output
    test = tmp_path / "tests" / "test_acme_supply.py"
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "4 passed" in tested.stdout


def test_a_file_that_exists_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "drivers" / "pump.py"
    file.parent.mkdir()
    file.write_text("mine")
    refused = run("new", "driver", "pump", "--plugins", tmp_path)
    assert refused.exit_code == 1
    assert f"{file} exists already; nothing was written" in refused.output
    assert file.read_text() == "mine"
    assert not (tmp_path / "tests").exists()


def test_a_name_that_no_driver_can_have_is_refused(run: Run, tmp_path: Path) -> None:
    for name in ("Pump", "3d", "a-b", "../pump", "scpi"):
        refused = run("new", "driver", name, "--plugins", tmp_path)
        assert refused.exit_code == 1
        assert "choose one such as acme_supply" in refused.output
    assert list(tmp_path.iterdir()) == []
