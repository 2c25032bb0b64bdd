"""A zoomed chart shows, and gives away, every reading of its window; what is left out it says."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import pandas as pd
import pytest
from selenium.webdriver.common.by import By
from support.browser import Browser
from support.charts import PLOT, SAYS, choose, show, traces, zoom_to
from support.downloads import Download
from support.plans import sweep
from support.running import RunningServer
from support.stored import StoredScan, columns_of, stored_scan, storing

from engine.model.states import ScanState
from engine.settings import Settings
from engine.store.database import Database

pytestmark = pytest.mark.browser

ROWS = 110_000
BESIDE = 40
"""Columns beside the two that are drawn: a page keeps some 90,000 rows of so wide a scan and thins the older ones."""
MEASURE = {"kind": "measure", "instruments": ["detector"]}
LONG = {"name": "Long", "steps": [sweep("motor.x", {"start": 0, "stop": ROWS - 1, "num": ROWS}, MEASURE)]}


def readings(rows: int, first: int = 0) -> dict[str, Any]:
    x = np.arange(first, first + rows, dtype=float)
    beside = {f"beside{i}": np.full(rows, float(i)) for i in range(BESIDE)}
    return {"motor.x": x, "signal": np.sin(x), **beside}


@pytest.fixture(scope="module")
def long(module_server: RunningServer) -> str:
    return stored_scan(module_server.home, LONG, readings(ROWS), {"motor.x": "mm", "signal": "V"})


def inside(browser: Browser, low: float, high: float) -> list[float]:
    """x of what the first trace draws in a window."""
    return [x for x in traces(browser)[0]["x"] if x is not None and low <= x <= high]


def whole(browser: Browser, scan: str) -> None:
    show(browser, scan, view="whole")
    held = "const s = PyBirch.live.series(arguments[0]).detector; return s.start === 0 && s.first > 3000"
    browser.until(lambda: browser.js(held, f"scan_{scan}"), "the whole scan, its beginning thinned", 60)


def test_a_window_has_every_reading_on_the_page(browser: Browser, long: str) -> None:
    whole(browser, long)
    browser.wait_text(SAYS, f"of {ROWS:,} readings shown")
    zoom_to(browser, xaxis=[1000, 2999])
    every = [float(x) for x in range(1000, 3000)]
    browser.until(lambda: inside(browser, 1000, 2999) == every, "every reading of the window")
    browser.until(lambda: browser.text(SAYS) == "", "nothing left to be said")
    browser.press('[aria-label="Reset the zoom"]')
    browser.wait_text(SAYS, f"of {ROWS:,} readings shown")


def test_what_is_taken_away_of_a_window_has_every_reading(
    browser: Browser, download: Download, long: str
) -> None:
    whole(browser, long)
    zoom_to(browser, xaxis=[1000, 2999])
    frame = pd.read_csv(download(lambda: choose(browser, "Export", "Readings as CSV")), comment="#")
    assert frame["motor.x (mm)"].tolist() == [float(x) for x in range(1000, 3000)]
    assert frame["signal (V)"].tolist() == np.sin(np.arange(1000.0, 3000.0)).tolist()
    svg = html.unescape(download(lambda: choose(browser, "Export", "Drawing, SVG")).read_text())
    assert "readings shown" not in svg
    page = download(lambda: choose(browser, "Export", "Page, HTML"))
    browser.driver.get(page.as_uri())
    figure = "document.getElementById('figure')"
    browser.until(
        lambda: browser.driver.find_elements(By.CSS_SELECTOR, "#figure .scatterlayer path"), "the figure"
    )
    xs = browser.js(f"return [...{figure}.data[0].x]")
    assert [x for x in xs if 1000 <= x <= 2999] == [float(x) for x in range(1000, 3000)]
    assert browser.js(f"return {figure}.layout.xaxis.range") == [1000, 2999]


def test_the_whole_view_is_taken_away_whole(browser: Browser, download: Download, long: str) -> None:
    whole(browser, long)
    page = download(lambda: choose(browser, "Export", "Page, HTML"))
    browser.driver.get(page.as_uri())
    browser.until(
        lambda: browser.driver.find_elements(By.CSS_SELECTOR, "#figure .scatterlayer path"), "the figure"
    )
    assert browser.js("return document.getElementById('figure').data[0].x.length") == ROWS


def test_a_picture_of_fewer_readings_says_so(browser: Browser, download: Download, long: str) -> None:
    show(browser, long, view="whole", kind="scatter")
    browser.wait_text(SAYS, "readings shown")
    svg = html.unescape(download(lambda: choose(browser, "Export", "Drawing, SVG")).read_text())
    assert f"of {ROWS:,} readings shown" in svg
    page = download(lambda: choose(browser, "Export", "Page, HTML"))
    assert f"of {ROWS:,} readings shown" in page.read_text()


def test_new_readings_come_into_the_window_of_a_scan_that_runs(
    browser: Browser, module_server: RunningServer
) -> None:
    with storing(module_server.home) as writer:
        database = Database(Settings(home=module_server.home).url)
        scan = StoredScan(database, writer, LONG, columns_of(readings(1), {}))
        scan.add(readings(5000))
        show(browser, scan.name, view="whole")
        zoom_to(browser, xaxis=[4900, 6000])
        browser.until(lambda: len(inside(browser, 4900, 6000)) == 100, "the window's first readings")
        scan.add(readings(500, 5000))
        browser.until(lambda: len(inside(browser, 4900, 6000)) == 600, "the new readings")
        scan.add(readings(1000, 5500))
        every = [float(x) for x in range(4900, 6001)]
        browser.until(lambda: inside(browser, 4900, 6000) == every, "the window's last readings")
        assert browser.js(f"return {PLOT}.layout.xaxis.range") == [4900, 6000]
        scan.tell(ScanState.COMPLETED)
        database.dispose()
