"""The page "New scan" on the real server: plans are built, checked as one types, kept, and run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait
from support.browser import Browser, start_chromium
from support.running import Client, RunningServer

pytestmark = pytest.mark.browser

LINE = {
    "name": "Fine line",
    "sample": "S-42",
    "tags": ["raman"],
    "steps": [
        {
            "kind": "sweep",
            "axis": "motor.x",
            "positions": {"start": 0, "stop": 10, "num": 11},
            "steps": [{"kind": "measure", "instruments": ["detector"]}],
        }
    ],
}
SWEEP = '[data-path="steps[0]"]'


class Page:
    """The page as a person sees it."""

    def __init__(self, driver: webdriver.Chrome, server: RunningServer) -> None:
        self.driver = driver
        self.server = server

    def open(self, query: str = "") -> Page:
        self.driver.get(f"{self.server.url}new{query}")
        self.until(lambda: self.all(".ns-step"), "the steps")
        return self

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def until(self, check: Callable[[], Any], what: str, timeout: float = 15) -> Any:
        waiting = WebDriverWait(self.driver, timeout, 0.05, ignored_exceptions=(WebDriverException,))
        return waiting.until(lambda _: check(), f"{what} did not come")

    def press(self, selector: str) -> None:
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", self.one(selector))
        self.one(selector).click()

    def fill(self, path: str, text: str) -> None:
        control = self.one(f'[data-key="{path}"]')
        control.send_keys(Keys.CONTROL, "a")
        control.send_keys(text)

    def template(self, name: str) -> None:
        self.press(f'.ns-template[data-template="{name}"]')

    @property
    def plan(self) -> dict[str, Any]:
        return dict(json.loads(self.one(".ns-json-text").get_attribute("value") or "{}"))

    def figure(self, name: str) -> str:
        found = self.all(f'[data-figure="{name}"] dd')
        fresh = not self.all(".ns-estimate.ns-old")
        return found[0].text if found and fresh else ""

    def wait_figure(self, name: str, text: str) -> None:
        self.until(lambda: self.figure(name) == text, f"{name} {text}")

    def error_at(self, path: str) -> str:
        found = self.all(f'[data-path="{path}"] > .ns-error')
        return found[0].text if found else ""

    def add(self, where: str, label: str) -> None:
        self.press(f'[data-key="add:{where}"]')
        menu = f'[data-key="add:{where}"] + .pb-menu .pb-menu-item'

        def choose() -> bool:
            found = [item for item in self.all(menu) if item.text == label]
            if found:
                found[0].click()
            return bool(found)

        self.until(choose, f"{label} in the menu")

    def paste_json(self, text: str) -> None:
        area = self.one(".ns-json-text")
        area.click()
        area.send_keys(Keys.CONTROL, "a")
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def submit(self) -> str:
        """Press the button and wait for the scan's page; its identifier."""
        button = '[data-do="submit"]'
        self.until(lambda: not self.one(button).get_attribute("aria-disabled"), "a button to press")
        self.press(button)
        self.until(lambda: "/scans/SCAN_" in self.driver.current_url, "the scan's page")
        return self.driver.current_url.rpartition("/")[2]


@pytest.fixture(scope="module")
def chromium(module_server: RunningServer) -> Iterator[webdriver.Chrome]:
    """A window as high as the form."""
    made = start_chromium(height=1600)
    made.get(module_server.ready_url)
    yield made
    made.quit()


@pytest.fixture
def page(browser: Browser) -> Page:
    opened = Page(browser.driver, browser.server).open()
    browser.js("document.querySelector('.ns-fold').open = true")
    return opened


def test_a_newcomer_runs_a_line_with_one_press(page: Page, module_client: Client) -> None:
    page.wait_figure("points", "51")
    assert page.plan["steps"][0]["positions"] == {"start": 0, "stop": 100, "num": 51}
    assert "Allowed: 0 to 100 mm" in page.one(SWEEP).text
    scan = module_client.wait_scan(page.submit(), "completed")
    assert scan["total_points"] == 51
    assert scan["name"] == "detector over motor.x"


