"""Nobody who asks for no motion sees any."""

from __future__ import annotations

import pytest
from support.browser import Browser
from support.running import Client
from support.tour import Tour, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

ACCOUNT = "#pb-account > button"
MOVING = """
return document.getAnimations().filter((each) => each.playState === "running")
  .map((each) => `${each.animationName || each.transitionProperty} of ${each.effect.target.className}`);
"""
WATCH = """
window.moved = [];
const note = (event) => window.moved.push(`${event.type} of ${event.target.className}`);
for (const name of ["animationstart", "transitionstart"]) document.addEventListener(name, note, true);
"""


def motion(browser: Browser, wanted: str) -> None:
    features = [{"name": "prefers-reduced-motion", "value": wanted}]
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def test_nothing_moves_for_those_who_want_no_motion(browser: Browser, module_client: Client) -> None:
    tour = Tour(module_client).begin()
    motion(browser, "no-preference")
    visit(browser, "scan-running", tour.pages["scan-running"])
    browser.until(lambda: browser.js(MOVING), "a breathing badge")
    motion(browser, "reduce")
    for name in (
        "home",
        "queues",
        "queue-running",
        "scans",
        "scan-running",
        "instruments",
        "instrument",
        "new",
    ):
        visit(browser, name, tour.pages[name])
        browser.js(WATCH)
        browser.press(ACCOUNT)
        browser.one(f"{ACCOUNT} + .dropdown-menu")
        module_client.command("queues", tour.pages["queue-running"].removeprefix("queues/"), "pause")
        browser.until(
            lambda: browser.js("return PyBirch.live.state('global').queues.at(-1).status") == "paused", "news"
        )
        module_client.command("queues", tour.pages["queue-running"].removeprefix("queues/"), "resume")
        assert browser.js(MOVING) == [], name
        assert browser.js("return window.moved") == [], name
    motion(browser, "")
