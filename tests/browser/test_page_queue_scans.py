"""What is done with the scans in a queue's list: added, edited, copied, removed, brought back, opened."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from support.browser import Browser
from support.plans import line
from support.running import Client

pytestmark = pytest.mark.browser


def shown(browser: Browser) -> list[str]:
    return list(
        browser.js("return [...document.querySelectorAll('[data-scan]')].map((row) => row.dataset.scan)")
    )


def row(scan: str) -> str:
    return f'.pb-scan-row[data-scan="{scan}"]'


def choose(browser: Browser, scan: str, label: str) -> None:
    """An entry of a row's menu."""
    browser.press(f'{row(scan)} [data-do="more"]')
    browser.choose(label)


def filled(browser: Browser, client: Client, count: int = 3) -> tuple[str, list[str]]:
    queue = client.new_queue("Scans")
    scans = [client.new_scan(queue, line(f"Line {i}", 11 + i, sample=f"S-{i}")) for i in range(count)]
    browser.open(f"queues/{queue}")
    browser.until(lambda: shown(browser) == scans, "the scans")
    return queue, scans


def test_a_scan_is_removed_and_brought_back(browser: Browser, module_client: Client) -> None:
    _, (a, b, c) = filled(browser, module_client)
    module_client.patch(f"api/v1/scans/{b}", {"notes": "mind the gap", "tags": ["keep"]})
    browser.press(f'{row(b)} [data-do="remove"]')
    browser.until(lambda: shown(browser) == [a, c], "one scan less")
    assert module_client.get(f"api/v1/scans/{b}").status_code == 404
    browser.wait_text(".pb-message", f"{b} was removed from the queue")
    browser.press(".pb-message .pb-button-small")
    browser.until(lambda: len(shown(browser)) == 3, "the scan again")
    browser.until(lambda: shown(browser)[0] == a and shown(browser)[2] == c, "the place it had")
    back = module_client.scan(shown(browser)[1])
    assert (back["name"], back["sample"], back["notes"], back["tags"]) == (
        "Line 1",
        "S-1",
        "mind the gap",
        ["keep"],
    )
    assert back["total_points"] == 12


def test_a_scan_is_copied_to_the_end(browser: Browser, module_client: Client) -> None:
    _, (a, b, c) = filled(browser, module_client)
    choose(browser, a, "Duplicate")
    browser.until(lambda: len(shown(browser)) == 4, "the copy")
    made = shown(browser)[-1]
    assert shown(browser) == [a, b, c, made]
    browser.wait_text(".pb-panel-tools .pb-said", f"{made}, a copy, waits at the end")
    copy = module_client.scan(made)
    assert (copy["name"], copy["sample"], copy["plan"]) == ("Line 0", "S-0", module_client.scan(a)["plan"])


def test_the_plan_of_a_waiting_scan_is_edited_in_its_place(browser: Browser, module_client: Client) -> None:
    queue, (a, b, c) = filled(browser, module_client)
    choose(browser, b, "Edit the plan")
    browser.wait_text(".pb-context", f"Changing {b}")
    browser.until(lambda: browser.text('[data-do="submit"]') == "Save changes", "the form")
    name = "[data-path='name'] input"
    browser.until(lambda: browser.one(name).get_attribute("value") == "Line 1", "the plan")
    browser.type(name, "Line 1 anew")
    browser.until(
        lambda: browser.one('[data-do="submit"]').get_attribute("aria-disabled") is None, "a good plan"
    )
    browser.press('[data-do="submit"]')
    browser.until(lambda: browser.path.startswith("scans/"), "the changed scan")
    made = browser.path.removeprefix("scans/")
    browser.open(f"queues/{queue}")
    browser.until(lambda: shown(browser) == [a, made, c], "the changed scan in the old one's place")
    browser.wait_text(row(made), "Line 1 anew")


def test_a_scan_is_added(browser: Browser, module_client: Client) -> None:
    queue, _ = filled(browser, module_client, 1)
    browser.press("#queue-add")
    browser.until(lambda: browser.path == f"new?queue={queue}", "the form")
    browser.until(lambda: browser.one("#ns-queue").get_attribute("value") == queue, "this queue")


