"""The order of a queue's scans: dragged by mouse and finger, moved by keys and menu; live, put back when refused."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
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


def filled(browser: Browser, client: Client, count: int = 4, **options: Any) -> tuple[str, list[str]]:
    """A queue of waiting scans, and its page."""
    queue = client.new_queue("Order", **options)
    scans = [client.new_scan(queue, line(f"Line {i}", 4000, settle=0.05)) for i in range(count)]
    browser.open(f"queues/{queue}")
    browser.until(lambda: shown(browser) == scans, "the scans in the order they came in")
    return queue, scans


def grip(browser: Browser, scan: str) -> WebElement:
    return browser.one(f"{row(scan)} .pb-grip")


def lift(browser: Browser, scan: str, by: int = 60) -> ActionChains:
    """Take a row by its grip and hold it `by` px lower."""
    chain = ActionChains(browser.driver, duration=50)
    chain.click_and_hold(grip(browser, scan)).move_by_offset(0, by // 2).move_by_offset(
        0, by - by // 2
    ).perform()
    browser.one(".pb-drag-copy")
    return ActionChains(browser.driver, duration=50)


def engine_order(browser: Browser, queue: str) -> list[str]:
    """The order a page sees that is loaded anew, once the engine has answered what this one asks for."""
    browser.until(lambda: not browser.all('.pb-scan-row[aria-busy="true"]'), "the engine's answer")
    browser.open(f"queues/{queue}")
    browser.until(lambda: shown(browser), "the scans")
    return shown(browser)


def test_a_row_is_dragged_with_the_mouse(browser: Browser, module_client: Client) -> None:
    queue, (a, b, c, d) = filled(browser, module_client)
    lift(browser, a, 60 + 52)
    assert shown(browser) == [a, b, c, d], "nothing moves before the row is let go"
    assert browser.all(".pb-drop-line")
    browser.js("""const patch = PyBirch.rest.patch;
        PyBirch.rest.patch = (...asked) => new Promise((go) => (window.answer = go)).then(() => patch(...asked))""")
    ActionChains(browser.driver).release().perform()
    browser.until(lambda: shown(browser) == [b, c, a, d], "the new order, ahead of the engine's answer")
    assert browser.all(f'{row(a)}[aria-busy="true"]')
    browser.js("window.answer()")
    assert not browser.all(".pb-drag-copy, .pb-drop-line")
    assert engine_order(browser, queue) == [b, c, a, d]


def test_a_row_is_dragged_with_a_finger(browser: Browser, module_client: Client) -> None:
    queue, (a, b, c, d) = filled(browser, module_client)
    box = grip(browser, d).rect
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def touch(kind: str, *points: dict[str, float]) -> None:
        browser.driver.execute_cdp_cmd(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)}
        )

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 8):
        touch("touchMove", {"x": x, "y": y - 25 * step})
    browser.one(".pb-drag-copy")
    touch("touchEnd")
    browser.until(lambda: shown(browser) == [d, a, b, c], "the new order")
    assert engine_order(browser, queue) == [d, a, b, c]


def test_escape_lets_go_without_a_change_and_is_no_emergency(browser: Browser, module_client: Client) -> None:
    _, scans = filled(browser, module_client)
    chain = lift(browser, scans[0], 120)
    browser.keys(Keys.ESCAPE)
    browser.until(lambda: not browser.all(".pb-drag-copy"), "the end of the drag")
    chain.release().perform()
    assert shown(browser) == scans
    assert not browser.all(".pb-stop.pb-armed")


def test_the_list_keeps_still_while_something_is_dragged(browser: Browser, module_client: Client) -> None:
    queue, (a, b, c, d) = filled(browser, module_client)
    lift(browser, a, 60)
    module_client.patch(f"api/v1/queues/{queue}/scans", {"scan_ids": [d, c]})
    module_client.delete(f"api/v1/queues/{queue}/scans/{b}")
    browser.wait_text(".pb-log-lines", "was removed")
    browser.wait_text(row(b), "removed")
    assert shown(browser) == [a, b, c, d]
    browser.keys(Keys.ESCAPE)
    ActionChains(browser.driver).release().move_to_element(browser.one("h1")).perform()
    browser.until(lambda: shown(browser) == [a, d, c], "the order the others made, once the hand is away")


def test_a_scan_that_begins_while_it_is_dragged_stays(browser: Browser, module_client: Client) -> None:
    queue, scans = filled(browser, module_client, 3)
    lift(browser, scans[0], 120)
    module_client.command("queues", queue, "start")
    browser.wait_text(".pb-said", "cannot be moved any more")
    assert not browser.all(".pb-drag-copy")
    ActionChains(browser.driver).release().perform()
    assert shown(browser) == scans


def test_a_refused_order_is_put_back_with_the_reason(browser: Browser, module_client: Client) -> None:
    _, (a, b, c, d) = filled(browser, module_client)
    browser.announce("409")
    # What is asked for names a scan that has gone in the meantime.
    browser.js(
        "const real = window.fetch;"
        "window.fetch = (url, options) => options && options.method === 'PATCH'"
        "  ? real(url, { ...options, body: JSON.stringify({ scan_ids: ['SCAN_9999'] }) }) : real(url, options);"
    )
    lift(browser, a, 60)
    ActionChains(browser.driver).release().perform()
    browser.wait_text(".pb-said", "The order was not changed: SCAN_9999 does not wait in this queue")
    browser.until(lambda: shown(browser) == [a, b, c, d], "the order as it was")


def test_rows_are_moved_by_keys_and_it_is_said(browser: Browser, module_client: Client) -> None:
    queue, (a, b, c, d) = filled(browser, module_client)
    browser.js("document.querySelector(arguments[0]).focus()", row(a))
    browser.keys(Keys.ARROW_DOWN)
    assert browser.js("return document.activeElement.dataset.scan") == b

    def alt(key: str) -> None:
        ActionChains(browser.driver).key_down(Keys.ALT).send_keys(key).key_up(Keys.ALT).perform()

    alt(Keys.ARROW_DOWN)
    browser.until(lambda: shown(browser) == [a, c, b, d], "one place down")
    alt(Keys.ARROW_DOWN)
    browser.until(lambda: shown(browser) == [a, c, d, b], "two places down")
    browser.until(
        lambda: browser.js("return document.activeElement.dataset.scan") == b, "the focus on what was moved"
    )
    alt(Keys.ARROW_UP)
    browser.until(lambda: shown(browser) == [a, c, b, d], "up again")
    said = "return document.querySelector('.pb-panel-tools [aria-live]').textContent"
    assert browser.js(said) == f"{b} is now third of 4 waiting scans."
    assert engine_order(browser, queue) == [a, c, b, d]


def test_rows_are_moved_by_the_menu(browser: Browser, module_client: Client) -> None:
    queue, (a, b, c, d) = filled(browser, module_client)
    browser.press(f'{row(d)} [data-do="more"]')
    browser.choose("Move to the front")
    browser.until(lambda: shown(browser) == [d, a, b, c], "the new order")
    assert engine_order(browser, queue) == [d, a, b, c]


def test_what_others_do_appears_by_itself(browser: Browser, module_client: Client) -> None:
    queue, (a, b, c, d) = filled(browser, module_client)
    ActionChains(browser.driver).move_to_element(browser.one("h1")).perform()
    module_client.patch(f"api/v1/queues/{queue}/scans", {"scan_ids": [d, a]})
    browser.until(lambda: shown(browser) == [d, b, c, a], "another order")
    module_client.delete(f"api/v1/queues/{queue}/scans/{b}")
    browser.until(lambda: shown(browser) == [d, c, a], "one scan less")
    ActionChains(browser.driver).move_to_element(browser.one(row(d))).perform()
    module_client.patch(f"api/v1/queues/{queue}/scans", {"scan_ids": [a, d]})
    browser.wait_text('[data-do="catch-up"]', "The order has changed")
    assert shown(browser) == [d, c, a], "nothing moves under the hand"
    ActionChains(browser.driver).move_to_element(browser.one("h1")).perform()
    browser.until(lambda: shown(browser) == [a, c, d], "the other order")
    ActionChains(browser.driver).move_to_element(browser.one(row(a))).perform()
    module_client.command("queues", queue, "clear")
    browser.wait_text('[data-do="catch-up"]', "The order has changed")
    ActionChains(browser.driver).move_to_element(browser.one("h1")).perform()
    browser.until(lambda: shown(browser) == [], "an empty queue")
    browser.wait_text(".pb-empty", "No scan yet")
