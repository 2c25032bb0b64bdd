"""Many pages on one scan, one of them slow, and processes killed under them: each ends with every reading once."""

from __future__ import annotations

import pytest
from support.browser import LOST, Browser
from support.plans import line, series
from support.running import Client, RunningServer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

RECORD = """
window.received = [];
PyBirch.live.on(arguments[0], {points(run) { window.received.push([run.first_index, run.count]); }});
"""


def record(browser: Browser, scan: str) -> None:
    """Open the scan's page, which knows of none yet, and note every run of readings that its listeners are given."""
    browser.open(f"scans/{scan}")
    browser.js(RECORD, f"scan_{scan}")


def received(browser: Browser) -> int:
    """Readings the page was given; fails when one came twice, too early or not at all."""
    expected = 0
    for first, count in browser.js("return window.received"):
        assert first == expected, f"after {expected} readings came number {first}"
        expected += count
    return expected


def test_eight_pages_one_of_them_throttled(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("eight")
    scan = module_client.new_scan(queue, series(points=6000, every=0.001))
    driver = browser.driver
    record(browser, scan)
    for _ in range(7):
        driver.switch_to.new_window("tab")
        record(browser, scan)
    driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 6})
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "completed", timeout=120)
    first, *others = driver.window_handles
    for handle in (first, *others):
        driver.switch_to.window(handle)
        browser.until(lambda: received(browser) == 6000, "every reading", 60)
    for handle in others:
        driver.switch_to.window(handle)
        driver.close()
    driver.switch_to.window(first)


def test_an_open_page_goes_on_after_both_processes_were_killed(
    browser: Browser, module_client: Client, module_server: RunningServer
) -> None:
    browser.announce(*LOST)
    queue = module_client.new_queue("killed")
    scan = module_client.new_scan(queue, line(points=5000, settle=0.02))
    record(browser, scan)
    module_client.command("queues", queue, "start")
    browser.until(lambda: received(browser) > 20, "the first readings")
    engine = module_server.pid("engine")
    module_server.kill("web")
    browser.until(
        lambda: browser.js("return document.documentElement.dataset.link") != "connected", "a lost link"
    )
    module_server.wait_engine()
    assert module_server.pid("engine") == engine
    before = module_client.scan(scan)["point"]
    browser.until(lambda: received(browser) > before, "readings after the reconnect", 40)
    module_server.kill("engine")
    before = module_client.wait_scan(scan, "interrupted", timeout=60)["point"]
    browser.wait_text(".pb-title .pb-badge", "interrupted", 60)
    assert module_client.command("scans", scan, "resume").status_code == 202
    browser.until(lambda: received(browser) > before, "readings after the resume", 60)
    module_client.command("scans", scan, "stop")
    browser.wait_text(".pb-title .pb-badge", "stopped")
    total = module_client.scan(scan)["point"]
    browser.until(lambda: received(browser) == total, "every reading")
