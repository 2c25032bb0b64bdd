"""One queue: its scans live and in order, its commands, its log."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from support.browser import Browser
from support.plans import line
from support.running import Client

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
    second = module_client.new_scan(queue, line("Second", 4000, settle=0.05))
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
    module_client.new_scan(queue, line(points=4000, settle=0.05))
    module_client.command("queues", queue, "start")
    browser.open(f"queues/{queue}")
    browser.wait_text(".pb-title .pb-badge", "running")
    browser.keys(Keys.SPACE)
    browser.wait_text(".pb-title .pb-badge", "paused")
    browser.keys(Keys.SPACE)
    browser.wait_text(".pb-title .pb-badge", "running")


def test_abort_asks_once(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Abort")
    scan = module_client.new_scan(queue, line(points=4000, settle=0.05))
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "running")
    browser.open(f"queues/{queue}")
    browser.overhear('[data-do="abort"]')
    browser.press('[data-do="abort"]')
    browser.until(lambda: browser.said[:1] == ["Abort now?"], "what is asked")
    assert module_client.scan(scan)["status"] == "running"
    browser.press_twice('[data-do="abort"]')
    module_client.wait_scan(scan, "aborted")
    browser.wait_text(f'.pb-scan-row[data-scan="{scan}"]', "aborted")


def test_every_command_of_a_queue(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Commands")
    first, second = (module_client.new_scan(queue, line(name, 4000, settle=0.05)) for name in ("One", "Two"))
    browser.open(f"queues/{queue}")
    browser.press('[data-do="start"]')
    browser.wait_text(".pb-title .pb-badge", "running")
    browser.press('[data-do="pause"]')
    browser.wait_text(".pb-title .pb-badge", "paused")
    browser.wait_text(f'.pb-scan-row[data-scan="{first}"]', "paused")
    browser.press('[data-do="resume"]')
    browser.wait_text(f'.pb-scan-row[data-scan="{first}"]', "running")
    assert "Stop for good?" in browser.press_twice('[data-do="stop"]')
    browser.wait_text(f'.pb-scan-row[data-scan="{first}"]', "stopped")
    browser.wait_text(".pb-progress-note", "1 scan still waiting")
    assert "Remove all that wait?" in browser.press_twice('[data-do="clear"]')
    browser.until(lambda: shown(browser) == [first], "what has run and no more")
    assert module_client.get(f"api/v1/scans/{second}").status_code == 404


def test_a_button_answers_at_once_and_a_refusal_stands_beside_it(
    browser: Browser, module_client: Client
) -> None:
    browser.announce("409")
    queue = module_client.new_queue("Nothing to do")
    browser.open(f"queues/{queue}")
    browser.one('[data-do="start"]')
    asked = browser.js(
        "const button = document.querySelector('[data-do=start]'); button.click();"
        "return [button.textContent, button.getAttribute('aria-disabled')]"
    )
    assert asked == ["starting…", "true"]  # within the click itself, before anything is awaited
    browser.wait_text(".pb-commands .pb-said", "has no queued scan; add one first")
    assert browser.text('[data-do="start"]') == "Start"


def test_the_settings_of_a_queue_are_changed(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Before")
    browser.open(f"queues/{queue}")
    browser.wait_text(".pb-context", "one after the other · stops when a scan fails")
    browser.press("#queue-open-settings")
    assert browser.one(".modal.show input").get_attribute("value") == "Before"
    module_client.patch(f"api/v1/queues/{queue}", {"on_failure": "continue"})
    browser.wait_text(".pb-log-lines", "its rule for failed scans")
    browser.type(".modal.show input", "After <b>midnight</b>")
    Select(browser.one("#queue-settings-mode")).select_by_value("parallel")
    browser.press(".modal.show .btn-primary")
    browser.wait_text("h1", "After <b>midnight</b>")
    browser.wait_text(".pb-context", "together · goes on when a scan fails")
    browser.until(lambda: not browser.all(".modal"), "the end of the dialog")
    kept = module_client.get(f"api/v1/queues/{queue}").json()
    assert (kept["name"], kept["mode"]) == ("After <b>midnight</b>", "parallel")
    assert kept["on_failure"] == "continue", "what somebody else changed meanwhile is left as it is"
    browser.press("#queue-open-settings")
    browser.type(".modal.show input", " ")
    browser.press(".modal.show .btn-primary")
    browser.wait_text(".modal.show .pb-said", "Give the queue a name")


def test_a_queue_that_is_not_there(browser: Browser) -> None:
    for queue in ("QUEUE_999", "QUEUE_x"):
        browser.driver.get(f"{browser.server.url}queues/{queue}")
        browser.wait_text(".pb-empty-page", queue)
    browser.press(".pb-empty-page .pb-button")
    browser.wait_text("h1", "Queues")
