"""Somebody has chosen larger text in the browser: it is larger, and has room, with our fonts and with any other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from support.browser import BARE, Browser, sign_in, start_chromium
from support.plans import line
from support.running import Client, RunningServer
from support.tour import Tour, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

LOOK = """
const [name, cell] = ['.pb-cell-name', '[col-id="status"]'].map((each) => document.querySelector(`.ag-row ${each}`));
const badge = cell.querySelector('.pb-badge').getBoundingClientRect();
return [parseFloat(getComputedStyle(name).fontSize), badge.right < cell.getBoundingClientRect().right,
  badge.height < cell.clientHeight];
"""

STICKS_OUT = """
const page = document.documentElement, stop = document.querySelector('.pb-stop');
return page.scrollWidth > page.clientWidth || (stop && stop.getBoundingClientRect().right > page.clientWidth);
"""

WIDEST = """
const end = document.documentElement.clientWidth;
const wide = [...document.querySelectorAll("main *")].filter((each) => each.getBoundingClientRect().right > end);
return `${document.documentElement.scrollWidth} of ${end}: ` + wide.map((each) => each.className).join(", ");
"""


@pytest.fixture(scope="module")
def chromium(module_server: RunningServer) -> Iterator[webdriver.Chrome]:
    made = start_chromium(1440, 900, "--blink-settings=defaultFontSize=20")
    sign_in(made, module_server)
    yield made
    made.quit()


@pytest.fixture(scope="module")
def every_page(module_client: Client) -> Tour:
    """All pages, with positions of as many digits as there can be."""
    tour = Tour(module_client)
    motor = tour.pages["instrument"].rpartition("/")[2]
    for axis in ("x", "y"):
        module_client.command("instruments", motor, "move", axis=axis, value=12.3456789012)
    return tour


@pytest.fixture(params=["our fonts", "fonts of the machine"])
def fonts(request: pytest.FixtureRequest, browser: Browser) -> Iterator[str]:
    """Pages with the fonts that we serve, and without."""
    blocked = [] if request.param == "our fonts" else ["*.woff2"]
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": blocked})
    yield request.param
    browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})


def shown_fonts(browser: Browser, selector: str) -> set[tuple[str, bool]]:
    """The families in which the text of the first element that fits is drawn, and whether a page brought them."""
    command = browser.driver.execute_cdp_cmd
    command("DOM.enable", {})
    command("CSS.enable", {})
    root = command("DOM.getDocument", {})["root"]["nodeId"]
    node = command("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used: list[dict[str, Any]] = command("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {(each["familyName"], each["isCustomFont"]) for each in used}


def test_text_and_positions_are_in_our_fonts(browser: Browser, every_page: Tour) -> None:
    visit(browser, "instrument", every_page.pages["instrument"])
    assert shown_fonts(browser, "h1") == {("PyBirch Text", True)}
    assert shown_fonts(browser, ".pb-face-value") == {("PyBirch Mono", True)}


def test_lists_grow_with_the_text(browser: Browser, module_client: Client) -> None:
    module_client.wait_scan(module_client.begin(line()), "completed")
    browser.open("scans")
    browser.wait_text('.ag-row [col-id="status"]', "completed")
    browser.until(lambda: browser.js(LOOK) == [17.5, True, True], "a list with larger text in wider columns")


def test_nothing_sticks_out(browser: Browser, every_page: Tour, fonts: str) -> None:
    browser.announce("SCAN_999 - Failed to load", ".woff2")
    for name, path in {**every_page.pages, "sign-in": BARE, "REST interface": "api/v1/docs"}.items():
        if path in (BARE, "api/v1/docs"):
            browser.driver.get(browser.server.url + path)
        else:
            visit(browser, name, path)
        assert browser.js("return document.fonts.check('1rem \"PyBirch Text\"')") is (fonts == "our fonts")
        for width in (390, 1440):
            size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": False}
            browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            try:
                browser.until(lambda: not browser.js(STICKS_OUT), f"{name} within a screen of {width}", 10)
            except Exception as error:
                raise AssertionError(f"{name} with {fonts}: {browser.js(WIDEST)}") from error
    browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