def test_a_whole_row_opens_its_scan(browser: Browser, module_client: Client) -> None:
    queue, (a, b, _) = filled(browser, module_client)
    browser.press(f"{row(a)} .pb-row-figures")
    browser.until(lambda: browser.path == f"scans/{a}", "the scan's page")
    browser.open(f"queues/{queue}")
    browser.one(row(b))
    browser.js("document.querySelector(arguments[0]).focus()", row(a))
    browser.keys(Keys.ARROW_DOWN, Keys.ENTER)
    browser.until(lambda: browser.path == f"scans/{b}", "the next scan's page")


def test_keys_reach_every_row_and_remove_it(browser: Browser, module_client: Client) -> None:
    _, (a, b, c) = filled(browser, module_client)
    focused = "return (document.activeElement.closest('[data-scan]') || { dataset: {} }).dataset.scan"
    browser.js("document.querySelector('#queue-add').focus()")
    browser.keys(Keys.TAB)
    assert browser.js(focused) == a
    browser.keys(Keys.END)
    assert browser.js(focused) == c
    browser.keys(Keys.HOME, Keys.DELETE)
    browser.until(lambda: shown(browser) == [b, c], "one scan less")
    assert browser.js(focused) == b, "the focus goes to what follows"
    for _ in range(4):
        browser.keys(Keys.TAB)
        assert browser.js(focused) == b, "its own link and buttons"
    browser.keys(Keys.TAB)
    assert browser.js(focused) is None, "and then on, not through every row"


INSIDE = (
    "const list = document.querySelector('.pb-queue-scans').getBoundingClientRect();"
    "const row = document.querySelector(arguments[0]).getBoundingClientRect();"
    "return row.top >= list.top && row.bottom <= list.bottom"
)


def test_the_running_scan_is_marked_and_seen_in_a_long_list(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Long", on_failure="continue")
    scans = [module_client.new_scan(queue, line(f"Quick {i}", 2)) for i in range(25)]
    slow = module_client.new_scan(queue, line("Slow", 4000, settle=0.05))
    rest = [module_client.new_scan(queue, line(f"Rest {i}", 2)) for i in range(15)]
    module_client.command("queues", queue, "start")
    module_client.wait_scan(slow, "running", timeout=60)
    browser.open(f"queues/{queue}")
    browser.until(lambda: browser.all(f'{row(slow)}[aria-current="true"]'), "the mark of what runs")
    browser.until(lambda: browser.js(INSIDE, row(slow)), "the running scan in view")
    browser.js("document.querySelector('.pb-queue-scans').scrollTop = 0")
    assert not browser.js(INSIDE, row(slow))
    browser.press('[data-do="find"]')
    browser.until(lambda: browser.js(INSIDE, row(slow)), "the running scan in view again")
    assert shown(browser) == [*scans, slow, *rest]
    ActionChains(browser.driver).move_to_element(browser.one("h1")).perform()


def test_the_list_goes_with_what_runs_until_somebody_scrolls_it(
    browser: Browser, module_client: Client
) -> None:
    queue = module_client.new_queue("Watched", on_failure="continue")
    quick = [module_client.new_scan(queue, line(f"Quick {i}", 2)) for i in range(20)]
    slow = module_client.new_scan(queue, line("Slow", 4000, settle=0.05))
    more = [module_client.new_scan(queue, line(f"More {i}", 2)) for i in range(20)]
    last = module_client.new_scan(queue, line("Last", 4000, settle=0.05))
    browser.open(f"queues/{queue}")
    browser.until(lambda: shown(browser) == [*quick, slow, *more, last], "the scans")
    module_client.command("queues", queue, "start")
    browser.until(lambda: browser.all(f'{row(slow)}[aria-current="true"]'), "the mark of what runs", 60)
    browser.until(lambda: browser.js(INSIDE, row(slow)), "the running scan in view")
    browser.js("document.querySelector('.pb-queue-scans').scrollTop = 0")
    module_client.command("scans", slow, "stop")
    browser.until(lambda: browser.all(f'{row(last)}[aria-current="true"]'), "the mark of what runs now", 60)
    assert browser.js("return document.querySelector('.pb-queue-scans').scrollTop") == 0
