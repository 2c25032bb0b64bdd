"""The documentation builds without a warning, and what is wrong with a link fails it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.site import current_site

from docs import build


def test_it_builds_in_strict_mode_and_loads_nothing_from_elsewhere() -> None:
    site = current_site()
    start = (site / "index.html").read_text("utf-8")
    assert 'src="http' not in start and '<link rel="stylesheet" href="http' not in start
    assert "fonts.googleapis.com" not in start
    assert not list(site.rglob("*.map")) and not (site / "404.html").exists()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[more](missing.md)", "missing.md"),
        ("[more](../tutorial/first-scan.md#nowhere)", "nowhere"),
    ],
)
def test_a_link_that_leads_nowhere_fails_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, complaint: str
) -> None:
    for name in ("docs", "assets"):
        shutil.copytree(build.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(build.ROOT / "mkdocs.yml", tmp_path)
    page = tmp_path / "docs" / "how-to" / "read-a-chart.md"
    page.write_text(page.read_text("utf-8") + f"\n{text}\n", "utf-8")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    with pytest.raises(build.BuildFailed, match=complaint):
        build.build(tmp_path / "site")
    assert not (tmp_path / "site").exists()
