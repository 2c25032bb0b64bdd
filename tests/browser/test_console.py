"""The exchanges of an instrument and its console, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import Browser
from support.running import ROOT, Client, RunningServer, wait_until

pytestmark = pytest.mark.browser

FOCUSED = "return document.activeElement.id.includes(arguments[0])"
LINES = ".pb-exchange-text"


@pytest.fixture(scope="module")
def module_server(start_for_module: Callable[..., RunningServer]) -> RunningServer:
    return start_for_module("--demo", "0", bench=ROOT / "benches" / "demo.toml")


def tab_to(browser: Browser, kind: str) -> None:
    """Press Tab until an element of this kind has the focus."""
    for _ in range(80):
        if browser.js(FOCUSED, kind):
            return
        browser.keys(Keys.TAB)
    raise AssertionError(f"Tab never reaches {kind}")


def test_an_operator_asks_the_instrument_and_reads_the_answer(
    browser: Browser, module_client: Client
) -> None:
    def connected() -> int:
        items = module_client.get("api/v1/instruments").json()["items"]
        found = next(item for item in items if item["instrument_name"] == "thermostat")
        return int(found["instrument_id"]) if found["identity"] else 0

    number = wait_until(connected, "the thermostat")
    browser.open(f"instruments/{number}")
    browser.until(lambda: browser.all(LINES), "the exchanges")
    tab_to(browser, "exchange-refresh")
    tab_to(browser, "console-message")
    browser.keys("*IDN?", Keys.ENTER)
    browser.until(lambda: "sends *IDN?" in browser.text(".pb-exchanges"), "the record of who sent it")
    newest = browser.text(LINES).splitlines()[0]
    assert "thermostat" in newest
    assert browser.js("return document.activeElement.value") == ""
    tab_to(browser, "console-send")
