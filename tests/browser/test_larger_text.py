"""Somebody has chosen larger text in the browser: it is larger, and has room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from support.browser import Browser, sign_in, start_chromium
from support.plans import line
from support.running import Client, RunningServer

pytestmark = pytest.mark.browser

LOOK = """
const [name, cell] = ['.pb-cell-name', '[col-id="status"]'].map((each) => document.querySelector(`.ag-row ${each}`));
const badge = cell.querySelector('.pb-badge').getBoundingClientRect();
return [parseFloat(getComputedStyle(name).fontSize), badge.right < cell.getBoundingClientRect().right,
  badge.height < cell.clientHeight];
"""

STICKS_OUT = """
const page = document.documentElement, stop = document.querySelector('.pb-stop').getBoundingClientRect();
return page.scrollWidth > page.clientWidth || stop.right > page.clientWidth;
"""


@pytest.fixture(scope="module")
def chromium(module_server: RunningServer) -> Iterator[webdriver.Chrome]:
    made = start_chromium(1440, 900, "--blink-settings=defaultFontSize=20")
    sign_in(made, module_server)
    yield made
    made.quit()


def test_lists_grow_with_the_text(browser: Browser, module_client: Client) -> None:
    module_client.wait_scan(module_client.begin(line()), "completed")
    browser.open("scans")
    browser.wait_text('.ag-row [col-id="status"]', "completed")
    browser.until(lambda: browser.js(LOOK) == [17.5, True, True], "a list with larger text in wider columns")


def test_nothing_sticks_out(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line())
    module_client.wait_scan(scan, "completed")
    for path in ("", "queues", "scans", f"scans/{scan}", "instruments", "new"):
        browser.open(path)
        for width in (390, 1440):
            size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": False}
            browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            browser.until(lambda: not browser.js(STICKS_OUT), f"{path or 'home'} within a screen of {width}")
    browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
