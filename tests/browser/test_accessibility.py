"""axe-core finds nothing on any page, in both themes, wide and on a phone, with every menu, tab and dialog opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from support.browser import Browser
from support.running import Client, RunningServer
from support.tour import LOOKS, Tour, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document.querySelector(arguments[0]), {resultTypes: ["violations"]}).then(
  ({violations}) => done(violations.map(({id, impact, help, nodes}) => [impact, id, help, nodes.map(
    ({target, any, all, none}) => [target.join(" "), ...any.concat(all, none).map((c) => c.message)].join("; "))])),
  (error) => done([["critical", "axe", String(error), []]]));
"""


@pytest.fixture(scope="module")
def tour(module_client: Client) -> Tour:
    return Tour(module_client)


@pytest.fixture(params=list(LOOKS))
def look(request: pytest.FixtureRequest, browser: Browser) -> Iterator[str]:
    theme, (width, height) = LOOKS[request.param]
    command = browser.driver.execute_cdp_cmd
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 576}
    command("Emulation.setDeviceMetricsOverride", size)
    features = {"prefers-color-scheme": theme, "prefers-reduced-motion": "reduce"}
    command(
        "Emulation.setEmulatedMedia", {"features": [{"name": k, "value": v} for k, v in features.items()]}
    )
    yield request.param
    command("Emulation.clearDeviceMetricsOverride", {})
    command("Emulation.setEmulatedMedia", {"features": []})


def violations(browser: Browser, where: str, selector: str = "html") -> list[str]:
    """What axe finds inside `selector`, a line each."""
    if not browser.js("return typeof axe === 'object'"):
        browser.js(AXE)
    found: list[tuple[str, str, str, list[str]]] = browser.driver.execute_async_script(RUN, selector)
    return [
        f"{where}: {impact} {rule}: {said}\n    " + "\n    ".join(nodes)
        for impact, rule, said, nodes in found
    ]


def test_pages(browser: Browser, tour: Tour, look: str) -> None:
    browser.announce("SCAN_999 - Failed to load")
    tour.begin()
    found: list[str] = []
    for name, path in tour.pages.items():
        visit(browser, name, path)
        found += violations(browser, f"{name} {look}")
    assert found == [], "\n".join(found)


def test_what_opens_from_pages(browser: Browser, tour: Tour, look: str) -> None:
    tour.begin()
    found: list[str] = []
    for name in ("home", "scan-running", "scan-spectra", "new", "queues", "queue-running"):
        visit(browser, name, tour.pages[name])
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
    for opener in browser.all("[aria-haspopup]"):
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
        browser.one("dialog[open]")
        if what == "search":
            browser.keys("line")
            browser.wait_text(".pb-search-results", "line")
        yield what, "dialog[open]", lambda: browser.keys(Keys.ESCAPE)
    for opener in browser.all('[data-do="create"]'):
        click(browser, opener)
        browser.one("dialog[open]")
        yield "new queue", "dialog[open]", lambda: browser.keys(Keys.ESCAPE)


def click(browser: Browser, node: WebElement) -> None:
    """Press something, clear of what floats at the window's edges."""
    browser.js("arguments[0].scrollIntoView({block: 'center'})", node)
    node.click()


def shut_panel(browser: Browser) -> None:
    """Shut what opened; on a phone it may lie over its own button."""
    browser.js("const opened = document.querySelector('#opened'); if (opened) opened.removeAttribute('id')")
    browser.keys(Keys.ESCAPE)


def test_the_sign_in_page(browser: Browser, look: str, module_server: RunningServer) -> None:
    browser.announce("401")
    browser.driver.delete_all_cookies()
    browser.driver.get(module_server.url)
    found = violations(browser, f"sign-in {look}")
    browser.type("#token", "wrong" + Keys.ENTER)
    browser.one("[role=alert]")
    found += violations(browser, f"sign-in refused {look}")
    browser.driver.get(module_server.ready_url)
    browser.driver.get(f"{module_server.url}api/v1/docs")
    found += violations(browser, f"docs {look}")
    browser.driver.get(f"{module_server.url}assets/example.html")
    found += violations(browser, f"example {look}")
    assert found == [], "\n".join(found)
