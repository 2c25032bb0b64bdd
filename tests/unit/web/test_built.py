"""The built script and style sheet: named by their content, cached, and new after a build."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from dashboard.dash_app.built import BuiltDash
from dashboard.static.files import CompressedFiles

OURS = re.compile(r'(?:src|href)="([^"]*/assets/pybirch\.[^"?]+)"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Assets with a built script and style sheet."""
    built = tmp_path / "built"
    built.mkdir()
    (built / "pybirch.js").write_text("first();\n")
    (built / "language.js").write_text("")
    (built / "pybirch.css").write_text("a {\n}\n")
    return tmp_path


def page(client: Client, address: str = "/lab/") -> list[str]:
    """Addresses of our built files that a page names."""
    return OURS.findall(client.get(address).text)


def test_a_page_names_one_script_and_one_style_sheet_that_browsers_keep(signed_in: Client) -> None:
    names = page(signed_in)
    assert [name.rsplit(".", 1)[1] for name in names] == ["css", "js"]
    for name, mimetype in zip(names, ("text/css", "text/javascript"), strict=True):
        answer = signed_in.get(name)
        assert (answer.status_code, answer.mimetype) == (200, mimetype)
        assert "immutable" in answer.headers["Cache-Control"]


def test_strangers_get_no_script(browser: Client, signed_in: Client) -> None:
    stranger = Client(browser.application, use_cookies=False)
    for name in page(signed_in):
        assert stranger.get(name).status_code == 401


def test_a_page_after_a_new_build_names_the_new_script(folder: Path) -> None:
    server = Flask("changing")
    files = CompressedFiles(folder / "cache")
    BuiltDash("changing", server=server, assets_folder=folder, files=files).layout = []
    client = server.test_client()
    before = page(client, "/")
    assert page(client, "/") == before
    script = folder / "built" / "pybirch.js"
    times = script.stat().st_mtime_ns
    script.write_text("FIRST();\n")
    os.utime(script, ns=(times, times + 1_000_000_000))
    after = page(client, "/")
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False]
    assert client.get(after[1]).text == "FIRST();\n"
    stale = client.get(before[1])
    assert (stale.text, stale.headers["Cache-Control"]) == ("FIRST();\n", "no-store")
