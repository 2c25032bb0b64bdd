"""New scan: the tree of steps by mouse, keys and dragging, and what is said of it as one types."""

from __future__ import annotations

import json

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from support.new_scan import Page

pytestmark = pytest.mark.browser

SWEEP = '[data-path="steps[0]"]'


def test_every_problem_stands_at_its_field_and_the_button_says_why(page: Page) -> None:
    page.fill("steps[0].positions.stop", "250")
    page.fill("steps[0].settle", "soon")
    page.until(lambda: "outside motor.x's limits" in page.error_at("steps[0].positions"), "the limits")
    page.until(
        lambda: page.error_at("steps[0].settle") == "This must be a number", "the word about the number"
    )
    button = page.one('[data-do="submit"]')
    assert button.get_attribute("aria-disabled") == "true"
    assert "2 problems" in page.one(".ns-reason").text
    page.press('[data-do="submit"]')
    assert page.driver.switch_to.active_element.get_attribute("data-key") == "steps[0].positions.start"
    page.fill("steps[0].positions.stop", "50")
    page.fill("steps[0].settle", "0.5")
    page.until(lambda: not button.get_attribute("aria-disabled"), "a button to press")
    assert page.error_at("steps[0].positions") == ""


def test_the_picture_and_the_figures_follow_what_is_typed(page: Page) -> None:
    page.template("grid")
    page.wait_figure("points", "441")
    path = page.until(lambda: page.one(".ns-pic-path").get_attribute("points"), "the path")
    rows = [pair.split(",") for pair in path.split()]
    assert len(rows) == 441
    assert rows[20][0] == rows[21][0], "a snake goes on where the line before it ended"
    page.press('[data-key="steps[0].steps[0].snake"]')
    page.until(lambda: (page.one(".ns-pic-path").get_attribute("points") or "") != path, "another path")
    page.fill("steps[0].positions.num", "3")
    page.wait_figure("points", "63")
    page.until(lambda: "63 positions" in page.one(".ns-caption").text, "the caption")


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


def test_markup_in_a_plan_is_shown_as_text(page: Page) -> None:
    evil = "<img src=x onerror=document.title='hit'>"
    step = {"kind": evil, "steps": []}
    page.paste_json(json.dumps({"name": evil, "tags": [evil], "steps": [step]}))
    page.until(lambda: "unknown kind" in page.one(SWEEP).text, "the problem")
    assert evil in page.one(SWEEP).text
    assert not page.all("main img")
    assert page.driver.title != "hit"


def drag(page: Page, step: str, onto: str, part: float) -> None:
    """Drag a step's grip over another step, to that part of its height, once no news of problems can move them."""
    page.until(lambda: not page.all(".ns-estimate.ns-old"), "what the server says of the plan")
    grip = page.one(f'[data-key="head:{step}"] .ns-grip')
    page.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", grip)
    target = page.one(f'li[data-path="{onto}"]')
    down = int((part - 0.5) * target.size["height"])
    mouse = ActionChains(page.driver).click_and_hold(grip).move_by_offset(5, 5)
    mouse.move_to_element(target).move_by_offset(0, down).perform()
    page.until(lambda: page.one(".ns-drop").is_displayed(), "the place it would go to")
    ActionChains(page.driver).release().perform()


def test_steps_are_dragged_to_another_place(page: Page) -> None:
    page.template("empty")
    page.add("steps", "Wait")
    page.add("steps", "Sweep an axis")
    page.add("steps", "Change settings")
    kinds = ["wait", "sweep", "set"]
    assert [step["kind"] for step in page.plan["steps"]] == kinds
    drag(page, "steps[2]", "steps[0]", 0.2)
    page.until(lambda: [s["kind"] for s in page.plan["steps"]] == ["set", "wait", "sweep"], "the new order")
    drag(page, "steps[0]", "steps[2].steps[0]", 0.9)
    inner = ["measure", "set"]
    page.until(lambda: [s["kind"] for s in page.plan["steps"][1]["steps"]] == inner, "the step inside")
    page.press('[data-do="undo"]')
    assert [step["kind"] for step in page.plan["steps"]] == ["set", "wait", "sweep"]
