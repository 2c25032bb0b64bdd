"""What is around every page: navigation, keys, theme, search, the connection and STOP."""

from __future__ import annotations

import os
import signal

import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import Browser
from support.menus import ENTRY, MORE_ACTIONS
from support.plans import line
from support.running import Client, RunningServer, wait_until

pytestmark = pytest.mark.browser


def test_navigation_and_keys_lead_everywhere(browser: Browser) -> None:
    browser.open()
    browser.go("Instruments")
    browser.wait_text("h1", "Instruments")
    assert browser.text('.pb-nav [aria-current="page"]') == "Instruments"
    for keys, path in (("gq", "queues"), ("gs", "scans"), ("gi", "instruments"), ("gh", "")):
        browser.keys(*keys)
        browser.until(lambda path=path: browser.path == path, path or "home")
    browser.keys("?")
    browser.wait_text(".modal", "Emergency stop")
    browser.keys(Keys.ESCAPE)
    browser.until(lambda: not browser.all(".modal"), "the end of the dialog")


def test_keys_are_not_taken_from_somebody_who_types(browser: Browser) -> None:
    browser.open("scans")
    browser.one(".pb-filter-q").send_keys("gq?n")
    assert browser.path.startswith("scans")
    assert browser.one(".pb-filter-q").get_attribute("value") == "gq?n"


def test_the_theme_is_kept(browser: Browser) -> None:
    browser.open()
    for choice, theme in (("Dark", "dark"), ("Light", "light")):
        browser.press("#pb-theme button")
        browser.choose(choice)
        assert browser.js("return document.documentElement.dataset.bsTheme") == theme
    browser.open("queues")
    assert browser.js("return document.documentElement.dataset.bsTheme") == "light"


def test_search_finds_scans_and_opens_them(browser: Browser, module_client: Client) -> None:
    scan = module_client.new_scan(module_client.new_queue(), line("Photoluminescence of WS2"))
    browser.open()
    browser.keys("/")
    browser.one(".pb-search-input").send_keys("luminescence")
    browser.wait_text(".pb-search-results", "Photoluminescence of WS2")
    browser.keys(Keys.ENTER)
    browser.until(lambda: browser.path == f"scans/{scan}", "the scan's page")


def test_search_finds_queues_and_instruments_by_keys_alone(browser: Browser, module_client: Client) -> None:
    queue = module_client.new_queue("Detector alignment")
    browser.open("scans")
    browser.keys("/")
    browser.one(".pb-search-input").send_keys("detector")
    browser.until(lambda: len(browser.all(".pb-search-row")) == 2, "a queue and an instrument")
    browser.keys(Keys.ENTER)
    browser.until(lambda: browser.path == f"queues/{queue}", "the queue's page")
    browser.keys("/")
    browser.one(".pb-search-input").send_keys("detector")
    browser.until(lambda: len(browser.all(".pb-search-row")) == 2, "a queue and an instrument")
    browser.keys(Keys.ARROW_DOWN, Keys.ENTER)
    browser.wait_text("h1", "detector")


def test_stop_acts_at_the_second_press_only(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line(points=4000, settle=0.05))
    module_client.wait_scan(scan, "running")
    browser.open()
    browser.overhear(".pb-stop")
    browser.press(".pb-stop")
    browser.until(lambda: "Press again" in browser.said[0], "what is asked")
    browser.until(lambda: browser.text(".pb-stop") == "STOP", "a button at rest")
    assert module_client.scan(scan)["status"] == "running"
    motor = "api/v1/instruments/1"
    wait_until(
        lambda: module_client.get(motor).json()["position"]["x"] > 0, "an axis away from its safe value"
    )
    browser.press_twice(".pb-stop")
    module_client.wait_scan(scan, "aborted")
    browser.wait_text(".pb-messages", "told to stop")
    wait_until(lambda: module_client.get(motor).json()["position"]["x"] == 0, "the axis at its safe value")


def test_stop_says_what_it_did_not_reach(browser: Browser, module_client: Client) -> None:
    items = module_client.get("api/v1/instruments").json()["items"]
    camera = next(item["instrument_id"] for item in items if item["instrument_name"] == "camera")
    module_client.command("instruments", camera, "disconnect")
    browser.open()
    browser.press_twice(".pb-stop")
    browser.wait_text(".pb-messages", "Not reached: camera was disconnected on purpose.")
    module_client.command("instruments", camera, "connect")


def test_stop_is_whole_on_every_screen(browser: Browser) -> None:
    browser.open("queues")
    browser.wait_text(".pb-link-latency", "ms")  # also where no reading tells how quick the link is
    for width in (320, 390, 576, 640, 768, 900, 1100, 2560):
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        places = browser.js(
            "const page = document.documentElement, stop = document.querySelector('.pb-stop').getBoundingClientRect();"
            "return [stop.left >= 0 && stop.right <= page.clientWidth, page.scrollWidth <= page.clientWidth]"
        )
        assert places == [True, True], width
    browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_escape_twice_is_the_emergency_stop(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line(points=4000, settle=0.05))
    module_client.wait_scan(scan, "running")
    browser.open()
    browser.keys(Keys.ESCAPE, Keys.ESCAPE)
    module_client.wait_scan(scan, "aborted")


