"""New scan: plans as JSON beside the form, as files, and as presets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from support.new_scan import LINE, Page
from support.running import Client

pytestmark = pytest.mark.browser

SWEEP = '[data-path="steps[0]"]'
CHOOSING = """
arguments[0].addEventListener("click", (event) => {
  event.preventDefault();  // no dialog of the system opens
  window.choosing = true;
});
"""


def test_the_json_view_and_the_form_are_one(page: Page) -> None:
    page.fill("name", "Typed in the form")
    assert page.plan["name"] == "Typed in the form"
    page.paste_json(json.dumps(LINE))
    page.until(lambda: page.one("#ns-about-name").get_attribute("value") == "Fine line", "the name")
    assert page.one('[data-key="steps[0].positions.stop"]').get_attribute("value") == "10"
    page.wait_figure("points", "11")
    page.paste_json('{"steps": [')
    page.until(lambda: "JSON cannot be read" in page.one(".ns-reason").text, "the reason")
    assert "not JSON" in page.one(".ns-json .ns-error").text


def test_presets_are_saved_loaded_and_deleted(page: Page, module_client: Client) -> None:
    page.template("list")
    page.press('[data-do="presets"]')
    page.until(lambda: page.one("#ns-preset-name").is_displayed(), "the dialog")
    page.one("#ns-preset-name").send_keys("Five places, 50 %")
    page.press('[data-do="save-preset"]')
    page.until(lambda: page.all('[data-preset="Five places, 50 %"]'), "the preset")
    page.press(".ns-dialog .modal-footer button")
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


def test_the_keyboard_opens_the_choice_of_a_file(page: Page) -> None:
    page.driver.execute_script(CHOOSING, page.one('input[type="file"]'))
    page.one('[data-do="import"]').send_keys(Keys.ENTER)
    page.until(lambda: page.driver.execute_script("return window.choosing"), "the choice of a file")


def test_a_plan_is_exported_to_a_file(page: Page, tmp_path: Path) -> None:
    behaviour = {"behavior": "allow", "downloadPath": str(tmp_path)}
    page.driver.execute_cdp_cmd("Browser.setDownloadBehavior", behaviour)
    page.fill("name", "To keep / 1")
    page.press('[data-do="export"]')
    file = tmp_path / "To_keep_1.json"
    page.until(lambda: file.exists() and file.read_text(), "the file")
    assert json.loads(file.read_text()) == page.plan


def test_a_preset_is_replaced_and_renamed(page: Page, module_client: Client) -> None:
    def kept() -> dict[str, Any]:
        items = module_client.get("api/v1/presets").json()["items"]
        return {
            each["name"]: module_client.get(f"api/v1/presets/{each['name']}").json()["plan"] for each in items
        }

    def save(name: str) -> None:
        field = page.one("#ns-preset-name")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(name)
        page.press('[data-do="save-preset"]')

    page.template("time")
    page.press('[data-do="presets"]')
    page.until(lambda: page.one("#ns-preset-name").is_displayed(), "the dialog")
    save("Mine")
    page.until(lambda: "Mine" in kept(), "the preset")
    page.press(".ns-dialog .modal-footer button")
    page.template("list")
    page.press('[data-do="presets"]')
    page.until(lambda: page.one("#ns-preset-name").is_displayed(), "the dialog")
    page.one("#ns-preset-name").send_keys(Keys.CONTROL, "a")
    page.one("#ns-preset-name").send_keys("Mine")
    page.until(lambda: page.one('[data-do="save-preset"]').text == "Replace", "the word about replacing")
    page.press('[data-do="save-preset"]')
    page.until(lambda: kept()["Mine"]["steps"][0]["kind"] == "sweep", "the other plan")
    save("Other")
    page.until(lambda: page.all('[data-preset="Other"]'), "another preset")
    page.press('[data-do="rename-preset"][aria-label="Rename Mine"]')
    field = page.until(lambda: page.one('[data-rename="Mine"] input'), "the field")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("Other" + Keys.ENTER)
    page.until(lambda: "already" in page.one(".ns-dialog .pb-said").text, "the refusal")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("Ours" + Keys.ENTER)
    page.until(lambda: page.all('[data-preset="Ours"]'), "the new name")
    assert sorted(kept()) == ["Other", "Ours"]
    for name in ("Other", "Ours"):
        module_client.delete(f"api/v1/presets/{name}")


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "This is not JSON"), ("[1, 2]", "A plan is an object"), ('{"name": "x"}', "no list of steps")],
)
def test_a_broken_file_is_refused_and_the_plan_stays(
    page: Page, tmp_path: Path, text: str, said: str
) -> None:
    before = page.plan
    file = tmp_path / "broken.json"
    file.write_text(text)
    page.one('input[type="file"]').send_keys(str(file))
    page.until(lambda: said in page.one(".pb-messages").text, "the reason")
    assert "broken.json" in page.one(".pb-messages").text
    assert page.plan == before


def test_a_preset_with_parameters_is_a_form(page: Page, module_client: Client) -> None:
    sweep = {**LINE["steps"][0], "positions": {"start": 0, "stop": "=far", "num": 11}}  # type: ignore[index]
    plan = {
        "name": "How far",
        "parameters": {"far": {"unit": "mm", "limits": [1, 20], "default": 5, "title": "Far end"}},
        "steps": [
            sweep,
            {"kind": "if", "condition": {"column": "motor.x", "above": 3}, "steps": sweep["steps"]},
        ],
    }
    module_client.request("PUT", "api/v1/presets/far", json=plan)
    page.open()
    page.press('[data-do="presets"]')
    page.until(lambda: page.all('[data-preset="far"]'), "the preset")
    page.press('[data-preset="far"]')
    field = page.until(lambda: page.one("#ns-parameters input"), "the field of the parameter")
    assert "Far end" in page.one("#ns-parameters").text
    page.until(lambda: page.figure("points"), "the figures")
    assert page.plan == plan, "nothing of it is lost"
    field.send_keys("8", Keys.TAB)
    page.until(lambda: page.plan.get("arguments") == {"far": 8}, "the value in the plan")
    assert page.plan == {**plan, "arguments": {"far": 8}}
    module_client.delete("api/v1/presets/far")
