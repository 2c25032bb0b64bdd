"""The list of scans: searched, filtered and put in order by the server, live, its state in the URL."""

from __future__ import annotations

import pytest
from selenium.webdriver.support.ui import Select
from support.browser import Browser
from support.gate import gated, open_gate, shut_gate
from support.plans import line
from support.running import Client, wait_until

pytestmark = pytest.mark.browser


def names(browser: Browser) -> list[str]:
    """Names in the order in which they stand; the table's rows may be in any order in the page."""
    script = """return [...document.querySelectorAll('.ag-center-cols-container .ag-row')]
        .sort((a, b) => a.getAttribute('row-index') - b.getAttribute('row-index'))
        .map((row) => row.querySelector('.pb-cell-name').textContent)"""
    return list(browser.js(script))


def shown(browser: Browser, *wanted: str) -> None:
    browser.until(lambda: names(browser) == list(wanted), f"{wanted} in the list")


def test_an_empty_list_offers_a_first_scan(browser: Browser) -> None:
    browser.open("scans")
    browser.wait_text(".pb-empty", "No scan yet")


def test_search_and_filters_share_the_address(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Of Monday")
    module_client.new_scan(queue, line("Alpha", sample="S-1", tags=["raman"]))
    module_client.new_scan(module_client.new_queue("Of Tuesday"), line("Beta", sample="S-2"))
    browser.open("scans")
    shown(browser, "Beta", "Alpha")
    browser.type(".pb-filter-q", "alph")
    shown(browser, "Alpha")
    browser.until(lambda: "q=alph" in browser.path, "all that was typed in the address")
    browser.type(".pb-filter-sample", "S-2")
    browser.wait_text(".pb-empty", "No matching scans")
    browser.open("scans?sample=S-2")
    shown(browser, "Beta")
    assert browser.one(".pb-filter-sample").get_attribute("value") == "S-2"
    browser.press(".pb-given-chip")
    shown(browser, "Beta", "Alpha")
    browser.type(".pb-filter-tag", "raman")
    shown(browser, "Alpha")
    browser.press(".pb-given-chip")
    Select(browser.one(".pb-filter-queue_id")).select_by_visible_text("Of Tuesday")
    shown(browser, "Beta")
    browser.driver.refresh()
    shown(browser, "Beta")
    browser.until(
        lambda: Select(browser.one(".pb-filter-queue_id")).first_selected_option.text == "Of Tuesday",
        "the queue's name, once it is known",
    )
    Select(browser.one(".pb-filter-queue_id")).select_by_visible_text("Any queue")
    Select(browser.one(".pb-filter-when")).select_by_value("today")
    shown(browser, "Beta", "Alpha")
    Select(browser.one(".pb-filter-when")).select_by_value("between")
    browser.one("#scans-to").send_keys("01012001")
    browser.wait_text(".pb-empty", "No matching scans")
    assert "when=..2001-01-01" in browser.path


def test_what_was_used_lately_is_offered(browser: Browser, module_client: Client) -> None:
    module_client.new_scan(module_client.new_queue(), line("Gamma", sample="S-1", tags=["raman", "cold"]))
    browser.open("scans")
    browser.press(".pb-filter-tag")
    offered = "return [...document.querySelectorAll('#pb-known-tags option')].map((each) => each.value)"
    browser.until(lambda: browser.js(offered) == ["raman", "cold"], "the tags in use")


def test_columns_put_the_scans_in_order(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Order")
    for name in ("beta", "Alpha", "gamma"):
        module_client.new_scan(queue, line(name))
    browser.open(f"scans?queue_id={queue}")
    shown(browser, "gamma", "Alpha", "beta")
    header = '.ag-header-cell[col-id="name"]'
    browser.press(f"{header} .ag-header-cell-label")
    shown(browser, "Alpha", "beta", "gamma")
    assert browser.path == f"scans?queue_id={queue}&sort=name"
    browser.press(f"{header} .ag-header-cell-label")
    shown(browser, "gamma", "beta", "Alpha")
    browser.driver.refresh()
    shown(browser, "gamma", "beta", "Alpha")
    browser.until(lambda: browser.one(header).get_attribute("aria-sort") == "descending", "the mark of it")
    browser.press(f"{header} .ag-header-cell-label")
    shown(browser, "gamma", "Alpha", "beta")
    assert browser.path == f"scans?queue_id={queue}"


def test_rows_follow_their_scans(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue()
    browser.open("scans")
    scan = module_client.new_scan(queue, line("Fresh", 4000, settle=0.05))
    row = f'.ag-row[row-id="{scan}"]'
    browser.wait_text(row, "queued")
    browser.js(
        "window.flashed = []; document.addEventListener('animationstart', (event) =>"
        "  event.animationName === 'pb-flash' && window.flashed.push(event.target.getAttribute('row-id')))"
    )
    module_client.patch(f"api/v1/scans/{scan}", {"sample": "Flake 9"})
    browser.wait_text(f'{row} [col-id="sample"]', "Flake 9")
    module_client.command("queues", queue, "start")
    browser.wait_text(row, "running")
    browser.wait_text(".pb-running", "1 running")
    browser.until(lambda: scan in browser.js("return window.flashed"), "a flash of the changed row")
    module_client.command("scans", scan, "stop")
    browser.wait_text(row, "stopped")
    browser.press('.pb-chip[data-value="queued"]')
    browser.until(lambda: "Fresh" not in names(browser), "a list of what is queued")
    browser.press('.pb-chip[data-value="stopped"]')
    shown(browser, "Fresh")
    browser.press(f'{row} [col-id="progress"]')
    browser.until(lambda: browser.path == f"scans/{scan}", "the scan's page")


KNOWN = "return (PyBirch.live.state('global').scans.find((s) => s.scan_id === arguments[0]) || {}).status"
"""What the page has been told of an unfinished scan."""


def test_what_comes_while_the_list_is_fetched_is_not_lost(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue()
    before = module_client.new_scan(queue, line("There before", 4000, settle=0.05))
    browser.open("scans")
    browser.wait_text(f'.ag-row[row-id="{before}"]', "queued")
    browser.press('.pb-chip[data-value="stopped"]')
    browser.until(lambda: "There before" not in names(browser), "another list")
    browser.hold("scans")
    browser.press('.pb-chip[data-value=""]')
    browser.until(browser.held, "the list as it is now")
    scan = module_client.new_scan(queue, line("Come meanwhile"))
    module_client.command("queues", queue, "start")
    browser.until(lambda: browser.js(KNOWN, before) == "running", "the news of what has begun")
    browser.until(lambda: browser.js(KNOWN, scan) == "queued", "the news of what was added")
    module_client.command("scans", before, "pause")
    browser.until(lambda: browser.js(KNOWN, before) == "paused", "the last news for long")
    browser.give()
    browser.wait_text(f'.ag-row[row-id="{before}"]', "paused")
    browser.wait_text(f'.ag-row[row-id="{scan}"]', "queued")


def test_scrolling_brings_the_following_pages_and_coming_back_the_place(
    browser: Browser, module_client: Client
) -> None:
    queue = module_client.new_queue("Many")
    for number in range(130):
        module_client.new_scan(queue, line(f"Number {number}", 2))
    browser.open(f"scans?queue_id={queue}")
    browser.wait_text(".pb-context", "100+ shown")
    browser.js("document.querySelector('.ag-body-viewport').scrollTop = 1e6")
    browser.wait_text(".pb-context", "130 shown")
    browser.js("document.querySelector('.ag-body-viewport').scrollTop = 44 * 80")
    browser.until(lambda: "Number 45" in names(browser), "the rows far down")
    place = browser.js("return document.querySelector('.ag-body-viewport').scrollTop")
    browser.choose("Number 45", ".ag-row .pb-cell-name")
    browser.wait_text("h1", "Number 45")
    browser.driver.back()
    browser.until(lambda: "Number 45" in names(browser), "the rows far down again")

    def near() -> bool:
        top = browser.js("return document.querySelector('.ag-body-viewport').scrollTop")
        return abs(float(top) - float(place)) < 100

    wait_until(near, "the place where the list was left")


def test_queues_are_called_by_name_however_late_it_is_known(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Of Friday")
    scan = module_client.new_scan(queue, line("Named"))
    with gated(browser.driver):
        browser.driver.get(f"{browser.server.url}scans?queue_id={queue}")
    cell = f'.ag-row[row-id="{scan}"] [col-id="queue_id"]'
    browser.wait_text(cell, queue)
    assert browser.text(".pb-given-chip") == f"queue {queue}"
    open_gate(browser.driver)
    browser.wait_text(cell, "Of Friday")
    browser.wait_text(".pb-given-chip", "queue Of Friday")


def test_a_scan_is_new_also_when_it_runs_by_the_time_it_is_told_of(
    browser: Browser, module_client: Client
) -> None:
    with gated(browser.driver):
        browser.driver.get(f"{browser.server.url}scans")
    open_gate(browser.driver)
    browser.wait_text(".pb-link", "live")
    shut_gate(browser.driver)
    queue = module_client.new_queue()
    scan = module_client.new_scan(queue, line("Quick", 4000, settle=0.03))
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "running")
    open_gate(browser.driver)
    browser.wait_text(f'.ag-row[row-id="{scan}"]', "running")