def test_every_problem_stands_at_its_field_and_the_button_says_why(page: Page) -> None:
    page.fill("steps[0].positions.stop", "250")
    page.fill("steps[0].settle", "soon")
    page.until(lambda: "outside motor.x's limits" in page.error_at("steps[0].positions"), "the limits")
    page.until(
        lambda: page.error_at("steps[0].settle") == "This must be a number", "the word about the number"
    )
    button = page.one('[data-do="submit"]')
    assert button.get_attribute("aria-disabled") == "true"
    assert "2 things to mend" in page.one(".ns-reason").text
    page.press('[data-do="submit"]')
    assert page.driver.switch_to.active_element.get_attribute("data-key") == "steps[0].positions.start"
    page.fill("steps[0].positions.stop", "50")
    page.fill("steps[0].settle", "0.5")
    page.until(lambda: not button.get_attribute("aria-disabled"), "a button to press")
    assert page.error_at("steps[0].positions") == ""


def test_the_picture_and_the_figures_follow_what_is_typed(page: Page) -> None:
    page.template("grid")
    page.wait_figure("points", "441")
    path = page.one(".ns-pic-path").get_attribute("points") or ""
    rows = [pair.split(",") for pair in path.split()]
    assert len(rows) == 441
    assert rows[20][0] == rows[21][0], "a snake goes on where the line before it ended"
    page.press('[data-key="steps[0].steps[0].snake"]')
    page.until(lambda: (page.one(".ns-pic-path").get_attribute("points") or "") != path, "another path")
    page.fill("steps[0].positions.num", "3")
    page.wait_figure("points", "63")
    assert "63 positions" in page.one(".ns-caption").text


def test_steps_are_added_moved_copied_and_removed_by_mouse(page: Page) -> None:
    page.template("empty")
    page.add("steps", "Sweep an axis")
    page.add("steps[0].steps", "Wait")
    page.add("steps[0].steps", "Repeat")
    page.add("steps[0].steps[2].steps", "Change settings")
    inner = [step["kind"] for step in page.plan["steps"][0]["steps"]]
    assert inner == ["measure", "wait", "repeat"]
    page.press('[data-key="up:steps[0].steps[1]"]')
    assert [step["kind"] for step in page.plan["steps"][0]["steps"]] == ["wait", "measure", "repeat"]
    page.press('[data-key="duplicate:steps[0].steps[0]"]')
    page.press('[data-key="remove:steps[0].steps[3]"]')
    assert [step["kind"] for step in page.plan["steps"][0]["steps"]] == ["wait", "wait", "measure"]
    page.press('[data-do="undo"]')
    assert len(page.plan["steps"][0]["steps"]) == 4


def test_steps_are_moved_copied_and_removed_by_keyboard(page: Page) -> None:
    page.add("steps", "Wait")
    page.until(
        lambda: page.driver.switch_to.active_element.get_attribute("data-key") == "head:steps[1]", "the focus"
    )
    page.driver.switch_to.active_element.send_keys(Keys.ALT, Keys.ARROW_UP)
    assert [step["kind"] for step in page.plan["steps"]] == ["wait", "sweep"]
    page.driver.switch_to.active_element.send_keys("d")
    assert [step["kind"] for step in page.plan["steps"]] == ["wait", "wait", "sweep"]
    page.driver.switch_to.active_element.send_keys(Keys.DELETE)
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_UP)
    assert [step["kind"] for step in page.plan["steps"]] == ["wait", "sweep"]
    assert page.driver.switch_to.active_element.get_attribute("data-key") == "head:steps[0]"


