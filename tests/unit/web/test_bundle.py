"""Our scripts and style sheets in one piece each: whole, in order, found again by a debugger, new when a file is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask import Flask
from werkzeug.test import Client

from dashboard.bundle import SCRIPTS, STYLES, BundledDash, Bundler
from dashboard.plotly_part import FILE
from dashboard.server import ROOT

ASSETS = ROOT / "assets"
KINDS = {"js": SCRIPTS, "css": STYLES}
OURS = re.compile(r'(?:src|href)="([^"]*/assets/[^"?]+\.(?:js|css))[^"]*"')
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Assets of which the second script throws."""
    (tmp_path / "js" / "core").mkdir(parents=True)
    (tmp_path / "css").mkdir()
    (tmp_path / "js" / "a.js").write_text("// first\n(() => told.push('a'))();\n")
    (tmp_path / "js" / "core" / "b.js").write_text("(() => {\n  throw new Error('b');\n})();")
    (tmp_path / "js" / "z.js").write_text("(() => told.push('z'))();\n")
    (tmp_path / "css" / "c.css").write_text("a {\n}\n")
    return tmp_path


def page(client: Client, address: str = "/lab/") -> list[str]:
    """Addresses of the scripts and style sheets that a page names."""
    return OURS.findall(client.get(address).text)


def names_by_dash() -> list[str]:
    """The files that Dash itself would name, in its order."""
    server = Flask("plain")
    made = Dash("plain", server=server, assets_folder=str(ASSETS), assets_ignore=re.escape(FILE))  # type: ignore[arg-type]
    made.layout = []
    return [each.removeprefix("/assets/") for each in page(server.test_client(), "/")]


def mapped(source_map: dict[str, Any]) -> dict[int, tuple[str, int]]:
    """File and line for each line of the bundle that an index map speaks of, from its base64 numbers."""
    found = {}
    for section in source_map["sections"]:
        assert section["offset"]["column"] == 0
        segments = [[BASE64.index(digit) for digit in line] for line in section["map"]["mappings"].split(";")]
        assert all(len(segment) == 4 and max(segment) < 32 for segment in segments), "longer numbers"
        steps = [segment[2] // 2 * (-1 if segment[2] % 2 else 1) for segment in segments]
        assert {segment[i] for segment in segments for i in (0, 1, 3)} == {0}
        (file,) = section["map"]["sources"]
        for index, line in enumerate(accumulate(steps)):
            found[section["offset"]["line"] + index] = (file, line)
    return found


@pytest.mark.parametrize("ending", KINDS)
def test_a_page_names_one_that_holds_every_file_in_the_order_of_dash(ending: str, signed_in: Client) -> None:
    names = [name for name in page(signed_in) if name.endswith(f".{ending}")]
    assert len(names) == 1
    answer = signed_in.get(names[0])
    assert answer.status_code == 200
    assert answer.mimetype == KINDS[ending].mimetype
    assert "immutable" in answer.headers["Cache-Control"]
    at = 0
    for file in (name for name in names_by_dash() if name.endswith(f".{ending}")):
        at = answer.text.index((ASSETS / file).read_text(encoding="utf-8"), at) + 1
    assert at > 0


@pytest.mark.parametrize("ending", KINDS)
def test_the_map_leads_from_each_line_to_the_same_line_of_its_file(ending: str, signed_in: Client) -> None:
    (name,) = [name for name in page(signed_in) if name.endswith(f".{ending}")]
    lines = signed_in.get(name).text.split("\n")
    assert f"sourceMappingURL={name.rsplit('/', 1)[1]}.map" in lines[-2]
    answer = signed_in.get(f"{name}.map")
    assert answer.mimetype == "application/json"
    places = mapped(json.loads(answer.text))
    assert len(places) > 0.9 * len(lines)
    sources = {
        file: signed_in.get(f"/lab/assets/{file}").text.split("\n")
        for file in {of for of, _ in places.values()}
    }
    for line, (file, number) in places.items():
        assert lines[line] == sources[file][number], f"line {line} is said to be {file}:{number}"


def test_it_takes_a_sign_in(browser: Client, signed_in: Client) -> None:
    stranger = Client(browser.application, use_cookies=False)
    for name in page(signed_in):
        assert stranger.get(name).status_code == stranger.get(f"{name}.map").status_code == 401


def test_a_change_is_in_the_next_page_and_nobody_keeps_it_under_the_old_name(folder: Path) -> None:
    server = Flask("changing")
    BundledDash("changing", server=server, assets_folder=folder).layout = []
    client = server.test_client()
    before = page(client, "/")
    assert page(client, "/") == before
    changed = folder / "js" / "a.js"
    times = changed.stat().st_mtime_ns
    changed.write_text("// FIRST\n(() => told.push('a'))();\n")
    os.utime(changed, ns=(times, times + 1_000_000_000))
    after = page(client, "/")
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False]
    assert "// FIRST" in client.get(after[1]).text
    stale = client.get(before[1])
    assert "// FIRST" in stale.text
    assert stale.headers["Cache-Control"] == "no-store"
    (folder / "js" / "new.js").write_text("(() => told.push('new'))();\n")
    assert "'new'" in client.get(page(client, "/")[1]).text


def test_the_same_content_has_the_same_name_whenever_it_was_written(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder / "js", copy / "js", copy_function=shutil.copyfile)
    assert Bundler(copy, SCRIPTS).bundle() == Bundler(folder, SCRIPTS).bundle()


def test_an_editors_own_files_are_left_out(folder: Path) -> None:
    before = Bundler(folder, SCRIPTS).bundle()
    (folder / "js" / ".#a.js").symlink_to("nobody@nowhere.1")
    assert Bundler(folder, SCRIPTS).bundle() == before


def test_a_script_that_fails_is_told_of_and_stops_no_other(folder: Path) -> None:
    harness = "const told = []; const reportError = (error) => told.push(`failed ${error.message}`);\n"
    whole = harness + Bundler(folder, SCRIPTS).bundle().body.decode() + "\nconsole.log(told.join());"
    ran = subprocess.run(["node", "-"], input=whole, capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "a,z,failed b\n"


@pytest.mark.parametrize(
    "path", [each for part in STYLES.folders for each in sorted((ASSETS / part).glob("*.css"))]
)
def test_a_style_sheet_means_the_same_behind_others(path: Path) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    bare = re.sub(r'"[^"]*"', '""', sheet)
    assert bare.count("{") == bare.count("}"), "what is left open takes the next sheet in"
    assert "@import" not in bare, "only counts at the beginning"
    assert set(re.findall(r"url\((.{5})", sheet.replace('"', ""))) <= {"data:"}, (
        "would be looked for elsewhere"
    )
