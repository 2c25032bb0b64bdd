"""Whatever people and instruments write is shown as they wrote it, everywhere, and never runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from support.browser import Browser
from support.live import RoomClient
from support.running import Client, RunningServer
from support.scpi import ScpiServer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

RUNS = "window.pwned=1"
IMAGE = f"<img class=evil src=x onerror={RUNS}>"
ENDS = f"</script><script class=evil>{RUNS}</script>"
PLOTLY = f'<a class=evil href="javascript:{RUNS}">a</a><br><b>b</b> &amp; &lt; %{{x}} {{{{7*7}}}} ${{8}}'
TURNED = "\u202eerutaerc\u202c 🦆 \"'`"
LONG = "W" * 190
NAME = f"{IMAGE}{PLOTLY}"
assert len(NAME) <= 200

BENCH = """
name = 'evil bench'
[[instrument]]
name = "stage"
driver = "simulated"
title = '''{title}'''
[instrument.axes.x]
unit = '''{unit}'''
limits = [0, 10]
[instrument.axes.y]
unit = '''{unit}'''
[instrument.reads.signal]
formula = "x"
unit = '''{unit}'''
[instrument.settings.mode]
choices = ['''{choice}''', "plain"]
initial = '''{choice}'''
[[instrument]]
name = "liar"
driver = "scpi"
resource = "TCPIP::127.0.0.1::{port}::SOCKET"
identify = "*IDN?"
[instrument.reads.lie]
query = "MEAS?"
poll = false
"""
UNIT = "<b class=evil>m</b>%{x}"


@pytest.fixture(scope="module")
def liar() -> Iterator[ScpiServer]:
    """An instrument that answers with markup."""
    made = ScpiServer()
    made.answers = {"*IDN?": f"ACME,{IMAGE},{ENDS}", "MEAS?": f"{IMAGE}{ENDS}"}
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def module_server(start_for_module: Any, tmp_path_factory: pytest.TempPathFactory, liar: ScpiServer) -> Any:
    bench = tmp_path_factory.mktemp("bench") / "evil.toml"
    bench.write_text(BENCH.format(title=ENDS, unit=UNIT, choice=IMAGE, port=liar.port), encoding="utf-8")
    return start_for_module(bench=bench)


def plan(name: str, instrument: str = "stage", **more: Any) -> dict[str, Any]:
    measure = {"kind": "measure", "instruments": [instrument]}
    sweep = {"kind": "sweep", "axis": "stage.x", "positions": [0, 1, 2, 3], "steps": [measure]}
    return {"name": name, "steps": [sweep], **more}


class Lab:
    """Markup wherever text can come from."""

    def __init__(self, client: Client) -> None:
        self.queue = client.new_queue(NAME)
        about = {"sample": IMAGE, "tags": [ENDS, IMAGE], "notes": NAME, "metadata": {IMAGE: PLOTLY}}
        self.done = client.new_scan(self.queue, plan(NAME, **about))
        self.turned = client.new_scan(self.queue, plan(TURNED, sample=TURNED))
        self.long = client.new_scan(self.queue, plan(LONG, sample=LONG, tags=[LONG[:100]]))
        self.map = client.new_scan(self.queue, area(NAME))
        client.command("queues", self.queue, "start")
        for scan in (self.done, self.turned, self.long, self.map):
            client.wait_scan(scan, "completed")
        other = client.new_queue(f"{ENDS}{LONG[:120]}")
        self.failed = client.new_scan(other, plan(f"{ENDS} fails", "liar"))
        client.command("queues", other, "start")
        client.wait_scan(self.failed, "failed")
        self.other = other
        kept = client.request("PUT", f"api/v1/presets/{quote(IMAGE, safe='')}", json=plan(NAME))
        assert kept.status_code == 201, kept.text
        every = client.get("api/v1/instruments").json()["items"]
        self.instruments = {each["instrument_name"]: each["instrument_id"] for each in every}


def area(name: str) -> dict[str, Any]:
    """A plan that draws a map."""
    made = plan(name)
    return {
        **made,
        "steps": [{"kind": "sweep", "axis": "stage.y", "positions": [0, 1], "steps": made["steps"]}],
    }


@pytest.fixture(scope="module")
def lab(module_client: Client) -> Lab:
    return Lab(module_client)


def check(browser: Browser, where: str) -> None:
    """Nothing ran, and nothing of what was written has become an element."""
    assert browser.js("return window.pwned") is None, where
    assert browser.js("return document.querySelectorAll('.evil, main img').length") == 0, where


def shows(browser: Browser, where: str, *texts: str, within: str = "body") -> None:
    """Wait until a page shows all of `texts` just so."""
    for text in texts:
        browser.until(
            lambda text=text: (
                text in browser.js("return document.querySelector(arguments[0]).innerText", within)
            ),
            f"{text!r} on {where}",
        )
    check(browser, where)


def opens(browser: Browser, path: str, *texts: str, within: str = "body") -> None:
    browser.open(path)
    shows(browser, path, *texts, within=within)


def test_lists_and_home(browser: Browser, lab: Lab) -> None:
    opens(browser, "", NAME, f"{ENDS} fails", TURNED, IMAGE)
    opens(browser, "queues", NAME)
    opens(browser, "scans", NAME, TURNED, LONG[:20], IMAGE, ENDS)
    browser.announce("api/v1/scans?q=")  # the text reads like a query, and is refused as one with a mistake
    word = quote(f"{IMAGE}%")
    opens(browser, f"scans?q={word}&sample={word}&tag={word}", f"{IMAGE}%")
    for width, path in [
        (390, p) for p in ("", "queues", "scans", f"scans/{lab.long}", f"queues/{lab.other}")
    ]:
        size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.open(path)
        browser.until(lambda: browser.js("return document.querySelector('main').innerText.length > 60"), path)
        assert browser.js("return document.scrollingElement.scrollWidth") <= width, path
    browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_queue_and_its_log(browser: Browser, lab: Lab) -> None:
    opens(browser, f"queues/{lab.queue}", NAME, TURNED, LONG)
    opens(browser, f"queues/{lab.other}", f"{ENDS} fails")
    shows(browser, "the log", IMAGE, within=".pb-log-lines")


def test_a_scan(browser: Browser, lab: Lab, module_server: RunningServer) -> None:
    watcher = RoomClient.enter(module_server, f"scan_{lab.done}", name=IMAGE)
    opens(browser, f"scans/{lab.done}", NAME, f"sample {IMAGE}")
    browser.until(lambda: NAME in browser.driver.title, "the name in the title")
    browser.press('[data-tab="details"]')
    shows(browser, "details", UNIT, within="#panel-scan-details")
    browser.press('[data-tab="notes"]')
    values = [each.get_attribute("value") or "" for each in browser.all(".pb-notes :is(input, textarea)")]
    for text in (IMAGE, f"{ENDS}, {IMAGE}", NAME, f"{IMAGE}: {PLOTLY}"):
        assert text in values
    browser.press('[data-tab="people"]')
    shows(browser, "people", IMAGE[:40], within="#panel-scan-people")
    watcher.close()
    opens(browser, f"scans/{lab.failed}", f"{ENDS} fails", IMAGE)
    browser.press('[data-tab="log"]')
    shows(browser, "the log", IMAGE, ENDS, within=".pb-log-lines")


def test_charts_and_what_is_made_of_them(browser: Browser, lab: Lab, tmp_path: Path) -> None:
    browser.open(f"scans/{lab.done}")
    axis = f"stage.x ({UNIT})"
    browser.until(lambda: texts(browser, ".xtitle") == [axis], "the axis title")
    browser.until(lambda: hovered(browser) == [f"{axis}: 1signal ({UNIT}): 1"], "the second point's reading")
    check(browser, "the chart")
    for label in ("Drawing, SVG", "Page, HTML"):
        path = tmp_path / f"figure.{label[-4:].strip().lower()}"
        path.write_text(saved(browser, label), encoding="utf-8")
        browser.driver.get(path.as_uri())
        titles = browser.until(lambda: texts(browser, ".gtitle"), "the figure's title")
        assert titles[0].startswith(f"{lab.done} · {IMAGE}")
        assert "&amp;" in titles[0] and "<b>b</b>" in titles[0]
        assert path.suffix == ".svg" or browser.driver.title == f"{lab.done} · {NAME}"
        check(browser, label)
        browser.open(f"scans/{lab.done}")
        browser.until(lambda: texts(browser, ".xtitle") == [axis], "the chart again")
    opens(browser, f"compare?scans={lab.done},{lab.turned},{quote(IMAGE)}", NAME, TURNED)
    browser.until(lambda: browser.all(".scatterlayer .trace"), "the traces")
    wanted = ["1, 1", f"{lab.done} · {NAME}"]
    browser.until(lambda: sorted(hovered(browser)) == wanted, "the second point's reading")
    check(browser, "comparing")


def saved(browser: Browser, label: str) -> str:
    """The text of a file that the chart's menu makes."""
    browser.js(
        "window.saved = null; URL.createObjectURL = (blob) => {"
        "blob.text().then((text) => (window.saved = text)); return 'about:blank'}"
    )
    browser.press('button[aria-label="Export"]')
    browser.choose(label)
    return str(browser.until(lambda: browser.js("return window.saved"), label))


