"""The list of scans: searched and filtered by the server, live, its state in the URL."""

from __future__ import annotations

import pytest
from support.browser import Browser
from support.plans import line
from support.running import Client

pytestmark = pytest.mark.browser


def names(browser: Browser) -> list[str]:
    return [each.text for each in browser.all(".ag-row .pb-cell-name")]


def test_an_empty_list_offers_a_first_scan(browser: Browser) -> None:
    browser.open("scans")
    browser.wait_text(".pb-empty", "No scan yet")


def test_search_and_filters_share_the_address(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue()
    module_client.new_scan(queue, line("Alpha", sample="S-1", tags=["raman"]))
    module_client.new_scan(queue, line("Beta", sample="S-2"))
    browser.open("scans")
    browser.until(lambda: names(browser) == ["Beta", "Alpha"], "both, newest first")
    browser.type(".pb-filter-q", "alph")
    browser.until(lambda: names(browser) == ["Alpha"], "what was searched")
    assert "q=alph" in browser.path
    browser.type(".pb-filter-sample", "S-2")
    browser.wait_text(".pb-empty", "No scan fits")
    browser.open("scans?sample=S-2")
    browser.until(lambda: names(browser) == ["Beta"], "the sample's scan")
    assert browser.one(".pb-filter-sample").get_attribute("value") == "S-2"


def test_rows_follow_their_scans(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue()
    browser.open("scans")
    scan = module_client.new_scan(queue, line("Fresh", 400, settle=0.03))
    row = f'.ag-row[row-id="{scan}"]'
    browser.wait_text(row, "queued")
    module_client.command("queues", queue, "start")
    browser.wait_text(row, "running")
    browser.until(lambda: "pb-flash" in browser.one(row).get_attribute("class"), "a flash of the changed row")
    module_client.command("scans", scan, "stop")
    browser.wait_text(row, "stopped")
    browser.press('.pb-chip[data-value="queued"]')
    browser.until(lambda: "Fresh" not in names(browser), "a list of what is queued")
    browser.press('.pb-chip[data-value="stopped"]')
    browser.until(lambda: names(browser) == ["Fresh"], "a list of what was stopped")
    browser.press(f'{row} [col-id="progress"]')
    browser.until(lambda: browser.path == f"scans/{scan}", "the scan's page")


def test_scrolling_brings_the_following_pages(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Many")
    for number in range(130):
        module_client.new_scan(queue, line(f"Number {number}", 2))
    browser.open(f"scans?queue_id={queue}")
    browser.wait_text(".pb-context", "100+ shown")
    browser.js("document.querySelector('.ag-body-viewport').scrollTop = 1e6")
    browser.wait_text(".pb-context", "130 shown")
