"""Instruments: the cards, and steering one by hand."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import Browser
from support.plans import line
from support.running import Client, wait_until

pytestmark = pytest.mark.browser


def number(client: Client, name: str) -> int:
    every = client.get("api/v1/instruments").json()["items"]
    return int(next(each["instrument_id"] for each in every if each["instrument_name"] == name))


def position(client: Client, instrument: int, axis: str) -> float:
    return float(client.get(f"api/v1/instruments/{instrument}").json()["position"][axis] or 0)


def go_to(name: str) -> str:
    return f"{axis(name)} .pb-goto input"


EXPOSURE = '[data-setting="exposure"] input'


def axis(name: str) -> str:
    return f'.pb-face-row[data-axis="{name}"]'


def test_cards_follow_the_instruments(browser: Browser, module_client: Client) -> None:
    slow = number(module_client, "slow")
    module_client.command("instruments", slow, "move", axis="z", value=0)
    browser.open("instruments")
    card = f'.pb-instrument-card[href$="/instruments/{slow}"]'
    browser.wait_text(card, "slow")
    module_client.command("instruments", slow, "move", axis="z", value=100)
    browser.wait_text(f"{card} .pb-badge", "moving")
    module_client.command("instruments", slow, "stop")
    browser.wait_text(f"{card} .pb-badge", "idle")
    module_client.command("instruments", slow, "move", axis="z", value=15)
    browser.wait_text(f"{card} .pb-face-value", "15.00")
    browser.wait_text(".pb-summary", "4 connected")
    browser.press(card)
    browser.wait_text("h1", "slow")


def test_jog_and_go_to(browser: Browser, module_client: Client) -> None:
    motor = number(module_client, "motor")
    browser.open(f"instruments/{motor}")
    browser.type(go_to("x"), "12.5" + Keys.ENTER)
    browser.wait_text(f"{axis('x')} .pb-face-value", "12.50")
    step = float(browser.one(f"{axis('x')} .pb-steering select").get_attribute("value"))
    browser.press(f'{axis("x")} [data-do="jog-up"]')
    wait_until(lambda: position(module_client, motor, "x") == pytest.approx(12.5 + step), "a jog")


def test_places_outside_the_limits_are_refused(browser: Browser, module_client: Client) -> None:
    motor = number(module_client, "motor")
    before = position(module_client, motor, "y")
    browser.open(f"instruments/{motor}")
    browser.type(go_to("y"), "250" + Keys.ENTER)
    browser.wait_text(f"{axis('y')} .pb-said", "The limits are 0 to 100 mm.")
    browser.type(go_to("y"), "far" + Keys.ENTER)
    browser.wait_text(f"{axis('y')} .pb-said", "Type a number, such as")
    assert position(module_client, motor, "y") == before


def test_an_instrument_that_a_scan_holds_is_not_steered(browser: Browser, module_client: Client) -> None:
    motor = number(module_client, "motor")
    browser.open(f"instruments/{motor}")
    scan = module_client.begin(line(points=4000, settle=0.05))
    browser.wait_text(".pb-context", f"held by {scan}")
    browser.until(lambda: not browser.one(f'{axis("x")} [data-do="go"]').is_enabled(), "controls at rest")
    module_client.command("scans", scan, "stop")
    browser.until(lambda: browser.one(f'{axis("x")} [data-do="go"]').is_enabled(), "controls again")


def test_a_move_is_stopped(browser: Browser, module_client: Client) -> None:
    slow = number(module_client, "slow")
    module_client.command("instruments", slow, "move", axis="z", value=0)
    wait_until(lambda: position(module_client, slow, "z") == 0, "the start")
    browser.open(f"instruments/{slow}")
    browser.type(go_to("z"), "100" + Keys.ENTER)
    browser.wait_text(".pb-title .pb-badge", "moving")
    browser.press('[data-do="stop"]')
    browser.wait_text(".pb-title .pb-badge", "idle")
    assert 0 < position(module_client, slow, "z") < 100


def test_an_action_asks_before_it_is_carried_out(browser: Browser, module_client: Client) -> None:
    motor = number(module_client, "motor")
    module_client.command("instruments", motor, "move", target={"x": 3, "y": 4})
    wait_until(lambda: position(module_client, motor, "y") == 4, "the move")
    browser.open(f"instruments/{motor}")
    home = '.pb-commands [data-named="home"]'
    browser.wait_text(home, "home")
    assert "Home the motor?" in browser.press_twice(home)
    wait_until(lambda: position(module_client, motor, "y") == 0, "the action")


def test_the_last_minutes_are_there_from_the_first_moment(browser: Browser, module_client: Client) -> None:
    slow = number(module_client, "slow")
    module_client.command("instruments", slow, "move", axis="z", value=0)
    wait_until(lambda: position(module_client, slow, "z") == 0, "the start")
    browser.open("instruments")
    module_client.command("instruments", slow, "move", axis="z", value=20)
    wait_until(lambda: position(module_client, slow, "z") == 20, "the end")
    shown = f'.pb-instrument-card[href$="/instruments/{slow}"]'
    browser.until(lambda: "20" in browser.text(shown), "the end of the move on the page")
    browser.press(f'.pb-instrument-card[href$="/instruments/{slow}"]')
    drawn = """const line = document.querySelector('.pb-spark');
        const pen = line.width > 0 && line.getContext('2d');
        return pen && pen.getImageData(0, 0, line.width, line.height).data.some((v) => v > 0)"""
    browser.until(lambda: browser.js(drawn), "the line")


def test_settings_are_set_and_refused(browser: Browser, module_client: Client) -> None:
    detector = number(module_client, "detector")
    browser.open(f"instruments/{detector}")
    browser.type(EXPOSURE, "0.5" + Keys.ENTER)
    wait_until(
        lambda: module_client.get(f"api/v1/instruments/{detector}").json()["settings"]["exposure"] == 0.5,
        "the setting",
    )
    browser.announce("422")
    browser.type(EXPOSURE, "99" + Keys.ENTER)
    browser.until(lambda: browser.one(EXPOSURE).get_attribute("aria-invalid"), "the refusal")


def test_a_setting_that_is_emptied_keeps_its_value(browser: Browser, module_client: Client) -> None:
    detector = number(module_client, "detector")
    path = f"api/v1/instruments/{detector}"
    before = module_client.get(path).json()["settings"]["exposure"]
    browser.open(f"instruments/{detector}")
    browser.until(lambda: browser.one(EXPOSURE).get_attribute("value"), "the value")
    browser.type(EXPOSURE, Keys.BACKSPACE + Keys.ENTER)
    browser.wait_text(".pb-setting", "Type a value")
    assert module_client.get(path).json()["settings"]["exposure"] == before


def test_what_is_typed_while_a_setting_is_sent_stays(browser: Browser, module_client: Client) -> None:
    detector = number(module_client, "detector")
    browser.open(f"instruments/{detector}")
    browser.js("""const post = PyBirch.rest.post;
        PyBirch.rest.post = (...asked) => new Promise((go) => (window.answer = go)).then(() => post(...asked))""")
    browser.type(EXPOSURE, "0.3" + Keys.ENTER + "5")
    browser.js("window.answer()")
    browser.wait_text(".pb-setting .pb-said", "set")
    browser.one("h1").click()
    browser.js("window.answer()")
    wait_until(
        lambda: module_client.get(f"api/v1/instruments/{detector}").json()["settings"]["exposure"] == 0.35,
        "the rest of what was typed",
    )


def test_disconnect_and_connect(browser: Browser, module_client: Client) -> None:
    camera = number(module_client, "camera")
    browser.open(f"instruments/{camera}")
    browser.press('[data-do="disconnect"]')
    browser.wait_text(".pb-title .pb-badge", "disconnected")
    browser.press('[data-do="connect"]')
    browser.until(lambda: browser.text(".pb-title .pb-badge") in ("connected", "idle"), "the instrument back")


def test_an_instrument_that_is_not_there(browser: Browser) -> None:
    for instrument in ("999", "stage", "9" * 5000):
        browser.driver.get(f"{browser.server.url}instruments/{instrument}")
        browser.wait_text(".pb-empty-page", instrument)


def test_a_place_that_can_be_read_in_two_ways_moves_nothing_until_somebody_says_which(
    browser: Browser, module_client: Client
) -> None:
    motor = number(module_client, "motor")
    module_client.command("instruments", motor, "move", axis="x", value=7)
    wait_until(lambda: position(module_client, motor, "x") == 7, "the start")
    browser.open(f"instruments/{motor}")
    place = go_to("x")
    browser.js("""const post = PyBirch.rest.post; window.sent = [];
        PyBirch.rest.post = (...asked) => { window.sent.push(asked[1]); return post(...asked); }""")
    browser.type(place, "1,500" + Keys.ENTER)
    browser.wait_text(f"{axis('x')} .pb-readings", "1,500 can mean 1500 or 1.5.")
    browser.press(f'{axis("x")} [data-reading="1.5"]')
    assert browser.one(place).get_attribute("value") == "1.5"
    assert not browser.all(f"{axis('x')} .pb-readings")
    assert browser.js("return window.sent") == []
    browser.press(f'{axis("x")} [data-do="go"]')
    wait_until(lambda: position(module_client, motor, "x") == 1.5, "the move")
    browser.type(place, "2,25" + Keys.ENTER)
    wait_until(lambda: position(module_client, motor, "x") == 2.25, "a comma that can only be a decimal mark")


def test_a_setting_that_can_be_read_in_two_ways_is_not_sent(browser: Browser, module_client: Client) -> None:
    detector = number(module_client, "detector")
    path = f"api/v1/instruments/{detector}"
    before = module_client.get(path).json()["settings"]["exposure"]
    browser.open(f"instruments/{detector}")
    browser.until(lambda: browser.one(EXPOSURE).get_attribute("value"), "the value")
    browser.type(EXPOSURE, "1,125" + Keys.ENTER)
    browser.wait_text(".pb-setting .pb-readings", "1,125 can mean 1125 or 1.125.")
    assert module_client.get(path).json()["settings"]["exposure"] == before
    browser.press('.pb-setting [data-reading="1.125"]')
    wait_until(lambda: module_client.get(path).json()["settings"]["exposure"] == 1.125, "the setting")


def test_a_face_shows_every_digit(browser: Browser, module_client: Client) -> None:
    motor = number(module_client, "motor")
    browser.open(f"instruments/{motor}")
    shown = {1.23456: "1.23456", 0.1 + 0.2: "0.30", 12.345678901234: "12.3456789012", 50: "50.00"}
    for value, text in shown.items():
        module_client.command("instruments", motor, "move", axis="x", value=value)
        browser.until(
            lambda text=text: browser.text(f"{axis('x')} .pb-face-value") == text, f"{value} as {text}"
        )


def test_a_rule_that_suspends_scans_is_shown_and_disabled(browser: Browser, module_client: Client) -> None:
    always = {"name": "quiet hours", "hold_when": {"clock": {"after": "00:00", "before": "23:59"}}}
    rule = module_client.post("api/v1/rules", json={**always, "scans": {"instruments": ["slow"]}}).json()
    path = f"api/v1/rules/{rule['rule_id']}"
    wait_until(lambda: module_client.get(path).json()["holding"], "the rule to hold")
    browser.open("instruments")
    browser.wait_text("#rules-list", "Holds since")
    browser.press("#rules-list input")
    wait_until(lambda: not module_client.get(path).json()["enabled"], "the rule to be disabled")
    browser.wait_text("#rules-list", "disabled")
    module_client.delete(path)