def texts(browser: Browser, selector: str) -> list[str]:
    return [
        str(each.get_attribute("textContent"))
        for each in browser.driver.find_elements(By.CSS_SELECTOR, selector)
    ]


def hovered(browser: Browser) -> list[str]:
    """What stands beside the pointer at the second point of the first trace."""
    browser.js(
        "Plotly.Fx.hover(document.querySelector('.js-plotly-plot'), [{curveNumber: 0, pointNumber: 1}])"
    )
    return [text for text in texts(browser, ".hovertext text") if text]


def test_instruments_and_their_refusals(browser: Browser, lab: Lab) -> None:
    browser.announce("422")
    opens(browser, "instruments", UNIT, ENDS)
    opens(browser, f"instruments/{lab.instruments['stage']}", ENDS, UNIT, IMAGE)
    browser.js(
        """const choice = document.querySelector('[data-setting="mode"] select');
        choice.add(new Option(arguments[0], arguments[0], true, true));
        choice.dispatchEvent(new Event("input", {bubbles: true}));
        choice.dispatchEvent(new Event("change", {bubbles: true}));""",
        PLOTLY,
    )
    shows(browser, "a refusal", PLOTLY, within=".pb-setting .pb-said")
    opens(browser, f"instruments/{lab.instruments['liar']}", IMAGE, ENDS)


