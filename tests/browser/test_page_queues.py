"""The list of queues: making one, following them live, filters in the URL."""

from __future__ import annotations

import pytest
from selenium.webdriver.support.ui import Select
from support.browser import Browser
from support.plans import line
from support.running import Client

pytestmark = pytest.mark.browser


def row(queue: str) -> str:
    return f'.ag-row[row-id="{queue}"]'


def test_the_first_queue_is_made_from_an_empty_list(browser: Browser, module_client: Client) -> None:
    browser.open("queues")
    browser.wait_text(".pb-empty", "No queue yet")
    browser.press(".pb-empty button")
    browser.type("dialog[open] input", "Overnight")
    Select(browser.one('dialog[open] [name="mode"]')).select_by_value("parallel")
    browser.press("dialog[open] .pb-button-primary")
    browser.wait_text("h1", "Overnight")
    queue = module_client.get(f"api/v1/{browser.path}").json()
    assert (queue["name"], queue["mode"], queue["on_failure"]) == ("Overnight", "parallel", "stop")


def test_a_queue_without_a_name_is_refused_beside_the_button(browser: Browser) -> None:
    browser.open("queues")
    browser.press('[data-do="create"]')
    browser.press("dialog[open] .pb-button-primary")
    browser.wait_text("dialog[open] .pb-said", "Give the queue a name")


def test_rows_follow_the_queues_and_lead_to_them(browser: Browser, module_client: Client) -> None:
    browser.open("queues")
    queue = module_client.new_queue("Alignment <b>now</b>")
    browser.wait_text(row(queue), "Alignment <b>now</b>")
    scan = module_client.new_scan(queue, line(points=400, settle=0.05))
    module_client.command("queues", queue, "start")
    browser.wait_text(row(queue), "running")
    browser.wait_text(row(queue), scan)
    browser.until(lambda: browser.text(f'{row(queue)} [col-id="progress"]') == "0 / 1", "the count of scans")
    module_client.command("queues", queue, "stop")
    browser.wait_text(row(queue), "idle")
    browser.press(f'{row(queue)} [col-id="progress"]')
    browser.until(lambda: browser.path == f"queues/{queue}", "the queue's page")


def test_the_filter_is_in_the_address(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Idle one")
    browser.open("queues?show=live")
    browser.until(lambda: browser.text('.pb-chip[aria-pressed="true"]') == "Live", "the chosen filter")
    assert not browser.all(row(queue))
    browser.press('.pb-chip[data-value="idle"]')
    browser.wait_text(row(queue), "Idle one")
    assert browser.path == "queues?show=idle"
