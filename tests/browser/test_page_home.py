"""Home: what runs, what the instruments do, what has finished and what failed."""

from __future__ import annotations

import pytest
from support.browser import Browser
from support.plans import line
from support.running import Client

pytestmark = pytest.mark.browser


def painted(browser: Browser, row: str) -> bool:
    """Whether the picture in a row or card shows something."""
    canvas = f"document.querySelector({row!r}).querySelector('canvas')"
    return bool(
        browser.js(
            f"const c = {canvas};"
            "return c.width > 0 && c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0)"
        )
    )


def test_home_shows_what_runs_and_what_came_of_it(browser: Browser, module_client: Client) -> None:
    browser.open()
    browser.wait_text('[data-part="queues"]', "No queue is running")
    browser.wait_text('[data-part="instruments"]', "detector")
    browser.wait_text('[data-part="summary"]', "4 connected")
    queue = module_client.new_queue("Overnight map", on_failure="continue")
    scan = module_client.new_scan(queue, line("Left edge", 4000, settle=0.05))
    after = module_client.new_scan(queue, line("Right edge", 5))
    module_client.command("queues", queue, "start")
    browser.wait_text('[data-part="queues"]', "Overnight map")
    browser.wait_text('[data-part="queues"]', f"1 scan running · {scan}")
    browser.wait_text(".pb-scan-card", "Left edge")
    browser.until(lambda: painted(browser, ".pb-scan-card"), "a picture of the running scan")
    module_client.command("scans", scan, "stop")
    browser.wait_text("#finished-lately .pb-row", "Right edge", 40)
    browser.wait_text("#finished-lately .pb-badge", "completed")
    browser.until(lambda: not browser.all(".pb-scan-card"), "no running scan")
    browser.wait_text("#finished-lately", "Left edge")
    browser.press("#finished-lately .pb-row")
    browser.until(lambda: browser.path == f"scans/{after}", "the scan's page")


def test_what_ended_while_nobody_saw_the_page_has_a_picture(browser: Browser, module_client: Client) -> None:
    browser.open()
    hidden = "Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});"
    browser.js(hidden, True)
    queue = module_client.new_queue("Behind")
    scan = module_client.new_scan(queue, line("Unseen"))
    module_client.command("queues", queue, "start")
    row = f'#finished-lately .pb-row[href$="{scan}"]'
    browser.one(row)
    browser.js(f"{hidden} document.dispatchEvent(new Event('visibilitychange'))", False)
    browser.until(lambda: painted(browser, row), "its picture")


def test_a_paused_queue_asks_for_attention(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Waiting for helium")
    module_client.new_scan(queue, line(points=4000, settle=0.05))
    module_client.command("queues", queue, "start")
    browser.open()
    module_client.command("queues", queue, "pause")
    browser.wait_text(".pb-attention", "Waiting for helium is paused")
    module_client.command("queues", queue, "resume")
    browser.until(lambda: not browser.all(".pb-attention"), "nothing to attend to")
    module_client.command("queues", queue, "abort")


def test_results_that_come_late_do_not_undo_later_ones(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Two short ones")
    first, second = (module_client.new_scan(queue, line(name)) for name in ("Earlier", "Later"))
    browser.open()
    browser.until(lambda: browser.js("return PyBirch.live.state('global') !== null"), "the state of things")
    browser.hold_callback("finished-lately")
    module_client.command("scans", first, "abort")
    browser.until(browser.held, "the results with one of them")
    module_client.command("scans", second, "abort")
    newest = f'#finished-lately .pb-row[href$="{second}"]'
    browser.until(lambda: browser.all(newest), "the other one")
    browser.give()
    assert browser.all(newest)
