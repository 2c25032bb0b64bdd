"""After an emergency stop: a banner on every page, until somebody has looked and takes it away."""

from __future__ import annotations

import pytest
from support.browser import Browser
from support.plans import line
from support.running import Client, wait_until

pytestmark = pytest.mark.browser

BANNER = ".pb-stopped"
STICKS_OUT = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def stopped(browser: Browser, module_client: Client) -> tuple[str, str]:
    """A queue whose running scan was stopped while another waits: the queue and the aborted scan."""
    every = "api/v1/instruments"
    wait_until(
        lambda: all(i["status"] != "disconnected" for i in module_client.get(every).json()["items"]),
        "the bench",
    )
    queue = module_client.new_queue("Overnight")
    running, _ = (
        module_client.new_scan(queue, line(name, 4000, settle=0.05)) for name in ("Running", "Waiting")
    )
    module_client.command("queues", queue, "start")
    module_client.wait_scan(running, "running")
    browser.open()
    browser.press_twice(".pb-stop")
    module_client.wait_scan(running, "aborted")
    browser.wait_text(BANNER, "Emergency stop by operator")
    return queue, running


def test_it_says_what_stands_where_on_every_page_and_after_a_reload(
    browser: Browser, module_client: Client, stopped: tuple[str, str]
) -> None:
    queue, scan = stopped
    browser.wait_text(BANNER, "1 scan aborted.")
    for path in ("scans", f"queues/{queue}", f"scans/{scan}", "instruments", "new", "nowhere"):
        browser.open(path)
        browser.wait_text(BANNER, "Emergency stop by operator")
    browser.press('[data-do="what-happened"]')
    browser.wait_text(".pb-stopped-table", "x 0 mm (safe), y 0 mm (safe)")
    assert scan in browser.text(".pb-stopped-details")
    browser.open(f"queues/{queue}")
    assert "100" not in browser.text(".pb-progress-text")


def test_going_on_starts_the_chosen_queues_and_takes_the_banner_away(
    browser: Browser, module_client: Client, stopped: tuple[str, str]
) -> None:
    queue, _ = stopped
    browser.press('[data-do="go-on"]')
    browser.wait_text(".pb-stopped-going", "Overnight · 1 scan waiting")
    browser.press(".pb-stopped-queues input")
    browser.press('[data-do="take-away"]')
    browser.until(lambda: not browser.all(BANNER), "a page without the banner")
    wait_until(lambda: module_client.get(f"api/v1/queues/{queue}").json()["status"] == "running", "the queue")
    browser.open("scans")
    assert not browser.all(BANNER)


def test_taking_it_away_alone_starts_nothing_and_is_seen_in_other_windows(
    browser: Browser, module_client: Client, stopped: tuple[str, str]
) -> None:
    queue, _ = stopped
    mine = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    other = browser.driver.current_window_handle
    browser.open("queues")
    browser.wait_text(BANNER, "Emergency stop")
    browser.press('[data-do="go-on"]')
    browser.press('[data-do="take-away"]')
    browser.until(lambda: not browser.all(BANNER), "a page without the banner")
    browser.driver.close()
    browser.driver.switch_to.window(mine)
    assert other != mine
    browser.until(lambda: not browser.all(BANNER), "the other window without it")
    assert module_client.get(f"api/v1/queues/{queue}").json()["status"] == "idle"


def test_it_fits_on_a_phone(browser: Browser, stopped: tuple[str, str]) -> None:
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for do in ("what-happened", "go-on"):
        browser.press(f'[data-do="{do}"]')
        assert not browser.js(STICKS_OUT), do
    browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
