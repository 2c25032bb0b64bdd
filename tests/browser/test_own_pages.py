"""A laboratory's own pages and panels: the example at work on the demo bench, and bad files beside it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import StartServer
from support.axe import violations
from support.browser import Browser
from support.own_pages import BAD_CALLBACK, BAD_LAYOUT
from support.running import ROOT, Client, RunningServer, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINE = "document.querySelector('#cryostat-plot .js-plotly-plot').data[0]"


@pytest.fixture(scope="module")
def module_server(start_for_module: StartServer, tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    """The demo bench with the example page and bad files of each kind."""
    plugins: Path = tmp_path_factory.mktemp("plugins")
    shutil.copytree(ROOT / "examples" / "plugins" / "pages", plugins / "pages")
    for name, text in {
        "syntax": "x = 1\ndef broken(:\n",
        "import": "import nowhere_at_all\n",
        "layout": BAD_LAYOUT,
        "callback": BAD_CALLBACK,
    }.items():
        (plugins / "pages" / f"bad_{name}.py").write_text(text)
    bench = ROOT / "benches" / "demo.toml"
    return start_for_module("--plugins", str(plugins), "--demo", "0", bench=bench)


def thermostat(client: Client) -> dict[str, Any]:
    """The instrument as REST has it."""
    items = client.get("api/v1/instruments").json()["items"]
    return next(item for item in items if item["instrument_name"] == "thermostat")


def wait_for(client: Client) -> None:
    """Wait until the thermostat has told a temperature."""
    wait_until(lambda: thermostat(client)["value"].get("temperature"), "a temperature", 60)


def test_the_temperature_arrives_live(browser: Browser, module_client: Client) -> None:
    wait_for(module_client)
    browser.open()
    browser.go("Cryostat")
    browser.wait_text("h1", "Cryostat")
    assert browser.text('.pb-nav [aria-current="page"]') == "Cryostat"
    browser.until(lambda: browser.text(".pb-head .pb-value-of").endswith("K"), "a value")
    browser.until(lambda: len(browser.js(f"return {LINE}.y")) > 3, "a line of temperatures")
    assert all(250 < kelvin < 450 for kelvin in browser.js(f"return {LINE}.y.filter((y) => y !== null)"))


def test_a_setpoint_moves_the_thermostat(browser: Browser, module_client: Client) -> None:
    wait_for(module_client)
    before = thermostat(module_client)["value"]["temperature"]
    browser.open("cryostat")
    browser.type("#cryostat-setpoint", f"{before + 8:.0f}")
    browser.press("#cryostat-set")
    browser.wait_text(".pb-messages", "The cryostat goes to")
    wait_until(lambda: thermostat(module_client)["value"]["temperature"] > before + 2, "a warmer sample", 90)
    browser.until(
        lambda: float(browser.text(".pb-head .pb-value-of").split()[0]) > before + 2,
        "the warmer value on the page",
    )


def test_what_the_engine_refuses_is_told(browser: Browser) -> None:
    browser.open("cryostat")
    browser.js("document.querySelector('#cryostat-setpoint').removeAttribute('max')")
    browser.type("#cryostat-setpoint", "")
    browser.press("#cryostat-set")
    browser.wait_text(".pb-messages", "thermostat cannot take this")


def test_the_table_shows_the_last_scans(browser: Browser, module_client: Client) -> None:
    browser.open("cryostat")
    plan = {"name": "Cooled <b>line</b>", "steps": [{"kind": "measure", "instruments": ["thermostat"]}]}
    scan = module_client.measured(plan)
    browser.wait_text("#cryostat-scans tr", "Cooled <b>line</b>")
    browser.wait_text("#cryostat-scans tr", "completed")
    browser.press("#cryostat-scans tr a")
    browser.until(lambda: browser.path == f"scans/{scan}", "the scan's page")
    browser.wait_text(".pb-own-panels", "The sample is at")
    browser.until(lambda: browser.text(".pb-own-panels .pb-value-of").endswith("K"), "the panel's value")


def test_bad_files_are_named_and_leave_the_rest_alone(
    browser: Browser, module_server: RunningServer, module_client: Client
) -> None:
    browser.open()
    said = browser.one(".alert").text
    assert "bad_syntax.py, line 2: invalid syntax" in said
    assert "bad_import.py, line 1: " in said
    ready = module_client.get("api/v1/ready")
    assert ready.ok
    assert {("bad_syntax.py", 2), ("bad_import.py", 1)} <= {
        (fault["file"], fault["line"]) for fault in ready.json()["left_out"]
    }
    log = (module_server.home / "logs" / "web.log").read_text()
    assert "bad_syntax.py, line 2: invalid syntax" in log


def test_a_layout_that_fails_says_so_on_its_page(browser: Browser, module_client: Client) -> None:
    browser.open("bad-layout")
    browser.wait_text(".alert", "bad_layout.py, line 8: division by zero")
    assert "bad_layout.py" in str(module_client.get("api/v1/ready").json()["left_out"])
    browser.go("Cryostat")
    browser.wait_text("h1", "Cryostat")


def test_a_callback_that_fails_says_so_and_the_page_goes_on(
    browser: Browser, module_server: RunningServer, module_client: Client
) -> None:
    browser.open("bad-callback")
    browser.press("#do-it")
    browser.wait_text(".pb-messages", "bad_callback.py, line 12: there is no 'nothing'")
    assert "bad_callback.py" in str(module_client.get("api/v1/ready").json()["left_out"])
    assert "bad_callback.py, line 12" in (module_server.home / "logs" / "web.log").read_text()
    browser.go("Cryostat")
    browser.wait_text("h1", "Cryostat")


def test_the_example_is_accessible_in_every_look(browser: Browser, look: str) -> None:
    browser.open("cryostat")
    browser.one("#cryostat-plot .js-plotly-plot")
    assert violations(browser, look) == []
    page = "document.documentElement"
    assert browser.js(f"return {page}.scrollWidth <= {page}.clientWidth")
