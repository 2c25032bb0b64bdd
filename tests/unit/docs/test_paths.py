"""Files and folders that the documentation names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.running import ROOT

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
PLACES = "assets|benches|benchmarks|dashboard|docs|engine|examples|frontend|pages|pybirch|tests|tools"
PATH = re.compile(rf"`((?:{PLACES})/[\w./-]+)`")
NOT_IN_A_CHECKOUT = {
    "benches/mine.toml": "the bench file that a reader writes",
    "frontend/node_modules": "what npm installs",
    "pages/": "the folder of a laboratory",
    "pybirch/_server/": "the server's place in a wheel",
}
"""What the documentation names that is no file of the project."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    named = set(PATH.findall(page.read_text("utf-8"))) - set(NOT_IN_A_CHECKOUT)
    assert {name for name in named if not (ROOT / name).exists()} == set()
