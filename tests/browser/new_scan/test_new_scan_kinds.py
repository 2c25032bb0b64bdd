"""New scan: every template and every kind of step, as the form writes it into the plan."""

from __future__ import annotations

import pytest
from selenium.webdriver.support.ui import Select
from support.new_scan import Page

pytestmark = pytest.mark.browser

SWEEP = '[data-path="steps[0]"]'


def test_a_procedure_is_offered_with_its_arguments(page: Page) -> None:
    page.template("empty")
    page.add("steps", "Procedure")
    page.until(lambda: page.all('[data-key="steps[0].arguments.axis"]'), "the arguments")
    Select(page.one('[data-key="steps[0].arguments.axis"]')).select_by_value("motor.y")
    assert page.plan["steps"][0]["arguments"]["axis"] == "motor.y"
    page.fill("steps[0].arguments.stop", "500")
    page.until(lambda: "limits" in page.error_at("steps[0].arguments.stop"), "the limits")


TEMPLATES = {
    "line": ["sweep", "measure"],
    "grid": ["sweep", "sweep", "measure"],
    "time": ["repeat", "measure"],
    "list": ["sweep", "measure"],
    "spectra": ["sweep", "sweep", "measure"],
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_makes_a_plan_that_can_run(page: Page, name: str) -> None:
    page.template(name)
    kinds, steps = [], page.plan["steps"]
    while steps:
        kinds.append(steps[0]["kind"])
        steps = steps[0].get("steps")
    assert kinds == TEMPLATES[name]
    page.until(lambda: not page.one('[data-do="submit"]').get_attribute("aria-disabled"), "a plan to start")
    assert not page.all(".ns-wrong")


def way(page: Page, value: str) -> None:
    Select(page.one('[data-key="way:steps[0]"]')).select_by_value(value)


def test_positions_are_written_in_four_ways(page: Page) -> None:
    page.fill("steps[0].positions.num", "5")
    way(page, "step")
    assert page.plan["steps"][0]["positions"] == {"start": 0, "stop": 100, "step": 25}
    way(page, "list")
    assert page.plan["steps"][0]["positions"] == [0, 25, 50, 75, 100]
    page.fill("steps[0].positions.values", "3; 1 2.5")
    assert page.plan["steps"][0]["positions"] == [3, 1, 2.5]
    page.wait_figure("points", "3")
    way(page, "log")
    assert page.plan["steps"][0]["positions"]["spacing"] == "log"
    page.fill("steps[0].positions.start", "0.1")
    page.fill("steps[0].positions.stop", "10")
    page.fill("steps[0].positions.num", "7")
    page.wait_figure("points", "7")
    way(page, "num")
    assert page.plan["steps"][0]["positions"] == {"start": 0.1, "stop": 10, "num": 7}


def test_options_of_a_sweep_and_of_a_measurement(page: Page) -> None:
    page.press('[data-key="steps[0].relative"]')
    page.fill("steps[0].settle", "0.25")
    page.fill("steps[0].steps[0].repeats", "3")
    page.press('[data-key="steps[0].steps[0].instruments:camera"]')
    sweep = page.plan["steps"][0]
    assert (sweep["relative"], sweep["settle"]) == (True, 0.25)
    assert sweep["steps"][0] == {"kind": "measure", "instruments": ["detector", "camera"], "repeats": 3}


def test_set_and_wait(page: Page) -> None:
    page.template("empty")
    page.add("steps", "Change settings")
    Select(page.one('[data-key="steps[0].instrument"]')).select_by_value("detector")
    page.fill("steps[0].settings.exposure", "0.5")
    page.add("steps", "Wait")
    page.fill("steps[1].seconds", "90")
    assert page.plan["steps"] == [
        {"kind": "set", "instrument": "detector", "settings": {"exposure": 0.5}},
        {"kind": "wait", "seconds": 90},
    ]
    assert "1 m 30 s" in page.one('[data-path="steps[1]"]').text
    page.until(lambda: "measure" in page.one(".ns-reason").text, "the word about what is missing")
    page.fill("steps[0].settings.exposure", "99")
    page.until(lambda: page.error_at("steps[0].settings.exposure"), "the limits")


def test_a_repeat_ends_in_three_ways(page: Page) -> None:
    page.template("time")
    page.fill("steps[0].times", "7")
    page.fill("steps[0].every", "0.5")
    assert (page.plan["steps"][0]["times"], page.plan["steps"][0]["every"]) == (7, 0.5)
    ending = Select(page.one('[data-key="way:steps[0]"]'))
    ending.select_by_value("moment")
    assert page.plan["steps"][0]["until"].endswith("Z") and "times" not in page.plan["steps"][0]
    Select(page.one('[data-key="way:steps[0]"]')).select_by_value("condition")
    Select(page.one('[data-key="side:steps[0].until"]')).select_by_value("below")
    page.fill("steps[0].until.below", "0.2")
    assert page.plan["steps"][0]["until"] == {"column": "signal", "below": 0.2}
    page.until(lambda: not page.one('[data-do="submit"]').get_attribute("aria-disabled"), "a plan to start")


def test_numbers_that_can_be_read_in_two_ways_are_not_queued(page: Page) -> None:
    stop = "steps[0].positions.stop"
    page.template("line")
    page.fill(stop, "1,500")
    asked = f'[data-path="{stop}"] .pb-readings'
    page.until(lambda: "1,500 can mean 1500 or 1.5." in page.one(asked).text, "the question")
    page.until(lambda: page.one('[data-do="submit"]').get_attribute("aria-disabled"), "a plan that waits")
    page.press(f'{asked} [data-reading="1.5"]')
    assert page.plan["steps"][0]["positions"]["stop"] == 1.5
    page.until(lambda: not page.one('[data-do="submit"]').get_attribute("aria-disabled"), "a plan to start")
    way(page, "list")
    page.fill("steps[0].positions.values", "0,5; 1,5")
    asked = '[data-path="steps[0].positions.values"] .pb-readings'
    page.until(lambda: "0.5, 1.5" in page.one(asked).text, "the question")
    page.until(lambda: page.one('[data-do="submit"]').get_attribute("aria-disabled"), "a plan that waits")
    page.press(f'{asked} [data-reading="0.5, 1.5"]')
    assert page.plan["steps"][0]["positions"] == [0.5, 1.5]
    assert not page.one(asked).is_displayed()


def test_a_setting_of_a_plan_that_can_be_read_in_two_ways_is_not_queued(page: Page) -> None:
    page.add("steps", "Change settings")
    last = len(page.plan["steps"]) - 1
    where = f"steps[{last}].settings.exposure"
    Select(page.one(f'[data-key="steps[{last}].instrument"]')).select_by_value("detector")
    page.until(lambda: page.all(f'[data-key="{where}"]'), "the setting")
    page.fill(where, "1,500")
    page.until(lambda: "1,500 can mean 1500 or 1.5" in page.error_at(where), "the problem at its field")
    assert page.one('[data-do="submit"]').get_attribute("aria-disabled")
    page.press(f'[data-path="{where}"] [data-reading="1.5"]')
    assert page.plan["steps"][last]["settings"] == {"exposure": 1.5}
    page.until(lambda: not page.one('[data-do="submit"]').get_attribute("aria-disabled"), "a plan to start")
