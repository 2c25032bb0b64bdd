"""New scan: how a plan begins, comes back, and goes into a queue."""

from __future__ import annotations

from typing import Any

import pytest
from support.browser import Browser, sign_in
from support.gate import gated, open_gate
from support.new_scan import LINE, Page
from support.running import Client

pytestmark = pytest.mark.browser

SWEEP = '[data-path="steps[0]"]'


def test_a_newcomer_runs_a_line_with_one_press(page: Page, module_client: Client) -> None:
    page.wait_figure("points", "51")
    assert page.plan["steps"][0]["positions"] == {"start": 0, "stop": 100, "num": 51}
    assert "Allowed: 0 to 100 mm" in page.one(SWEEP).text
    scan = module_client.wait_scan(page.submit(), "completed")
    assert scan["total_points"] == 51
    assert scan["name"] == "detector over motor.x"


def test_clone_goes_into_the_queue_asked_for_and_waits(page: Page, module_client: Client) -> None:
    first, second = module_client.new_queue("Source"), module_client.new_queue("Target")
    scan = module_client.new_scan(first, LINE)
    page.open(f"?from={scan}&queue={second}")
    page.until(lambda: page.plan.get("name") == "Fine line", "the plan of the scan")
    assert page.plan["sample"] == "S-42"
    page.until(lambda: page.one("#ns-queue").get_attribute("value") == second, "the queue")
    page.press("#ns-start")
    page.until(lambda: page.one('[data-do="submit"]').text == "Add to queue", "the button")
    made = module_client.scan(page.submit())
    assert (made["queue_id"], made["status"]) == (second, "queued")
    assert made["plan"]["steps"] == LINE["steps"]


def test_the_queue_asked_for_is_chosen_however_late_the_rooms_are_known(
    page: Page, module_client: Client
) -> None:
    first, second = module_client.new_queue("Source"), module_client.new_queue("Late")
    scan = module_client.new_scan(first, LINE)
    with gated(page.driver):
        page.open(f"?from={scan}&queue={second}")
    page.until(lambda: page.one("#ns-queue").get_attribute("value") == second, "the queue")
    open_gate(page.driver)
    page.until(lambda: page.plan.get("name") == "Fine line", "the plan of the scan")
    assert module_client.scan(page.submit())["queue_id"] == second


def test_a_queued_scan_is_edited_in_its_place(page: Page, module_client: Client) -> None:
    queue = module_client.new_queue("Edited")
    scans = [module_client.new_scan(queue, {**LINE, "name": name}) for name in ("one", "two", "three")]
    page.open(f"?edit={scans[1]}")
    page.until(lambda: page.plan.get("name") == "two", "the plan of the scan")
    page.fill("name", "two, changed")
    page.until(lambda: page.one('[data-do="submit"]').text == "Save changes", "the button")
    changed = page.submit()
    assert module_client.get(f"api/v1/scans/{scans[1]}").status_code == 404
    module_client.command("queues", queue, "start")
    ended = [module_client.wait_scan(scan, "completed")["ended_at"] for scan in (scans[0], changed, scans[2])]
    assert ended == sorted(ended)


def test_a_draft_is_there_again_and_can_be_dropped(page: Page) -> None:
    page.fill("name", "Half done")
    page.driver.get(page.server.url)
    page.open()
    page.until(lambda: page.plan.get("name") == "Half done", "the draft")
    page.press('[data-do="afresh"]')
    assert page.plan["name"] == "detector over motor.x"


def test_what_is_changed_of_a_clone_is_there_again(page: Page, module_client: Client) -> None:
    scan = module_client.new_scan(module_client.new_queue("Source"), LINE)
    page.open(f"?from={scan}")
    page.until(lambda: page.plan.get("name") == "Fine line", "the plan of the scan")
    page.fill("name", "Finer line")
    page.driver.get(f"{page.server.url}scans/{scan}")
    page.driver.execute_script("sessionStorage.clear()")  # as if the tab had been closed
    page.open(f"?from={scan}")
    page.until(lambda: page.plan.get("name") == "Finer line", "what was changed")
    page.open()
    assert page.plan["name"] == "detector over motor.x"
    page.open(f"?from={scan}")
    page.until(lambda: page.all('[data-do="afresh"]'), "the way back")
    page.press('[data-do="afresh"]')
    page.until(lambda: page.plan.get("name") == "Fine line", "the plan of the scan")


def test_a_newcomer_measures_from_an_empty_lab_with_three_clicks(page: Page, module_client: Client) -> None:
    page.driver.get(page.server.url)
    page.until(lambda: page.all('[data-part="queues"] a'), "an empty home page")
    page.press('.pb-header a[href$="/new"]')
    page.until(lambda: page.all(".ns-step"), "a plan to begin with")
    page.template("grid")
    scan = page.submit()
    assert module_client.wait_scan(scan, "completed", timeout=60)["total_points"] == 441


def test_without_an_engine_the_button_says_so(start_for_module: Any, browser: Browser) -> None:
    server = start_for_module("--no-engine")
    sign_in(browser.driver, server)
    page = Page(browser.driver, server)
    browser.driver.get(f"{server.url}new")
    page.until(
        lambda: page.all(".ns-reason") and "engine is not running" in page.one(".ns-reason").text,
        "the reason",
    )
    page.until(lambda: "No instruments are known yet" in page.one(".ns-notice").text, "the word about it")
