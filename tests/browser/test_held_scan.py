"""A scan that holds after a fault: its page says what happened, and takes the decision."""

from __future__ import annotations

from typing import Any

import pytest
from support.browser import Browser
from support.plans import sweep
from support.running import Client

pytestmark = pytest.mark.browser
BENCH = """
name = "faults"
[[instrument]]
name = "motor"
driver = "simulated"
[instrument.axes.x]
unit = "mm"
limits = [0, 100]
[[instrument]]
name = "detector"
driver = "simulated"
on_fault = { then = "hold" }
[instrument.reads.signal]
formula = "motor.x / (motor.x - 5)"
unit = "V"
"""


@pytest.fixture(scope="module")
def module_server(start_for_module: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    bench = tmp_path_factory.mktemp("faults") / "faults.toml"
    bench.write_text(BENCH)
    return start_for_module(bench=bench)


def test_a_held_point_is_left_out_from_the_page(browser: Browser, module_client: Client) -> None:
    measure = {"kind": "measure", "instruments": ["detector"]}
    scan = module_client.begin({"name": "held", "steps": [sweep("motor.x", [4, 5, 6], measure)]})
    module_client.wait_scan(scan, "paused")
    browser.open(f"scans/{scan}")
    browser.wait_text(".pb-held", "Held at point 1: detector: the formula of 'signal' fails")
    browser.press('.pb-held [data-do="skip"]')
    browser.wait_text(".pb-title .pb-badge", "completed")
    browser.until(lambda: not browser.all(".pb-held"), "the panel to leave")
    quality = module_client.get(f"api/v1/scans/{scan}/data?format=json&columns=quality").json()
    assert quality["measurements"]["detector"]["columns"]["quality"] == ["ok", "gap", "ok"]
