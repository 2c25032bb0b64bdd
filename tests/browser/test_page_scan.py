"""One scan: live progress and chart, commands, plan, and what is said when it is not there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from support.browser import Browser
from support.menus import ENTRY, MORE_ACTIONS
from support.plans import area, line
from support.running import Client, wait_until

pytestmark = pytest.mark.browser

ONE_LINE = """
const shown = [...document.querySelector('.pb-chart-controls').children].filter((each) => each.offsetParent);
const boxes = shown.map((each) => each.getBoundingClientRect());
return boxes.length > 4 && Math.max(...boxes.map((box) => box.top)) < Math.min(...boxes.map((box) => box.bottom));
"""


def drawn(browser: Browser, index: str = "x") -> int:
    plot = "document.querySelector('.js-plotly-plot')"
    return int(browser.js(f"return {plot}?.data[0]?.{index}.length ?? 0"))


def test_a_scan_draws_itself_to_its_end(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line("Resonance", 80, settle=0.1, sample="S-42"))
    module_client.wait_scan(scan, "running")
    module_client.command("scans", scan, "pause")
    browser.open(f"scans/{scan}")
    browser.wait_text("h1", "Resonance")
    browser.wait_text(".pb-context", "S-42")
    browser.wait_text(".pb-title .pb-badge", "paused")
    module_client.command("scans", scan, "resume")
    browser.wait_text(".pb-title .pb-badge", "running")
    browser.until(lambda: 2 < drawn(browser) < 80, "a chart that grows")
    browser.until(lambda: browser.all('[aria-current="step"]'), "the present step of the plan")
    browser.wait_text(".pb-progress-text", "80 / 80 · 100")
    browser.wait_text(".pb-title .pb-badge", "completed")
    browser.until(lambda: drawn(browser) == 80, "every point")
    browser.until(lambda: "detector" in browser.text(".pb-plan"), "the plan")
    browser.press('[data-tab="log"]')
    browser.wait_text(".pb-log-lines", "completed")


def test_two_axes_make_a_map(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(area(side=6))
    module_client.wait_scan(scan, "completed")
    browser.open(f"scans/{scan}")
    browser.until(
        lambda: browser.js("return document.querySelector('.js-plotly-plot').data[0].type") == "heatmap",
        "a map",
    )
    assert browser.text('.pb-segment[aria-pressed="true"]') == "Map"


def test_the_controls_of_a_map_stand_in_one_line(browser: Browser, module_client: Client) -> None:
    plan = area(side=3)
    plan["steps"][0]["steps"][0]["steps"] = [{"kind": "measure", "instruments": ["camera"]}]
    scan = module_client.begin(plan)
    module_client.wait_scan(scan, "completed")
    browser.open(f"scans/{scan}")
    browser.wait_text('.pb-segment[aria-pressed="true"]', "Map")
    assert len(browser.all(".pb-chart-controls .pb-segment")) == 5
    browser.until(lambda: browser.js(ONE_LINE), "every control in one line")


def test_pause_resume_and_stop(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line(points=4000, settle=0.05))
    browser.open(f"scans/{scan}")
    browser.press('[data-do="pause"]')
    browser.wait_text(".pb-title .pb-badge", "paused")
    held = module_client.scan(scan)["point"]
    browser.press('[data-do="resume"]')
    browser.wait_text(".pb-title .pb-badge", "running")
    wait_until(lambda: module_client.scan(scan)["point"] > held, "more points")
    assert "Stop for good?" in browser.press_twice('[data-do="stop"]')
    browser.wait_text(".pb-title .pb-badge", "stopped")
    assert browser.all('[data-do="retry"]')
    assert not browser.all('[data-do="pause"]')


def test_details_tell_when_and_by_what_it_was_measured(browser: Browser, module_client: Client) -> None:
    scan = module_client.new_scan(module_client.new_queue("Later"), line("Known"))
    browser.open(f"scans/{scan}")
    browser.press('[data-tab="details"]')
    browser.wait_text(".pb-facts", "not yet")
    module_client.command("queues", module_client.scan(scan)["queue_id"], "start")
    module_client.wait_scan(scan, "completed")
    browser.until(lambda: "not yet" not in browser.text(".pb-facts"), "when it began and ended")
    names = [each.text for each in browser.all(".pb-facts dt")]
    values = dict(zip(names, (each.text for each in browser.all(".pb-facts dd")), strict=True))
    for name in ("Queued", "Started", "Ended"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", values[name]), name
    assert values["Measured by detector"].startswith("motor.x (mm), ")


def test_retry_queues_a_copy(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line("Again"))
    module_client.wait_scan(scan, "completed")
    browser.open(f"scans/{scan}")
    browser.press('[data-do="retry"]')
    browser.wait_text(".pb-messages", "queued as a copy")
    newest = module_client.get("api/v1/scans?limit=1").json()["items"][0]
    assert newest["retry_of"] == scan


def test_a_waiting_scan_is_edited_and_any_is_cloned(browser: Browser, module_client: Client) -> None:
    scan = module_client.new_scan(module_client.new_queue(), line("Waits"))
    browser.open(f"scans/{scan}")
    browser.wait_text("h1", "Waits")
    for label, path in (("Edit", f"new?edit={scan}"), ("Clone and edit", f"new?from={scan}")):
        browser.press(MORE_ACTIONS)
        browser.choose(label, ENTRY)
        browser.until(lambda path=path: browser.path == path, path)
        browser.driver.back()
        browser.wait_text("h1", "Waits")


def test_time_passes_and_the_step_is_in_sight_while_a_step_takes_long(
    browser: Browser, module_client: Client
) -> None:
    steps: list[dict[str, Any]] = [
        {"kind": "wait", "seconds": 60},
        {"kind": "measure", "instruments": ["detector"]},
    ]
    for _ in range(8):
        steps = [{"kind": "repeat", "times": 2, "steps": steps}]
    plan = {"name": "Deep", "steps": [*({"kind": "wait", "seconds": 0} for _ in range(20)), *steps]}
    scan = module_client.begin(plan)
    module_client.wait_scan(scan, "running")
    browser.open(f"scans/{scan}")
    browser.until(lambda: browser.all('[aria-current="step"]'), "the present step")
    inside = """const step = document.querySelector('[aria-current="step"] > .pb-plan-step').getBoundingClientRect();
        const panel = document.querySelector('[role=tabpanel]:not([hidden])').getBoundingClientRect();
        return step.top >= panel.top && step.bottom <= panel.bottom"""
    browser.until(lambda: browser.js(inside), "the step in sight")
    browser.wait_text(".pb-progress-text", "left")
    elapsed = ".pb-progress-words > :nth-child(2)"
    browser.wait_text(elapsed, " elapsed")
    before = browser.text(elapsed)
    browser.until(lambda: browser.text(elapsed) != before, "time that passes")
    module_client.command("scans", scan, "abort")


def test_a_press_is_answered_at_once(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line(points=4000, settle=0.05))
    browser.open(f"scans/{scan}")
    browser.wait_text(".pb-title .pb-badge", "running")
    press = """const button = document.querySelector('[data-do="pause"]'); button.click(); return button.innerText"""
    assert browser.js(press) == "pausing…"
    browser.wait_text(".pb-title .pb-badge", "paused")


def test_a_refusal_stands_beside_the_button(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line(points=4000, settle=0.05))
    browser.open(f"scans/{scan}")
    browser.wait_text(".pb-title .pb-badge", "running")
    module_client.command("scans", scan, "stop")
    module_client.wait_scan(scan, "stopped")
    browser.until(lambda: browser.all('[data-do="retry"]'), "the commands of a stopped scan")
    browser.announce("409")
    browser.js("document.querySelector('[data-do=\"pause\"]').hidden = false")
    browser.press('[data-do="pause"]')
    browser.wait_text(".pb-said", "stopped")


def test_what_a_person_does_survives_the_updates(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line(points=20000, settle=0.02))
    browser.open(f"scans/{scan}")
    newest = "return document.querySelector('.js-plotly-plot').data[0].x.at(-1)"
    browser.until(lambda: drawn(browser) > 20, "a chart")
    browser.driver.set_window_size(1440, 600)  # so that there is something to scroll
    browser.press('[data-tab="notes"]')
    browser.type(".pb-notes-text", "half a thou")
    browser.js("window.scrollTo(0, 60)")
    plot = browser.one(".js-plotly-plot .nsewdrag")
    drag = ActionChains(browser.driver).move_to_element_with_offset(plot, 150, 150)
    drag.click_and_hold().move_by_offset(200, 100).release().perform()
    ranges = "const {xaxis, yaxis} = document.querySelector('.js-plotly-plot').layout;"
    ranges += "return xaxis.autorange === false && [...xaxis.range, ...yaxis.range]"
    zoomed = browser.until(lambda: browser.js(ranges), "a zoom")
    browser.js(
        "document.querySelector('.pb-notes-text').focus({preventScroll: true}); window.scrollTo(0, 60)"
    )
    for _ in range(20):
        before = browser.js(newest)
        browser.until(lambda known=before: browser.js(newest) > known, "a drawing with newer points")
    assert browser.js(ranges) == zoomed
    assert browser.js("return document.activeElement.className").find("pb-notes-text") >= 0
    assert browser.one(".pb-notes-text").get_attribute("value") == "half a thou"
    assert browser.js("return window.scrollY") == 60
    browser.driver.set_window_size(1440, 900)
    module_client.command("scans", scan, "stop")


def test_a_scan_that_is_not_there(browser: Browser) -> None:
    browser.announce("404")
    for scan in ("SCAN_999", "SCAN_1"):
        browser.driver.get(f"{browser.server.url}scans/{scan}")
        browser.wait_text(".pb-empty-page", scan)


def test_an_answer_that_comes_late_does_not_undo_a_later_one(browser: Browser, module_client: Client) -> None:
    scan = module_client.begin(line(points=4000, settle=0.05))
    module_client.wait_scan(scan, "running")
    browser.open(f"scans/{scan}")
    browser.wait_text(".pb-title .pb-badge", "running")
    browser.hold_callback("scan-since")
    module_client.command("scans", scan, "pause")
    browser.until(browser.held, "the answer about the pause")
    module_client.command("scans", scan, "stop")
    browser.until(lambda: browser.all(".pb-progress-words .pb-ended"), "when it ended")
    browser.give()
    assert browser.all(".pb-progress-words .pb-ended")