def test_new_scan(browser: Browser, lab: Lab) -> None:
    browser.announce("404")
    browser.open(f"new?from={lab.done}")
    browser.until(lambda: NAME in [e.get_attribute("value") for e in browser.all("main input")], "the name")
    shows(browser, "a new scan", UNIT)
    for opener in browser.all("[aria-haspopup]"):
        browser.js("arguments[0].click()", opener)
        check(browser, opener.text)
        browser.keys(Keys.ESCAPE)
    browser.open(f"new?queue={quote(IMAGE)}&from={quote(IMAGE)}")
    browser.one(".ns-step")
    check(browser, "a new scan from nowhere")


def test_search_messages_and_wrong_addresses(browser: Browser, lab: Lab, module_client: Client) -> None:
    browser.announce("404", "401")
    browser.open("instruments")
    browser.js(
        "localStorage.setItem('pybirch.attention', arguments[0])", json.dumps({"finished": {"notify": True}})
    )
    browser.keys("/")
    browser.one(".pb-search-input").send_keys("onerror")
    shows(browser, "search", NAME, within=".pb-search-results")
    browser.keys(Keys.ESCAPE)
    queue = module_client.new_queue()
    module_client.new_scan(queue, plan(NAME))
    module_client.command("queues", queue, "start")
    shows(browser, "a message", NAME, within=".pb-messages")
    for path in (f"scans/{quote(IMAGE)}", f"queues/{quote(IMAGE)}", f"instruments/{quote(IMAGE)}"):
        browser.driver.get(browser.server.url + path)
        shows(browser, path, "There is no")
    browser.driver.delete_all_cookies()
    breakout = f'"><script class=evil>{RUNS}</script>'
    browser.driver.get(f"{browser.server.url}login?next={quote(breakout)}&x={quote(breakout)}")
    browser.one("#token")
    check(browser, "signing in")
    browser.driver.get(browser.server.ready_url)
