"""What goes wrong in the engine is told on every page: scans that fail, instruments that are gone, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.browser import Browser
from support.plans import line
from support.running import Client, RunningServer, wait_until
from support.scpi import ScpiServer

pytestmark = pytest.mark.browser

BENCH = """
[[instrument]]
name = "motor"
driver = "simulated"
[instrument.axes.x]
unit = "mm"
limits = [0, 100]
safe = 0

[[instrument]]
name = "detector"
driver = "simulated"
[instrument.reads.signal]
formula = "1 / (motor.x - 5)"
unit = "V"

[[instrument]]
name = "meter"
driver = "scpi"
resource = "{resource}"
visa_library = "@py"
read_termination = "\\n"
write_termination = "\\n"
timeout = 500
identify = "*IDN?"
[instrument.reads.level]
query = "LEV?"
unit = "V"
"""


@pytest.fixture(scope="module")
def meter() -> Iterator[ScpiServer]:
    made = ScpiServer()
    made.answers["LEV?"] = "1.5"
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def module_server(
    start_for_module: object, meter: ScpiServer, tmp_path_factory: pytest.TempPathFactory
) -> RunningServer:
    bench: Path = tmp_path_factory.mktemp("bench") / "troubled.toml"
    bench.write_text(BENCH.format(resource=meter.resource))
    return start_for_module(bench=bench)  # type: ignore[operator, no-any-return]


def number(client: Client, name: str) -> int:
    every = client.get("api/v1/instruments").json()["items"]
    return int(next(each["instrument_id"] for each in every if each["instrument_name"] == name))


def test_a_scan_that_fails_is_told_with_the_reason_and_the_way_to_it(
    browser: Browser, module_client: Client
) -> None:
    queue = module_client.new_queue()
    scan = module_client.new_scan(queue, line("<b>Pole</b>"))
    browser.open("instruments")
    module_client.command("queues", queue, "start")
    module_client.wait_scan(scan, "failed")
    browser.wait_text(".pb-message", "“<b>Pole</b>” failed: ")
    assert "division by zero" in browser.text(".pb-message")
    browser.press(".pb-message a")
    browser.until(lambda: browser.path == f"scans/{scan}", "the scan's page")
    browser.wait_text(".pb-context", "division by zero")
    assert browser.all('[data-do="retry"]')
    browser.press('.pb-message [aria-label="Dismiss"]')
    browser.until(lambda: not browser.all(".pb-message"), "no message")
    browser.open()
    browser.wait_text(".pb-attention", "<b>Pole</b> failed")
    browser.press('.pb-attention [aria-label="Dismiss"]')
    browser.until(lambda: not browser.all(".pb-attention .pb-notice"), "nothing to attend to")


def test_an_instrument_that_is_gone_is_told_until_it_is_back(
    browser: Browser, module_client: Client, meter: ScpiServer
) -> None:
    browser.open("queues")
    meter.stop()
    browser.wait_text(".pb-message", "meter is disconnected", 30)
    assert "cable and power" in browser.text(".pb-message")
    browser.press(".pb-message a")
    browser.wait_text("h1", "meter")
    browser.wait_text(".pb-error-panel", "cable and power")
    browser.press(".pb-error-panel .btn-close")
    browser.until(lambda: not browser.all(".pb-error-panel"), "no panel")
    assert browser.js("return getComputedStyle(document.querySelector('.pb-values')).display") != "none"
    browser.go("Queues")
    meter.start()
    meter_id = number(module_client, "meter")
    module_client.command("instruments", meter_id, "connect")
    wait_until(
        lambda: module_client.get(f"api/v1/instruments/{meter_id}").json()["status"] != "disconnected",
        "the meter back",
        30,
    )
    browser.until(lambda: not browser.all(".pb-message"), "no message")
