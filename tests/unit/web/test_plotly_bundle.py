"""The part of plotly.js that pages load, in the release of the Python package."""

from __future__ import annotations

import re
from pathlib import Path

import plotly
from werkzeug.test import Client

from dashboard.dash_app.plotly_bundle import FILE, UNVERSIONED

WHOLE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
VERSION = re.compile(r"plotly\.js (?:\(cartesian - minified\) )?v([\d.]+)")


def release(path: Path) -> str:
    found = VERSION.search(path.read_text(encoding="utf-8")[:200])
    assert found, f"{path} does not say its version"
    return found[1]


def test_the_part_is_of_the_release_that_python_has() -> None:
    assert release(FILE) == release(WHOLE), "bring the build `cartesian` of the same release"


def test_dash_is_given_the_part_and_pages_do_not_load_it_by_themselves(signed_in: Client) -> None:
    answer = signed_in.get(f"/lab{UNVERSIONED}")
    assert answer.status_code == 200
    assert "javascript" in answer.headers["Content-Type"]
    assert answer.get_data() == FILE.read_bytes()
    assert FILE.name not in signed_in.get("/lab/").text
