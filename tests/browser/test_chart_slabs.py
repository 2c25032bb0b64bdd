"""A map of a scan over three axes shows one slab, and says what it makes of repeats."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import pandas as pd
import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from support.axe import violations
from support.browser import Browser
from support.charts import SAYS, choose, show, traces
from support.downloads import Download
from support.plans import sweep
from support.running import RunningServer
from support.stored import StoredScan, columns_of, stored_scan, storing

from engine.model.states import ScanState
from engine.settings import Settings
from engine.store.database import Database

pytestmark = pytest.mark.browser

Z, Y, X, REPEATS = [0.0, 2.5, 5.0], [0.0, 1.0], [0.0, 1.0, 2.0], 3
MEASURE = {"kind": "measure", "instruments": ["detector"], "repeats": REPEATS}
PLAN = {"name": "Slabs", "steps": [sweep("slow.z", Z, sweep("motor.y", Y, sweep("motor.x", X, MEASURE)))]}
UNITS = {"slow.z": "mm", "motor.y": "mm", "motor.x": "mm", "signal": "V"}
OFFSETS = [0.0, 1.0, 5.0]
"""What the repeats of a cell lie above its place, which is 100 z + 10 y + x."""
SLAB = 'select[aria-label="slow.z"]'


def readings() -> dict[str, Any]:
    z, y, x, _ = (axis.ravel() for axis in np.meshgrid(Z, Y, X, range(REPEATS), indexing="ij"))
    offset = np.tile(OFFSETS, len(z) // REPEATS)
    noise = 1e-3 * np.sin(np.arange(len(z)) ** 2)
    return {
        "slow.z": z + noise,
        "motor.y": y + noise,
        "motor.x": x + noise,
        "signal": 100 * z + 10 * y + x + offset,
    }


def slab(z: float, offset: float) -> list[list[float]]:
    return [[100 * z + 10 * y + x + offset for x in X] for y in Y]


@pytest.fixture(scope="module")
def scan(module_server: RunningServer) -> str:
    return stored_scan(module_server.home, PLAN, readings(), UNITS)


def shows(browser: Browser, cells: list[list[float]]) -> None:
    browser.until(lambda: traces(browser)[0]["z"] == cells, f"a map of {cells}")


def test_the_latest_slab_is_shown_and_another_can_be_chosen(browser: Browser, scan: str) -> None:
    show(browser, scan)
    shows(browser, slab(5, 2))
    entries = [option.text for option in Select(browser.one(SLAB)).options]
    assert [text.split(" · ")[-1] for text in entries] == [entries[0], "1 / 3", "2 / 3", "3 / 3"]
    assert entries[0].startswith("latest: 5") and entries[2].startswith("2.5")
    Select(browser.one(SLAB)).select_by_index(2)
    shows(browser, slab(2.5, 2))
    browser.press('[aria-label="Previous slow.z"]')
    shows(browser, slab(0, 2))
    assert not browser.one('[aria-label="Previous slow.z"]').is_enabled()
    browser.open(browser.path)  # it is remembered
    shows(browser, slab(0, 2))
    Select(browser.one(SLAB)).select_by_value("latest")
    shows(browser, slab(5, 2))


def test_slabs_are_chosen_by_keyboard(browser: Browser, scan: str) -> None:
    show(browser, scan)
    shows(browser, slab(5, 2))
    browser.js("arguments[0].focus()", browser.one('[aria-label="Previous slow.z"]'))
    browser.keys(Keys.ENTER)
    shows(browser, slab(2.5, 2))
    browser.keys(Keys.TAB)
    assert browser.js("return document.activeElement === arguments[0]", browser.one(SLAB))
    browser.keys(Keys.ARROW_UP)
    shows(browser, slab(0, 2))
    browser.keys(Keys.TAB, Keys.SPACE)
    shows(browser, slab(2.5, 2))


def test_slabs_have_room_and_names_in_every_look(browser: Browser, look: str, scan: str) -> None:
    show(browser, scan)
    shows(browser, slab(5, 2))
    browser.wait_text(SAYS, "mean of 3 repeats")
    assert violations(browser, look, ".pb-chart") == []
    assert browser.js("return document.documentElement.scrollWidth <= window.innerWidth")


def test_repeats_are_averaged_or_chosen(browser: Browser, scan: str) -> None:
    show(browser, scan)
    shows(browser, slab(5, 2))
    browser.wait_text(SAYS, "mean of 3 repeats")
    repeats = Select(browser.one('select[aria-label="repeats"]'))
    assert [option.text for option in repeats.options] == ["mean", "latest", "1 of 3", "2 of 3", "3 of 3"]
    repeats.select_by_visible_text("2 of 3")
    shows(browser, slab(5, 1))
    browser.wait_text(SAYS, "repeat 2 of 3")
    repeats.select_by_visible_text("latest")
    shows(browser, slab(5, 5))
    browser.wait_text(SAYS, "latest of 3 repeats")


def test_what_is_taken_away_is_the_slab_that_is_shown(
    browser: Browser, download: Download, scan: str
) -> None:
    show(browser, scan)
    shows(browser, slab(5, 2))
    Select(browser.one(SLAB)).select_by_index(1)
    shows(browser, slab(0, 2))
    path = download(lambda: choose(browser, "Export", "Readings as CSV"))
    assert "# repeats: mean of 3 repeats" in path.read_text()
    frame = pd.read_csv(path, comment="#")
    assert frame["slow.z (mm)"].tolist() == [0.0] * 6
    cells = frame.pivot(index="motor.y (mm)", columns="motor.x (mm)", values="signal (V)")
    assert cells.to_numpy().tolist() == slab(0, 2)
    svg = html.unescape(download(lambda: choose(browser, "Export", "Drawing, SVG")).read_text())
    assert "slow.z 0" in svg and "mean of 3 repeats" in svg


def test_the_slab_follows_a_scan_that_runs(browser: Browser, module_server: RunningServer) -> None:
    every = readings()
    with storing(module_server.home) as writer:
        database = Database(Settings(home=module_server.home).url)
        running = StoredScan(database, writer, PLAN, columns_of(every, UNITS))
        part = len(every["signal"]) // len(Z)
        running.add({name: values[:part] for name, values in every.items()})
        show(browser, running.name)
        shows(browser, slab(0, 2))
        running.add({name: values[part : 2 * part] for name, values in every.items()})
        shows(browser, slab(2.5, 2))
        Select(browser.one(SLAB)).select_by_index(1)
        shows(browser, slab(0, 2))
        running.add({name: values[2 * part :] for name, values in every.items()})
        browser.until(lambda: "latest" in browser.text(SLAB), "the controls")
        shows(browser, slab(0, 2))  # who has chosen keeps what was chosen
        running.tell(ScanState.COMPLETED)
        database.dispose()