def test_the_json_view_and_the_form_are_one(page: Page) -> None:
    page.fill("name", "Typed in the form")
    assert page.plan["name"] == "Typed in the form"
    page.paste_json(json.dumps(LINE))
    assert page.one('[data-key="name"]').get_attribute("value") == "Fine line"
    assert page.one('[data-key="steps[0].positions.stop"]').get_attribute("value") == "10"
    page.wait_figure("points", "11")
    page.paste_json('{"steps": [')
    page.until(lambda: "JSON cannot be read" in page.one(".ns-reason").text, "the reason")
    assert "not JSON" in page.one(".ns-json .ns-error").text


def test_markup_in_a_plan_is_shown_as_text(page: Page) -> None:
    evil = "<img src=x onerror=document.title='hit'>"
    step = {"kind": evil, "steps": []}
    page.paste_json(json.dumps({"name": evil, "tags": [evil], "steps": [step]}))
    page.until(lambda: "unknown kind" in page.one(SWEEP).text, "the problem")
    assert evil in page.one(SWEEP).text
    assert not page.all("main img")
    assert page.driver.title != "hit"


def test_presets_are_saved_loaded_and_deleted(page: Page, module_client: Client) -> None:
    page.template("list")
    page.press('[data-do="presets"]')
    page.until(lambda: page.one("#ns-preset-name").is_displayed(), "the dialog")
    page.one("#ns-preset-name").send_keys("Five places, 50 %")
    page.press('[data-do="save-preset"]')
    page.until(lambda: page.all('[data-preset="Five places, 50 %"]'), "the preset")
    page.press('.ns-dialog [aria-label="Close"]')
    page.template("line")
    page.press('[data-do="presets"]')
    page.until(lambda: page.all('[data-preset="Five places, 50 %"]'), "the preset")
    page.press('[data-preset="Five places, 50 %"]')
    page.until(lambda: isinstance(page.plan["steps"][0]["positions"], list), "the plan of the preset")
    page.press('[data-do="presets"]')
    page.until(lambda: page.all('[data-do="delete-preset"]'), "the button")
    page.press('[data-do="delete-preset"]')
    page.press('[data-do="delete-preset"]')
    page.until(lambda: not page.all("[data-preset]"), "an empty list")
    assert module_client.get("api/v1/presets").json()["items"] == []


def test_a_plan_is_imported_from_a_file(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(LINE))
    page.one('input[type="file"]').send_keys(str(file))
    page.until(lambda: page.plan.get("name") == "Fine line", "the plan of the file")
    assert "plan.json" in page.one(".ns-notice").text


def test_a_plan_is_exported_to_a_file(page: Page, tmp_path: Path) -> None:
    behaviour = {"behavior": "allow", "downloadPath": str(tmp_path)}
    page.driver.execute_cdp_cmd("Browser.setDownloadBehavior", behaviour)
    page.fill("name", "To keep / 1")
    page.press('[data-do="export"]')
    file = tmp_path / "To_keep_1.json"
    page.until(lambda: file.exists() and file.read_text(), "the file")
    assert json.loads(file.read_text()) == page.plan


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


def test_a_procedure_is_offered_with_its_arguments(page: Page) -> None:
    page.template("empty")
    page.add("steps", "Procedure")
    page.until(lambda: page.all('[data-key="steps[0].arguments.axis"]'), "the arguments")
    Select(page.one('[data-key="steps[0].arguments.axis"]')).select_by_value("motor.y")
    assert page.plan["steps"][0]["arguments"]["axis"] == "motor.y"
    page.fill("steps[0].arguments.stop", "500")
    page.until(lambda: "limits" in page.error_at("steps[0].arguments.stop"), "the limits")


def test_without_an_engine_the_button_says_so(start_for_module: Any, browser: Browser) -> None:
    server = start_for_module("--no-engine")
    browser.driver.get(server.ready_url)
    page = Page(browser.driver, server)
    browser.driver.get(f"{server.url}new")
    page.until(lambda: page.all(".ns-reason") and "No engine" in page.one(".ns-reason").text, "the reason")
    assert "No instruments are known yet" in page.one(".ns-notice").text
