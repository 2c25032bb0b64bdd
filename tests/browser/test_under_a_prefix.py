"""Behind a hub: every page below a prefix, reached by the app's own links, alive there."""

from __future__ import annotations

from typing import Any

import pytest
from support.browser import Browser
from support.plans import line
from support.running import Client, wait_until
from support.tour import DRAWN, Tour, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PREFIX = "/services/pybirch/"
LINKS = """
return [...document.querySelectorAll("[href], [src], form[action]")]
  .flatMap((each) => ["href", "src", "action"].map((name) => each.getAttribute(name))).filter(Boolean);
"""


@pytest.fixture(scope="module")
def module_server(start_for_module: Any) -> Any:
    return start_for_module("--prefix", PREFIX)


def test_every_page_is_below_the_prefix(browser: Browser, module_client: Client) -> None:
    assert browser.server.url.endswith(PREFIX)
    browser.announce("SCAN_999 - Failed to load")
    tour = Tour(module_client).begin()
    inside = (PREFIX, "#", "data:", "blob:", "")
    for name, path in tour.pages.items():
        visit(browser, name, path)
        assert [each for each in browser.js(LINKS) if not each.startswith(inside[:-1])] == [], name


def test_pages_are_alive_and_lead_to_each_other(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Behind the hub")
    scan = module_client.new_scan(queue, line("Through the hub", 3000, settle=0.02))
    browser.open("queues")
    browser.wait_text(".pb-grid", "Behind the hub")
    browser.press(f'.ag-row[row-id="{queue}"] a.pb-cell-name')
    browser.press('[data-do="start"]')
    browser.wait_text(".pb-queue-scans .pb-badge", "running")
    browser.press(".pb-queue-scans .pb-row-name")
    browser.until(lambda: browser.js(DRAWN["scan"]), "the chart")
    points = "return document.querySelector('.js-plotly-plot').data[0].x.length"
    before = browser.until(lambda: browser.js(points), "points")
    browser.until(lambda: browser.js(points) > before, "more points")
    browser.press('[data-do="pause"]')
    browser.wait_text(".pb-title .pb-badge", "paused")
    browser.keys("g", "i")
    browser.press(".pb-instrument-card")
    browser.wait_text("h1", "motor")
    browser.keys("n")
    browser.until(lambda: browser.js(DRAWN["new"]), "the form")
    browser.go("Home")
    browser.wait_text(".pb-scan-card .pb-badge", "paused")
    assert browser.path == ""
    module_client.command("scans", scan, "stop")
    wait_until(lambda: module_client.scan(scan)["status"] == "stopped", "the end")
