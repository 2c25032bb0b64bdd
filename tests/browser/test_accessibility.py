"""axe-core finds nothing on any page, in both themes, wide and on a phone."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys
from support.axe import violations
from support.browser import Browser, sign_in
from support.running import RunningServer
from support.tour import Tour, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]


def test_pages(browser: Browser, tour: Tour, look: str) -> None:
    browser.announce("SCAN_999 - Failed to load")
    tour.begin()
    browser.open()
    found: list[str] = []
    for name, path in tour.pages.items():
        walk(browser, name, path)
        found += violations(browser, f"{name} {look}")
    assert found == [], "\n".join(found)


def test_the_sign_in_page(browser: Browser, look: str, module_server: RunningServer) -> None:
    browser.announce("401")
    browser.driver.delete_all_cookies()
    browser.driver.get(module_server.url)
    found = violations(browser, f"sign-in {look}")
    browser.type("#token", "wrong" + Keys.ENTER)
    browser.one("[role=alert]")
    found += violations(browser, f"sign-in refused {look}")
    sign_in(browser.driver, module_server)
    browser.driver.get(f"{module_server.url}api/v1/docs")
    found += violations(browser, f"docs {look}")
    browser.driver.get(f"{module_server.url}assets/example.html")
    found += violations(browser, f"example {look}")
    assert found == [], "\n".join(found)
