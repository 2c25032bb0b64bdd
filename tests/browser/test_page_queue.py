"""One queue: its scans live and in order, its commands, its log."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from support.browser import Browser
from support.plans import line
from support.running import Client, wait_until

pytestmark = pytest.mark.browser


def shown(browser: Browser) -> list[str]:
    return list(
        browser.js("return [...document.querySelectorAll('.pb-scan-row')].map((row) => row.dataset.scan)")
    )


def test_scans_appear_run_and_log(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Morning")
    browser.open(f"queues/{queue}")
    browser.wait_text("h1", "Morning")
    browser.wait_text(".pb-empty", "No scan yet")
    first = module_client.new_scan(queue, line("First", 5))
    second = module_client.new_scan(queue, line("Second", 400, settle=0.02))
    browser.until(lambda: shown(browser) == [first, second], "both scans in order")
    browser.press('[data-do="start"]')
    browser.wait_text(f'.pb-scan-row[data-scan="{first}"]', "completed")
    browser.wait_text(f'.pb-scan-row[data-scan="{second}"]', "running")
    browser.until(lambda: browser.all(f'.pb-current[data-scan="{second}"]'), "the mark of what runs")
    browser.wait_text(".pb-title .pb-badge", "running")
    browser.wait_text(".pb-log-lines", "First")
    browser.wait_text(".pb-progress-text", "1 / 2 scans")


def test_space_pauses_and_resumes(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Space")
    module_client.new_scan(queue, line(points=400, settle=0.05))
    module_client.command("queues", queue, "start")
    browser.open(f"queues/{queue}")
    browser.wait_text(".pb-title .pb-badge", "running")
    browser.keys(Keys.SPACE)
    browser.wait_text(".pb-title .pb-badge", "paused")
    browser.keys(Keys.SPACE)
    browser.wait_text(".pb-title .pb-badge", "running")


def test_abort_asks_once(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Abort")
    scan = module_client.new_scan(queue, line(points=400, settle=0.05))
    module_client.command("queues", queue, "start")
    browser.open(f"queues/{queue}")
    browser.press('[data-do="abort"]')
    browser.wait_text('[data-do="abort"]', "Abort now?")
    assert module_client.scan(scan)["status"] in ("starting", "running")
    browser.press('[data-do="abort"]')
    module_client.wait_scan(scan, "aborted")
    browser.wait_text(f'.pb-scan-row[data-scan="{scan}"]', "aborted")


def test_waiting_scans_are_moved_and_removed(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Order")
    one, two, three = (module_client.new_scan(queue, line(name)) for name in ("One", "Two", "Three"))
    browser.open(f"queues/{queue}")
    browser.until(lambda: shown(browser) == [one, two, three], "the order they came in")
    browser.press(f'[aria-label="Move {three} earlier"]')
    browser.until(lambda: shown(browser) == [one, three, two], "the new order")
    browser.press(f'[aria-label="Remove {one}"]')
    browser.until(lambda: shown(browser) == [three, two], "one scan less")
    browser.open(f"queues/{queue}")
    browser.until(lambda: shown(browser) == [three, two], "the order the engine keeps")


def test_the_log_is_searched_and_shown_as_text(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Log")
    name = "<img src=x onerror=alert(1)>"
    scan = module_client.new_scan(queue, line(name))
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "completed")
    browser.open(f"queues/{queue}")
    browser.wait_text(".pb-log-lines", name)
    assert not browser.all(".pb-log-lines img, .pb-scan-row img")
    browser.type('[aria-label="Search the log"]', "nothing like this")
    browser.wait_text(".pb-log-body", "Nothing in the log fits")
    browser.type('[aria-label="Search the log"]', "completed")
    browser.until(lambda: "completed" in browser.text(".pb-log-line"), "what was searched")
    Select(browser.one('[aria-label="Least level"]')).select_by_value("ERROR")
    wait_until(lambda: not browser.all(".pb-log-line"), "no error in the log")


def test_a_queue_that_is_not_there(browser: Browser) -> None:
    for queue in ("QUEUE_999", "QUEUE_x"):
        browser.driver.get(f"{browser.server.url}queues/{queue}")
        browser.wait_text(".pb-empty-page", queue)
    browser.press(".pb-empty-page .pb-button")
    browser.wait_text("h1", "Queues")
