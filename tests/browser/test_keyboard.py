"""Every page by keyboard alone: what has the focus is seen, everything is reached, nothing holds on to it."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import Browser
from support.menus import ENTRY, MORE_ACTIONS
from support.plans import line
from support.running import Client, wait_until
from support.tour import Tour, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

FOCUS = """
const node = document.activeElement;
if (!node || node === document.body) return null;
const box = node.getBoundingClientRect();
const [x, y] = [box.left + Math.min(box.width, 12) / 2, box.top + Math.min(box.height, 12) / 2];
const over = document.elementFromPoint(x, y);
const ringed = (each) => {
  const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(each);
  return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
};
node.dataset.reached = "yes";
return {
  what: `${node.tagName} ${node.className} ${node.getAttribute("aria-label") || node.textContent.slice(0, 40)}`,
  ring: ringed(node) || ringed(node.parentElement),
  seen: Boolean(over) && (node.contains(over) || over.contains(node)),
};
"""
MISSED = """
const wants = ["a[href]", "button", "input", "select", "textarea", "summary"].map((each) => `${each}:not(:disabled)`);
return [...document.querySelectorAll(wants.join())].filter((each) => each.checkVisibility({visibilityProperty: true})
  && each.tabIndex >= 0 && !each.dataset.reached && !each.closest(".ag-root")).map((each) => each.outerHTML);
