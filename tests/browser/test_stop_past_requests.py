"""STOP reaches the instruments also while the browser has as many requests under way as it sends at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.browser import Browser
from support.running import RunningServer
from support.scpi import ScpiServer

BENCH = """
[[instrument]]
name = "stage"
resource = "{resource}"
stop = "STOP"
[instrument.axes.x]
set = "POS:X {{value}}"
get = "POS:X?"
done = "MOV:X?"
unit = "mm"
safe = 1
[instrument.reads.signal]
query = "MEAS?"
"""
SIX = """
window.waiting = 6;
for (let number = 0; number < 6; number += 1)
  PyBirch.rest.put(`presets/held ${number}`, {steps: []}).catch(() => {}).then(() => (window.waiting -= 1));
"""


@pytest.fixture(scope="module")
def stage() -> Iterator[ScpiServer]:
    """An instrument that keeps what it receives."""
    made = ScpiServer()
    made.values.update({"POS:X": "0", "MOV:X": "0", "MEAS": "0"})
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def module_server(
    start_for_module: Callable[..., RunningServer],
    stage: ScpiServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> RunningServer:
    """A server whose only instrument is the stage."""
    bench: Path = tmp_path_factory.mktemp("bench") / "bench.toml"
    bench.write_text(BENCH.format(resource=stage.resource))
    return start_for_module(bench=bench)


@pytest.mark.browser
def test_stop_while_six_requests_wait_for_the_database(
    browser: Browser, module_server: RunningServer, stage: ScpiServer
) -> None:
    browser.open()
    browser.announce("503")
    holder = sqlite3.connect(module_server.home / "pybirch.sqlite", timeout=30, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        browser.js(SIX)
        assert "STOP" not in stage.heard
        browser.press_twice(".pb-stop")
        assert stage.hears(lambda heard: "STOP" in heard, 10), "it waited behind the other requests"
        assert browser.js("return window.waiting") == 6, "the other requests wait meanwhile"
    finally:
        holder.execute("COMMIT")
        holder.close()
    browser.until(lambda: browser.js("return window.waiting") == 0, "the end of the other requests")
    browser.until(lambda: browser.text(".pb-stop") == "STOP", "the answer to the stop")
