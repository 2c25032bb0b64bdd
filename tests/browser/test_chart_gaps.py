"""Missing and infinite readings, and those a logarithmic axis cannot show, are told of; those between them are seen."""

from __future__ import annotations

import html

import numpy as np
import pandas as pd
import pytest
from support.browser import Browser
from support.charts import PLOT, SAYS, choose, points, show, traces
from support.downloads import Download
from support.plans import sweep
from support.running import RunningServer
from support.stored import stored_scan

pytestmark = pytest.mark.browser

MEASURE = {"kind": "measure", "instruments": ["detector"]}
LINE = {"name": "Gaps", "steps": [sweep("motor.x", {"start": 0, "stop": 8, "num": 9}, MEASURE)]}
NAN, INF = float("nan"), float("inf")


def line(server: RunningServer, signal: list[float]) -> str:
    return stored_scan(server.home, LINE, {"motor.x": np.arange(9.0), "signal": signal}, {"signal": "V"})


def scale(browser: Browser, axis: str) -> list[float]:
    return list(browser.js(f"return {PLOT}.layout[arguments[0]].range", axis))


def test_readings_alone_between_missing_ones_are_points(
    browser: Browser, module_server: RunningServer
) -> None:
    scan = line(module_server, [1, NAN, 2, NAN, 3, NAN, 4, NAN, 5])
    show(browser, scan)
    browser.until(lambda: points(browser) == 5, "five points")
    browser.wait_text(SAYS, "4 readings have no value")


def test_an_overload_does_not_scale_the_chart(
    browser: Browser, download: Download, module_server: RunningServer
) -> None:
    scan = line(module_server, [1, INF, 2, -INF, 3, 2, NAN, 1, 2])
    show(browser, scan)
    browser.wait_text(SAYS, "1 reading has no value · 2 readings are infinite (overload)")
    low, high = scale(browser, "yaxis")
    assert 0 < low < 1 and 3 < high < 4
    assert traces(browser)[0]["y"] == [1, None, 2, None, 3, 2, None, 1, 2]
    frame = pd.read_csv(download(lambda: choose(browser, "Export", "Readings as CSV")), comment="#")
    assert frame["signal (V)"].tolist()[:6] == [1, INF, 2, -INF, 3, 2]
    svg = html.unescape(download(lambda: choose(browser, "Export", "Drawing, SVG")).read_text())
    assert "1 reading has no value · 2 readings are infinite (overload)" in svg


def test_a_logarithmic_axis_says_what_it_cannot_show(browser: Browser, module_server: RunningServer) -> None:
    scan = line(module_server, [10, -1, 1000, 0, 10, 100, 0, -7, 10])
    show(browser, scan)
    assert browser.text(SAYS) == ""
    browser.choose("log y", ".pb-chip")
    browser.wait_text(SAYS, "4 not shown on the logarithmic y axis")
    browser.until(lambda: points(browser) == 3, "the readings that stand alone now")
    browser.choose("log y", ".pb-chip")
    browser.until(lambda: browser.text(SAYS) == "", "nothing to be said of a linear axis")


def test_words_below_the_chart_do_not_move_it(browser: Browser, module_server: RunningServer) -> None:
    scan = line(module_server, [10, -1, 1000, 0, 10, 100, 0, -7, 10])
    show(browser, scan)
    box = f"const {{top, height}} = {PLOT}.getBoundingClientRect(); return [top, height]"
    before = browser.js(box)
    browser.choose("log y", ".pb-chip")
    browser.wait_text(SAYS, "4 not shown")
    assert browser.js(box) == before
