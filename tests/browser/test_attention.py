"""Notifications, sounds, and the browser's tab: what tells somebody who does not look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from support.browser import LOST, Browser
from support.plans import line
from support.running import Client, RunningServer

pytestmark = pytest.mark.browser

STAND_INS = """
window.told = []; window.asked = 0; window.notes = [];
window.Notification = class {
  static get permission() { return localStorage.getItem('stand-in') || 'default'; }
  static async requestPermission() {
    window.asked += 1;
    localStorage.setItem('stand-in', localStorage.getItem('answer') || 'granted');
  }
  constructor(title, options) { this.title = title; Object.assign(this, options); window.told.push(this); }
  close() {}
};
const param = () => ({ setValueAtTime() {}, exponentialRampToValueAtTime() {} });
const node = () => ({ gain: param(), connect: (next) => next });
window.AudioContext = class {
  constructor() { this.state = 'running'; this.currentTime = 0; this.destination = {}; }
  createGain() { return node(); }
  createOscillator() {
    const pitch = { setValueAtTime: (value) => window.notes.push(value) };
    return { ...node(), frequency: pitch, start() {}, stop() {} };
  }
};
"""


@pytest.fixture(autouse=True)
def stand_ins(browser: Browser) -> Iterator[None]:
    """Notifications and sounds that are noted instead."""
    made = browser.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": f"(() => {{{STAND_INS}}})()"}
    )
    yield
    browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)


def switch(browser: Browser, kind: str, way: str) -> None:
    if not browser.all(".pb-attention-panel"):
        browser.press("#attention-bell")
    browser.press(f'.pb-switch[data-kind="{kind}"][data-way="{way}"]')


def is_on(browser: Browser, kind: str, way: str) -> bool:
    return bool(browser.one(f'.pb-switch[data-kind="{kind}"][data-way="{way}"]').is_selected())


def look_away(browser: Browser) -> None:
    browser.js("document.hasFocus = () => false")


def told(browser: Browser) -> list[dict[str, Any]]:
    return list(browser.js("return window.told.map(({title, body, tag}) => ({title, body, tag}))"))


def begin(client: Client, name: str = "Line", points: int = 5, settle: float = 0.0) -> str:
    queue = client.new_queue()
    scan = client.new_scan(queue, line(name, points, settle=settle))
    client.command("queues", queue, "start")
    return scan


def test_nothing_is_asked_or_told_before_it_is_switched_on(browser: Browser, module_client: Client) -> None:
    browser.open()
    look_away(browser)
    scan = begin(module_client)
    module_client.wait_scan(scan, "completed")
    browser.wait_text("#finished-lately", scan)
    assert browser.js("return [window.asked, window.told.length, window.notes.length]") == [0, 0, 0]


def test_a_finished_scan_is_notified_and_leads_to_its_page(browser: Browser, module_client: Client) -> None:
    browser.open()
    switch(browser, "finished", "notify")
    browser.until(lambda: is_on(browser, "finished", "notify"), "the switch")
    assert browser.js("return window.asked") == 1
    browser.open("queues")
    browser.press("#attention-bell")
    assert is_on(browser, "finished", "notify")
    assert not is_on(browser, "failed", "notify")
    look_away(browser)
    scan = begin(module_client, "<b>Bold</b>")
    browser.until(lambda: told(browser), "a notification")
    (notice,) = told(browser)
    assert (notice["title"], notice["tag"]) == ("<b>Bold</b> is complete", f"{scan} completed")
    browser.js("window.told[0].onclick()")
    browser.until(lambda: browser.path == f"scans/{scan}", "the scan's page")


def test_somebody_who_looks_elsewhere_in_the_page_gets_a_message(
    browser: Browser, module_client: Client
) -> None:
    browser.open("instruments")
    switch(browser, "waiting", "notify")
    scan = begin(module_client, "Held", 2000, settle=0.05)
    module_client.wait_scan(scan, "running")
    module_client.command("scans", scan, "pause")
    browser.wait_text(".pb-messages", "Held is paused")
    assert told(browser) == []
    module_client.command("scans", scan, "stop")


def test_a_refused_permission_leaves_it_off(browser: Browser) -> None:
    browser.open()
    browser.js("localStorage.setItem('answer', 'denied')")
    switch(browser, "failed", "notify")
    browser.wait_text(".pb-attention-note", "blocks notifications")
    assert not is_on(browser, "failed", "notify")


def test_sounds_differ_and_are_tried_when_switched_on(browser: Browser, module_client: Client) -> None:
    browser.open()
    switch(browser, "finished", "sound")
    finished = browser.until(lambda: browser.js("return window.notes.length && window.notes"), "a sample")
    switch(browser, "failed", "sound")
    assert browser.js("return window.notes")[len(finished) :] != finished
    browser.js("window.notes = []")
    scan = begin(module_client, "Doomed", 2000, settle=0.05)
    module_client.wait_scan(scan, "running")
    module_client.command("scans", scan, "abort")
    browser.until(lambda: browser.js("return window.notes.length") == 2, "the sound of a failure")
    assert browser.js("return window.notes") != finished
    switch(browser, "failed", "sound")
    switch(browser, "finished", "sound")


def test_the_tab_shows_the_state_of_what_the_page_is_about(browser: Browser, module_client: Client) -> None:
    scan = begin(module_client, "Resonance", 2000, settle=0.05)
    browser.open(f"scans/{scan}")
    icon = "return document.getElementById('pb-icon').href"
    title = re.compile("▶ [^·]+% · Resonance · PyBirch")
    browser.until(lambda: title.fullmatch(browser.driver.title), "the title of a running scan")
    running = browser.js(icon)
    module_client.command("scans", scan, "pause")
    browser.until(lambda: browser.driver.title.startswith("❚❚ paused"), "the title of a paused scan")
    assert browser.js(icon) != running
    module_client.command("scans", scan, "abort")
    browser.until(lambda: browser.driver.title == "✖ aborted · Resonance · PyBirch", "the title of its end")
    browser.go("Queues")
    browser.until(lambda: browser.driver.title == "Queues · PyBirch", "the plain title")
    other = begin(module_client, "Next", 2000, settle=0.05)
    browser.until(lambda: browser.driver.title == "▶ 1 running · Queues · PyBirch", "what runs")
    module_client.command("scans", other, "stop")


def test_the_tab_tells_when_the_link_is_down(browser: Browser, module_server: RunningServer) -> None:
    browser.announce(*LOST)
    browser.open("queues")
    module_server.kill("web")
    browser.until(lambda: browser.driver.title == "◌ disconnected · Queues · PyBirch", "the title")
    browser.until(lambda: "disconnected" not in browser.driver.title, "the link again", timeout=60)
