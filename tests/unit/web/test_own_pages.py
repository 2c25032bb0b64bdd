"""A laboratory's own pages: each file by itself, and a bad one leaves no trace but the note of what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import dash
import pytest
from dash import _callback
from flask import Flask
from support.own_pages import BAD, PAGE
from support.running import ROOT
from unit.web.test_left_out_procedures import text_of

from dashboard.components.messages import STORE
from dashboard.laboratory.loading import load_own_pages
from dashboard.laboratory.own import OwnPages, Place
from dashboard.laboratory.panels import own_panels
from engine import plugins
from engine.plugins import Plugins

GOOD = (
    PAGE.format(name="Furnace")
    + "from pybirch.pages import register_panel\n"
    + 'register_panel("scan", "Oven", lambda scan_id: f"oven of {scan_id}", order=1)\n'
    + "def layout(setpoint='300'):\n    return html.P(f'at {setpoint}')\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pages"
    made.mkdir()
    return made


@pytest.fixture
def server(folder: Path) -> Iterator[Flask]:
    """A server whose Dash app knows a page and a callback, as PyBirch's own; what tests register goes again."""
    pages = dict(dash.page_registry)
    callbacks, count = dict(_callback.GLOBAL_CALLBACK_MAP), len(_callback.GLOBAL_CALLBACK_LIST)
    made = Flask("test")
    dash.Dash("test", server=made, use_pages=True, pages_folder="")  # type: ignore[arg-type]
    dash.register_page("scans", path="/scans", layout=dash.html.P())  # type: ignore[no-untyped-call]
    dash.callback(dash.Output(STORE, "clear_data"), dash.Input(STORE, "data"))(bool)  # type: ignore[no-untyped-call]
    yield made
    dash.page_registry.clear()
    dash.page_registry.update(pages)
    del _callback.GLOBAL_CALLBACK_LIST[count:]
    _callback.GLOBAL_CALLBACK_MAP.clear()
    _callback.GLOBAL_CALLBACK_MAP.update(callbacks)


def load(server: Flask, folder: Path) -> OwnPages:
    own = OwnPages()
    load_own_pages(server, own, Plugins(folder.parent))
    return own


def test_a_page_and_a_panel_are_there(server: Flask, folder: Path) -> None:
    (folder / "furnace.py").write_text(GOOD)
    own = load(server, folder)
    page = dash.page_registry["pybirch_own_pages.furnace"]
    assert (page["path"], page["name"], page["title"]) == ("/furnace", "Furnace", "Furnace · PyBirch")
    assert text_of(page["layout"](setpoint="280", something="else")) == "at 280"
    with server.app_context():
        assert "oven of SCAN_001" in text_of(own_panels(Place.SCAN, "SCAN_001"))
        assert own_panels(Place.QUEUE, "QUEUE_001") == []
    assert own.faults.all() == []


@pytest.mark.parametrize("wrong", BAD)
def test_a_bad_file_disables_only_itself(server: Flask, folder: Path, wrong: str) -> None:
    text, line, said = BAD[wrong]
    (folder / "bad.py").write_text(text)
    (folder / "furnace.py").write_text(GOOD)
    registered, callbacks = set(dash.page_registry), len(_callback.GLOBAL_CALLBACK_LIST)
    own = load(server, folder)
    (fault,) = own.faults.all()
    assert (fault.file, fault.line) == ("bad.py", line)
    assert said in fault.reason
    assert set(dash.page_registry) - registered == {"pybirch_own_pages.furnace"}
    assert len(_callback.GLOBAL_CALLBACK_LIST) == callbacks
    with server.app_context():
        assert f"bad.py{f', line {line}' if line else ''}" in text_of(own_panels(Place.HOME))


def test_a_panel_that_fails_says_so_in_its_place_until_it_works_again(server: Flask, folder: Path) -> None:
    (folder / "oven.py").write_text(
        "from pybirch.pages import register_panel\nbroken = [1]\n"
        "def draw(queue_id):\n    return 'fine' if not broken else 1 / 0\n"
        'register_panel("queue", "Oven", draw)\n'
    )
    own = load(server, folder)
    with server.app_context():
        assert "oven.py, line 4: division by zero" in text_of(own_panels(Place.QUEUE, "QUEUE_001"))
        assert [str(fault) for fault in own.faults.all()] == ["oven.py, line 4: division by zero"]
        sys.modules["pybirch_own_pages.oven"].broken.clear()
        assert "fine" in text_of(own_panels(Place.QUEUE, "QUEUE_001"))
    assert own.faults.all() == []


def test_packages_add_pages_by_entry_points(
    server: Flask, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "furnace_package.py").write_text(GOOD)
    monkeypatch.syspath_prepend(str(tmp_path))
    points = [EntryPoint("furnace", "furnace_package", "pybirch.pages")]
    monkeypatch.setattr(plugins, "entry_points", lambda group: points if group == "pybirch.pages" else [])
    load(server, folder)
    assert dash.page_registry["furnace_package"]["own"]


def test_files_of_the_folder_may_share_helpers(server: Flask, folder: Path) -> None:
    (folder / "_shared.py").write_text("NAME = 'Furnace'\n")
    text = PAGE + "from pybirch_own_pages._shared import NAME\nlayout = html.P(NAME)\n"
    (folder / "furnace.py").write_text(text.format(name="Furnace"))
    own = load(server, folder)
    assert own.faults.all() == []
    assert text_of(dash.page_registry["pybirch_own_pages.furnace"]["layout"]()) == "Furnace"


def test_the_documentation_shows_the_example_as_it_is() -> None:
    example = (ROOT / "examples" / "plugins" / "pages" / "cryostat.py").read_text("utf-8")
    shown = (ROOT / "docs" / "how-to" / "make-your-own-page.md").read_text("utf-8")
    assert f"```python\n{example}```" in shown
    assert len(example.splitlines()) <= 60