"""
DIALOG = "dialog[open], .modal.show"
PAGES = (
    "home",
    "queues",
    "queue-running",
    "scans",
    "scan-running",
    "compare",
    "new",
    "instruments",
    "instrument",
)


@pytest.mark.parametrize("name", PAGES)
def test_tab_goes_through_the_page(browser: Browser, tour: Tour, name: str) -> None:
    tour.begin()
    still = [
        {"name": "prefers-reduced-motion", "value": "reduce"}
    ]  # else the page glides to what has the focus
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": still})
    visit(browser, name, tour.pages[name])
    found = walked(browser)
    assert "Skip to the page" in found[0]["what"]
    if browser.js(MISSED):  # what a live page got behind the focus is reached the next time round
        found += walked(browser)
    assert [each["what"] for each in found if not each["ring"]] == []
    assert [each["what"] for each in found if not each["seen"]] == []
    assert browser.js(MISSED) == []


def walked(browser: Browser) -> list[dict[str, Any]]:
    """What has the focus one after the other until it leaves the page."""
    found = []
    for _ in range(200):
        browser.keys(Keys.TAB)
        now = browser.js(FOCUS)
        if now is None:
            break
        found.append(now)
    return found


def test_the_skip_link_leads_past_the_header(browser: Browser) -> None:
    browser.open("instruments")
    browser.one(".pb-instrument-card")
    browser.keys(Keys.TAB, Keys.ENTER)
    browser.until(
        lambda: browser.js("return document.activeElement.id") == "pb-main", "the focus on the page"
    )
    browser.keys(Keys.TAB)
    assert browser.js("return document.querySelector('main').contains(document.activeElement)")


def focused(browser: Browser) -> str:
    return str(
        browser.js(
            "return document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
        )
    )


MENUS = {"You": "#pb-account > button", "Light or dark": "#pb-theme > button"}


@pytest.mark.parametrize("label", MENUS)
def test_menus_open_move_and_close(browser: Browser, label: str) -> None:
    browser.open()
    button = MENUS[label]
    browser.js("document.querySelector(arguments[0]).focus()", button)
    browser.keys(Keys.ENTER)
    menu = f"{button} + .dropdown-menu"
    items = [each.text for each in browser.all(f"{menu} .dropdown-item")]
    browser.until(lambda: focused(browser).startswith(items[0][:8]), "the focus on the first entry")
    browser.keys(Keys.ARROW_DOWN)
    assert focused(browser).startswith(items[1][:8])
    browser.keys(Keys.END)
    assert focused(browser).startswith(items[-1][:8])
    browser.keys(Keys.ESCAPE)
    browser.until(lambda: not browser.all(menu), "the end of the menu")
    assert focused(browser) == label


def test_tab_goes_on_from_the_button_of_a_menu(browser: Browser) -> None:
    browser.open()
    browser.js("document.querySelector(arguments[0]).focus()", MENUS["Light or dark"])
    browser.keys(Keys.ENTER)
    browser.until(lambda: focused(browser) == "Like the system", "the focus on the first entry")
    browser.keys(Keys.TAB)
    browser.until(lambda: not browser.all(".dropdown-menu"), "the end of the menu")
    assert focused(browser) == "You"


def running(browser: Browser, tour: Tour) -> str:
    """The scan that runs, its page open and alive."""
    tour.begin()
    scan = tour.pages["scan-running"].removeprefix("scans/")
    browser.open(f"scans/{scan}")
    browser.wait_text(".pb-title .pb-badge", "running")
    return scan


def test_a_menu_that_was_left_with_its_page_takes_no_key(
    browser: Browser, tour: Tour, module_client: Client
) -> None:
    scan = running(browser, tour)
    browser.press(MORE_ACTIONS)
    browser.one(ENTRY)
    browser.keys("g", "h")
    browser.until(lambda: browser.path == "", "home")
    browser.keys(Keys.ESCAPE, Keys.ESCAPE)
    module_client.wait_scan(scan, "aborted")


def test_the_focus_stays_in_the_bar_of_commands(browser: Browser, tour: Tour, module_client: Client) -> None:
    scan = running(browser, tour)
    browser.one('[data-do="pause"]')
    browser.js("document.querySelector('[data-do=pause]').focus()")
    browser.keys(Keys.ENTER)
    module_client.wait_scan(scan, "paused")
    browser.one('[data-do="resume"]')
    browser.keys(Keys.ENTER, Keys.TAB)  # another press does nothing, and Tab goes on from where it was
    assert focused(browser) == "Resume"
    browser.keys(Keys.ENTER)
    module_client.wait_scan(scan, "running")


def test_escape_closes_a_panel_wherever_the_focus_is(browser: Browser) -> None:
    browser.open()
    browser.js("document.querySelector('.pb-link').focus()")
    browser.keys(Keys.ENTER)
    browser.one(".popover .pb-facts")
    browser.keys(Keys.ESCAPE)
    browser.until(lambda: not browser.all(".popover"), "the end of the panel")
    assert browser.js("return document.activeElement.matches('.pb-link')")


@pytest.mark.parametrize(("path", "opener"), [("", '[data-do="search"]'), ("queues", "#queues-new-head")])
def test_dialogs_keep_the_focus_and_give_it_back(browser: Browser, path: str, opener: str) -> None:
    browser.open(path)
    browser.until(lambda: browser.all(opener), "the opener")
    browser.js("document.querySelector(arguments[0]).focus()", opener)
    browser.keys(Keys.ENTER)
    browser.one(DIALOG)
    for _ in range(12):
        browser.keys(Keys.TAB)
        assert browser.js(
            "return document.activeElement === document.body || !!document.activeElement.closest('dialog, .modal')"
        )
    browser.keys("g", "s")
    assert browser.path == path
    browser.one(DIALOG)
    browser.keys(Keys.ESCAPE)
    browser.until(lambda: not browser.all(DIALOG), "the end of the dialog")
    assert browser.js("return document.activeElement.matches(arguments[0])", opener)


def test_tabs_are_walked_with_the_arrows(browser: Browser, tour: Tour) -> None:
    browser.open(tour.pages["scan-completed"])
    browser.js("arguments[0].focus()", browser.one("[data-tab=plan]"))
    for name in ("Log", "Notes", "Details", "Setup", "People", "Plan"):
        browser.keys(Keys.ARROW_RIGHT)
        assert focused(browser) == name
        assert browser.all(f"#panel-scan-{name.lower()}")


def test_escape_leaves_a_field_before_it_stops_anything(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue()
    scan = module_client.new_scan(queue, line(points=1000, settle=0.05))
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "running")
    browser.open("scans")
    browser.one(".pb-filter-q").send_keys("n?g")
    browser.keys(Keys.ESCAPE)
    assert browser.js("return document.activeElement === document.body")
    browser.keys(Keys.ESCAPE)
    browser.keys(Keys.TAB)
    assert module_client.scan(scan)["status"] == "running"
    assert browser.text(".pb-stop") == "STOP"
    browser.keys(Keys.ESCAPE, Keys.ESCAPE)
    module_client.wait_scan(scan, "aborted")


def test_two_escapes_count_by_when_they_were_pressed(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue()
    scan = module_client.new_scan(queue, line(points=4000, settle=0.05))
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "running")
    browser.open("instruments")
    browser.js(
        """const pressed = () => new KeyboardEvent("keydown", {key: "Escape", bubbles: true});
        const [first, second] = [pressed(), pressed()];
        document.body.dispatchEvent(first);
        for (const began = performance.now(); performance.now() - began < 900; ); // the page is busy
        document.body.dispatchEvent(second);"""
    )
    module_client.wait_scan(scan, "aborted")


def test_space_pauses_and_resumes_but_not_while_typing(
    browser: Browser, tour: Tour, module_client: Client
) -> None:
    scan = running(browser, tour)
    browser.press('[data-tab="notes"]')
    browser.one(".pb-notes-text").send_keys("a b")
    wait_until(lambda: module_client.scan(scan)["notes"] == "a b", "kept notes")
    assert module_client.scan(scan)["status"] == "running"
    browser.press('[data-tab="log"]')
    browser.js("document.querySelector('.pb-log-lines').focus()")
    browser.keys(Keys.SPACE)  # scrolls what has the focus
    browser.js("document.activeElement.blur()")
    assert module_client.scan(scan)["status"] == "running"
    browser.keys(Keys.SPACE)
    module_client.wait_scan(scan, "paused")
    browser.one('[data-do="resume"]')
    browser.keys(Keys.SPACE)
    module_client.wait_scan(scan, "running")


def test_rows_are_walked_opened_and_chosen(browser: Browser, tour: Tour) -> None:
    browser.open("scans")
    browser.until(lambda: len(browser.all(".ag-center-cols-container .ag-row")) > 3, "rows")
    at = "const c = document.activeElement.closest('.ag-cell'); return c && c.parentElement.getAttribute('row-id')"
    for _ in range(40):
        browser.keys(Keys.TAB)
        if browser.js(at):
            break
    first = browser.js(at)
    assert first
    browser.keys(Keys.SPACE, Keys.ARROW_DOWN, Keys.SPACE)
    browser.wait_text(".pb-selection-count", "2 selected")
    second = browser.js(at)
    assert second != first
    browser.keys(Keys.ENTER)
    browser.until(lambda: browser.path == f"scans/{second}", "the scan's page")
