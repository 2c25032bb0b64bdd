"""No page asks anybody but its own server for anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from support.browser import Browser, sign_in, start_chromium
from support.running import Client, RunningServer
from support.tour import Tour, visit

pytestmark = pytest.mark.browser

INSIDE = ("data", "blob", "about")
"""Schemes of what never leaves the browser."""


@pytest.fixture(scope="module")
def chromium(module_server: RunningServer) -> Iterator[webdriver.Chrome]:
    """A Chromium that notes what goes over the network, blocked or not."""
    made = start_chromium(network=True)
    sign_in(made, module_server)
    yield made
    made.quit()


def asked(browser: Browser) -> set[str]:
    """Every address that pages, their workers and sockets asked for since the last call."""
    found: set[str] = set()
    for entry in browser.driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        match message["method"]:
            case "Network.requestWillBeSent":
                found.add(message["params"]["request"]["url"])
            case "Network.webSocketCreated":
                found.add(message["params"]["url"])
    return found


def strangers(browser: Browser, urls: set[str]) -> list[str]:
    host = urlsplit(browser.server.url).netloc
    return sorted(u for u in urls if urlsplit(u).scheme not in INSIDE and urlsplit(u).netloc != host)


def test_every_request_goes_to_the_server(browser: Browser, module_client: Client) -> None:
    browser.announce("SCAN_999 - Failed to load")
    tour = Tour(module_client).begin()
    asked(browser)
    sockets = 0
    for name, path in tour.pages.items():
        visit(browser, name, path)
        urls = asked(browser)
        assert any(urlsplit(url).scheme == "http" for url in urls), "nothing was noted"
        sockets += sum(urlsplit(url).scheme == "ws" for url in urls)
        assert strangers(browser, urls) == [], name
    assert sockets >= len(tour.pages)
    for other in ("api/v1/docs", "assets/example.html"):
        browser.driver.get(browser.server.url + other)
        assert strangers(browser, asked(browser)) == [], other


def test_a_page_asks_for_few_scripts_one_style_sheet_and_two_fonts_of_ours(browser: Browser) -> None:
    asked(browser)
    browser.open("scans")
    ours = [urlsplit(url).path for url in asked(browser) if "/assets/" in url]
    kinds = sorted(path.rsplit(".", 1)[1] for path in ours if "/parts/" not in path)
    assert kinds == ["css", "js", "js", "woff2", "woff2"]
    assert 0 < sum("/parts/" in path for path in ours) < 10


def test_a_request_elsewhere_would_be_noticed(browser: Browser) -> None:
    browser.announce("Content Security Policy", "elsewhere.invalid")
    browser.open()
    asked(browser)
    browser.js(
        "new Image().src = 'http://elsewhere.invalid/x.png'; fetch('//elsewhere.invalid/y').catch(() => 0)"
    )
    browser.until(lambda: strangers(browser, asked(browser)), "the note of it")
