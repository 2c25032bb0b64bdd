"""The documentation in a browser: found from the pages, searched, and walked through."""

from __future__ import annotations

import pytest
from support.axe import violations
from support.browser import Browser
from support.site import current_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def site() -> None:
    current_site()


def test_the_documentation_is_searched_and_links_are_followed(browser: Browser) -> None:
    browser.driver.get(f"{browser.server.url}docs/")
    browser.wait_text("h1", "PyBirch")
    browser.one("article a[href='tutorial/first-scan.html']").click()
    browser.wait_text("h1", "first scan")
    browser.keys("/")
    browser.one("input.md-search__input").send_keys("emergency stop")
    found = browser.one(".md-search-result__link")
    assert browser.text(".md-search-result__meta")
    found.click()
    browser.until(lambda: "h=emergency" in browser.driver.current_url, "the page that was found")
    browser.until(lambda: browser.all("article mark"), "the words that were searched for")


def test_pages_fit_on_a_phone_and_look_like_the_interface(browser: Browser) -> None:
    browser.driver.set_window_size(390, 844)
    try:
        for page in ("index.html", "reference/benches.html", "reference/rest.html"):
            browser.driver.get(f"{browser.server.url}docs/{page}")
            browser.one("h1")
            assert browser.js("return document.documentElement.scrollWidth <= window.innerWidth"), page
    finally:
        browser.driver.set_window_size(1440, 900)
    loaded = "return document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'loaded').length)"
    assert browser.js(loaded)


def test_help_and_unknown_addresses_lead_to_the_documentation(browser: Browser) -> None:
    browser.open()
    browser.keys("?")
    browser.press("[role=dialog] a[href$='/docs/']")
    browser.until(lambda: browser.driver.current_url == f"{browser.server.url}docs/", "the documentation")
    browser.wait_text("h1", "PyBirch")
    browser.open("no/such/page")
    assert browser.one("main a[href$='/docs/']").text == "documentation"
    browser.press("#pb-account")
    link = browser.one(
        "#pb-account ~ .dropdown-menu a[href$='/docs/'], .dropdown-menu.show a[href$='/docs/']"
    )
    assert link.get_attribute("target") == "_blank"


@pytest.mark.parametrize("page", ["tutorial/first-scan.html", "reference/events.html"])
def test_pages_are_accessible(browser: Browser, look: str, page: str) -> None:
    browser.driver.get(f"{browser.server.url}docs/{page}")
    browser.one("h1")
    # The theme gives the parts of its menu and the copy buttons landmarks without names of their own.
    found = [each for each in violations(browser, f"{page} {look}") if "landmark-unique" not in each]
    assert found == [], "\n".join(found)
