"""Pages say what an instrument answers: a clipped setpoint, and a setting that is none of its choices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import Browser
from support.positioner import OnTcp, Positioner
from support.running import Client

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

BENCH = """
[[instrument]]
name = "source"
resource = "{resource}"
[instrument.axes.voltage]
set = "MOVE {{value:.2f}}"
get = "POS?"
unit = "V"
[instrument.settings.output]
set = "OUTP {{value}}"
get = "OUTP?"
choices = ["ON", "OFF"]
[instrument.settings.gain]
set = "GAIN {{value}}"
get = "GAIN?"
limits = [0, 100]
"""
CLIPPED = "voltage was set to 11 V, but reads 10 V"


@pytest.fixture(scope="module")
def source() -> Iterator[Positioner]:
    made = Positioner()
    made.reach = (0.0, 10.0)
    made.answers |= {"OUTP?": "STANDBY", "GAIN?": "20"}
    yield made


@pytest.fixture(scope="module")
def module_server(start_for_module: Any, tmp_path_factory: pytest.TempPathFactory, source: Positioner) -> Any:
    door = OnTcp(source)
    bench = tmp_path_factory.mktemp("bench") / "source.toml"
    bench.write_text(BENCH.format(resource=door.resource))
    yield start_for_module(bench=bench)
    door.close()


def number(client: Client) -> int:
    (one,) = client.get("api/v1/instruments").json()["items"]
    return int(one["instrument_id"])


def test_an_answer_that_is_none_of_the_choices_is_shown(
    browser: Browser, module_client: Client, source: Positioner
) -> None:
    browser.open(f"instruments/{number(module_client)}")
    shown = 'return document.querySelector(".pb-setting select").value'
    browser.until(lambda: browser.js(shown) == "STANDBY", "the answer as it came")
    source.answers["OUTP?"] = "1"
    module_client.command("instruments", number(module_client), "set", settings={"output": "ON"})
    browser.until(lambda: browser.js(shown) == "ON", "the choice")
    assert [option.text for option in browser.all(".pb-setting select option")] == ["ON", "OFF"]


def test_a_readback_beside_its_setpoint_is_shown_wherever_the_instrument_is(
    browser: Browser, module_client: Client
) -> None:
    instrument = number(module_client)
    module_client.command("instruments", instrument, "move", axis="voltage", value=11)
    browser.open(f"instruments/{instrument}")
    browser.wait_text(".pb-warning-panel", CLIPPED)
    browser.open("instruments")
    browser.wait_text(".pb-card-warning", CLIPPED)
    browser.open("")
    browser.wait_text(".pb-notice", CLIPPED)
    module_client.command("instruments", instrument, "move", axis="voltage", value=5)
    browser.open(f"instruments/{instrument}")
    browser.until(lambda: not browser.all(".pb-warning-panel"), "the warning to go")


def test_a_clipped_setting_is_said_beside_it(browser: Browser, module_client: Client) -> None:
    browser.open(f"instruments/{number(module_client)}")
    browser.type(".pb-setting input", "30" + Keys.ENTER)
    browser.wait_text(".pb-setting .pb-said", "gain was set to 30, but reads 20")
