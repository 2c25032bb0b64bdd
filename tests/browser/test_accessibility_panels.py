"""axe-core finds nothing in any menu, tab, fold, panel and dialog, in both themes, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from support.axe import violations
from support.browser import Browser
from support.tour import Tour, walk

DIALOG = "dialog[open], .modal.show"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]


def test_what_opens_from_pages(browser: Browser, tour: Tour, look: str) -> None:
    tour.begin()
    browser.open()
    found: list[str] = []
    for name in ("home", "scan-running", "scan-spectra", "new", "queues", "queue-running"):
        walk(browser, name, tour.pages[name])
        for at, selector, shut in opened(browser):
            found += violations(browser, f"{name} {at} {look}", selector)
            shut()
    assert found == [], "\n".join(found)


def opened(browser: Browser) -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """Open one thing after the other: (what, selector, how to shut it)."""
    for tab in browser.all("[role=tab]"):
        click(browser, tab)
        yield f"tab {tab.text}", f"#{tab.get_attribute('aria-controls')}", lambda: None
    for summary in browser.all("main summary"):
        click(browser, summary)
        yield f"fold {summary.text}", "main", lambda: None
    for opener in browser.all("[aria-haspopup], .dropdown > button"):
        label = opener.get_attribute("aria-label") or opener.text
        click(browser, opener)
        panel = browser.js(
            "const panel = document.getElementById(arguments[0].getAttribute('aria-controls'))"
            "  || arguments[0].nextElementSibling; panel.id = panel.id || 'opened'; return panel",
            opener,
        )
        assert panel.is_displayed(), label
        yield f"{label} opened", f"#{panel.get_attribute('id')}", lambda: shut_panel(browser)
    for keys, what in (("?", "keys"), ("/", "search")):
        browser.keys(keys)
        browser.one(DIALOG)
        if what == "search":
            browser.keys("line")
            browser.wait_text(".pb-search-results", "line")
        yield what, DIALOG, lambda: shut_dialog(browser)
    for opener in browser.all("#queues-new-head"):
        click(browser, opener)
        browser.one(DIALOG)
        yield "new queue", DIALOG, lambda: shut_dialog(browser)


def click(browser: Browser, node: WebElement) -> None:
    """Press something, clear of what floats at the window's edges."""
    browser.js("arguments[0].scrollIntoView({block: 'center'})", node)
    node.click()


def shut_dialog(browser: Browser) -> None:
    browser.keys(Keys.ESCAPE)
    browser.until(lambda: not browser.all(DIALOG), "the end of the dialog")


def shut_panel(browser: Browser) -> None:
    """Shut what opened; on a phone it may lie over its own button."""
    browser.js("const opened = document.querySelector('#opened'); if (opened) opened.removeAttribute('id')")
    browser.keys(Keys.ESCAPE)