def test_an_address_without_a_page_says_so(browser: Browser) -> None:
    browser.driver.get(f"{browser.server.url}nowhere")
    browser.wait_text("h1", "There is no page")


def test_a_dead_engine_and_a_dead_server_are_told_and_come_back(
    browser: Browser, module_server: RunningServer
) -> None:
    browser.announce("WebSocket", "ERR_CONNECTION_REFUSED")
    browser.open("instruments")
    module_server.kill("engine")
    browser.wait_text(".pb-banner", "engine is not running")
    age = "return getComputedStyle(document.querySelector('.pb-context'), '::after').content"
    browser.until(lambda: "ago" in browser.js(age), "the age of what is shown")
    browser.until(lambda: not browser.all(".pb-banner"), "the engine's return", 40)
    module_server.kill("web")
    browser.wait_text(".pb-banner", "link from this browser to the server is down")
    assert browser.js("return getComputedStyle(document.querySelector('.pb-live')).filter") == "grayscale(1)"
    browser.until(lambda: not browser.all(".pb-banner"), "the server's return", 40)
    wait_until(lambda: module_server.client().get("api/v1/ready").ok, "a ready server")


def test_a_hung_engine_is_told_as_such_on_every_page(
    browser: Browser, module_server: RunningServer, module_client: Client
) -> None:
    browser.announce("503")
    browser.open("new")
    pid = module_server.pid("engine")
    os.kill(pid, signal.SIGSTOP)
    try:
        browser.wait_text(".pb-banner", "The engine hangs")
        advice = f"end process {pid}"
        assert advice in browser.text(".pb-banner")
        browser.wait_text(".ns-reason", "The engine hangs")
        assert advice in browser.text(".ns-reason")
        browser.wait_text(".pb-link", "engine hangs")
        browser.until(lambda: "engine hangs" in browser.driver.title, "the title of the tab")
        browser.press_twice(".pb-stop")
        browser.wait_text(".pb-messages", "The stop was not carried out: The engine hangs")
    finally:
        os.kill(pid, signal.SIGCONT)
    browser.until(lambda: not browser.all(".pb-banner"), "the engine's return", 40)
    wait_until(lambda: module_client.get("api/v1/ready").ok, "a ready server")


def test_what_is_chosen_in_the_search_stays_while_more_is_found(
    browser: Browser, module_client: Client
) -> None:
    for queue in (
        module_client.new_queue("Annealing of oxide"),
        module_client.new_queue("Annealing of gold"),
    ):
        module_client.new_scan(queue, line("Annealing, first"))
    browser.open("instruments")
    browser.keys("/")
    browser.one(".pb-search-row")
    browser.hold_callback("search-scans")
    browser.driver.execute_cdp_cmd("Input.insertText", {"text": "anneal"})
    browser.until(lambda: len(browser.all(".pb-search-row")) == 2, "both queues")
    browser.keys(Keys.ARROW_DOWN)
    chosen = browser.one('.pb-search-row[aria-selected="true"]').get_attribute("href")
    assert "queues" in chosen
    browser.until(browser.held, "the scans")
    browser.give()
    assert len(browser.all(".pb-search-row")) == 4
    browser.keys(Keys.ENTER)
    browser.until(lambda: browser.driver.current_url == chosen, "the queue that was chosen")


def test_what_must_be_seen_is_not_pushed_out_by_what_passes(browser: Browser) -> None:
    browser.open()
    browser.js("PyBirch.message('Not stopped.', {stays: true}); for (const n of 'abcde') PyBirch.message(n)")
    assert [each.text for each in browser.all(".pb-message")] == ["Not stopped.", "c", "d", "e"]


def test_an_open_menu_stays_where_it_is_while_the_page_changes(
    browser: Browser, module_client: Client
) -> None:
    scan = module_client.new_scan(module_client.new_queue(), line("Waiting"))
    browser.open(f"scans/{scan}")
    browser.wait_text("h1", "Waiting")
    browser.press(MORE_ACTIONS)
    entry = browser.one(ENTRY)
    before = entry.rect
    browser.js("document.querySelector('.pb-main').style.paddingTop = '200px';")
    frames = "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))"
    browser.driver.execute_async_script(frames)
    assert entry.rect == before
    browser.js("document.querySelector('.pb-main').style.paddingTop = ''")
    browser.choose("Clone and edit", ENTRY)
    browser.until(lambda: browser.path == f"new?from={scan}", "the form")
