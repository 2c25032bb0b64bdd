"""The list of queues: making one, following them live, filters in the URL."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
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
    browser.press("#queues-new-empty")
    browser.type(".modal.show input", "Overnight")
    Select(browser.one("#new-queue-mode")).select_by_value("parallel")
    browser.press(".modal.show .btn-primary")
    browser.wait_text("h1", "Overnight")
    queue = module_client.get(f"api/v1/{browser.path}").json()
    assert (queue["name"], queue["mode"], queue["on_failure"]) == ("Overnight", "parallel", "stop")


def test_a_queue_without_a_name_is_refused_beside_the_button(browser: Browser) -> None:
    browser.open("queues")
    browser.press("#queues-new-head")
    browser.press(".modal.show .btn-primary")
    browser.wait_text(".modal.show .pb-said", "Give the queue a name")


def test_rows_follow_the_queues_and_lead_to_them(browser: Browser, module_client: Client) -> None:
    browser.open("queues")
    queue = module_client.new_queue("Alignment <b>now</b>")
    browser.wait_text(row(queue), "Alignment <b>now</b>")
    scan = module_client.new_scan(queue, line(points=4000, settle=0.05))
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
    browser.wait_text(".pb-empty", "No matching queues")
    assert not browser.all(row(queue))
    browser.press('.pb-chip[data-value="idle"]')
    browser.wait_text(row(queue), "Idle one")
    assert browser.path == "queues?show=idle"


def names(browser: Browser) -> list[str]:
    found: list[str] = browser.js(
        "return [...document.querySelectorAll('.ag-center-cols-container .ag-row')]"
        "  .sort((a, b) => a.getAttribute('row-index') - b.getAttribute('row-index'))"
        "  .map((row) => row.querySelector('.pb-cell-name').textContent)"
    )
    return found


def test_searched_and_put_in_order_as_the_address_says(browser: Browser, module_client: Client) -> None:
    for name in ("sorted b", "sorted c", "sorted a"):
        module_client.new_queue(name)
    browser.open("queues?q=sorted&sort=name")
    browser.until(lambda: names(browser) == ["sorted a", "sorted b", "sorted c"], "the order by name")
    Select(browser.one("#queues-order")).select_by_visible_text("Newest first")
    browser.until(lambda: names(browser) == ["sorted a", "sorted c", "sorted b"], "the newest first")
    browser.type("#queues-search", "sorted c")
    browser.until(lambda: names(browser) == ["sorted c"], "what was searched")
    assert browser.path == "queues?q=sorted+c"
    browser.type("#queues-search", "nothing like it")
    browser.wait_text(".pb-empty", "No matching queues")


def test_nothing_moves_under_the_hand(browser: Browser, module_client: Client) -> None:
    first = module_client.new_queue("held still")
    browser.open("queues?q=held")
    browser.until(lambda: names(browser) == ["held still"], "the list")
    ActionChains(browser.driver).move_to_element(browser.one(row(first))).perform()
    module_client.new_queue("held back")
    browser.wait_text('[data-do="catch-up"]', "The list has changed")
    assert names(browser) == ["held still"]
    ActionChains(browser.driver).move_to_element(browser.one("h1")).perform()
    browser.until(
        lambda: names(browser) == ["held back", "held still"], "the new queue, once the hand is away"
    )


def test_a_row_flashes_when_something_has_changed(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("will flash")
    browser.open("queues?q=flash")
    browser.wait_text(row(queue), "will flash")
    browser.js(
        "window.flashes = {}; document.addEventListener('animationstart', (event) => {"
        "  if (event.animationName !== 'pb-flash') return;"
        "  window.flashes[event.target.getAttribute('row-id')] = getComputedStyle(event.target).animationDuration; })"
    )
    module_client.new_scan(queue, line())
    browser.until(lambda: queue in browser.js("return window.flashes"), "a flash")
    assert browser.js("return window.flashes")[queue] == "2s"


def test_a_list_of_hundreds_of_queues(browser: Browser, module_client: Client) -> None:
    made = [module_client.new_queue(f"one of many {i}") for i in range(200)]
    browser.open("queues?q=many")
    browser.wait_text(row(made[-1]), "one of many 199")
    browser.until(lambda: len(names(browser)) < 60, "the rows in sight and few more")
    module_client.patch(f"api/v1/queues/{made[-1]}", {"name": "one of many, renamed"})
    browser.wait_text(row(made[-1]), "one of many, renamed")
