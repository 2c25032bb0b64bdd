"""Instruments that somebody disconnected, which may be in use elsewhere, and instruments that were only lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.errors import InstrumentUnreachable

Load = Callable[..., Bench]
STAGE = """
[[instrument]]
name = "{name}"
resource = "{resource}"
stop = "STOP"
[instrument.axes.x]
set = "POS {{value:g}}"
get = "POS?"
safe = 0
[instrument.reads.signal]
query = "MEAS?"
"""


@pytest.fixture
def other(make_server: Callable[[], ScpiServer]) -> ScpiServer:
    made = make_server()
    made.start()
    return made


def stage(server: ScpiServer, name: str) -> str:
    server.answers |= {"POS?": "5", "MEAS?": "1"}
    return STAGE.format(name=name, resource=server.resource)


def test_an_emergency_stop_leaves_alone_what_was_disconnected_on_purpose(
    scpi: ScpiServer, other: ScpiServer, load_bench: Load, caplog: pytest.LogCaptureFixture
) -> None:
    bench = load_bench(stage(scpi, "a") + stage(other, "b"), start=False)
    for instrument in bench.instruments.values():
        instrument.measure()
    assert bench.not_reached() == ""
    bench.instruments["a"].disconnect()
    heard = list(scpi.heard)
    bench.emergency_stop()
    assert other.hears(lambda said: said[-2:] == ["STOP", "POS 0"])
    assert (scpi.heard, scpi.connections) == (heard, 1)
    assert bench.instruments["a"].state == "disconnected"
    assert bench.not_reached() == "not reached: a was disconnected on purpose"
    assert f"emergency stop: {bench.not_reached()}" in caplog.messages
    bench.instruments["b"].disconnect()
    assert bench.not_reached() == "not reached: a, b were disconnected on purpose"


def test_an_emergency_stop_tries_what_was_lost(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(stage(scpi, "a"), start=False)
    bench.instruments["a"].measure()
    scpi.stop()
    with pytest.raises(InstrumentUnreachable):
        bench.instruments["a"].measure()
    scpi.start()
    bench.emergency_stop()
    assert scpi.hears(lambda said: said[-2:] == ["STOP", "POS 0"])
    assert bench.not_reached() == ""


def test_nothing_is_made_safe_that_was_disconnected_on_purpose(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(stage(scpi, "a"), start=False)
    bench.instruments["a"].measure()
    bench.instruments["a"].disconnect()
    with pytest.raises(InstrumentUnreachable, match="disconnected on purpose"):
        bench.instruments["a"].make_safe()
    assert scpi.connections == 1


def test_a_query_under_way_does_not_connect_again_what_is_being_disconnected(
    scpi: ScpiServer, load_bench: Load
) -> None:
    go_on = threading.Event()
    bench = load_bench(stage(scpi, "a"), start=False)
    bench.instruments["a"].connect()
    scpi.answers["MEAS?"] = lambda: (go_on.wait(10), "1")[1]
    refused: list[InstrumentUnreachable] = []

    def ask() -> None:
        try:
            bench.instruments["a"].measure()
        except InstrumentUnreachable as error:
            refused.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    assert scpi.hears(lambda said: "MEAS?" in said)
    bench.instruments["a"].disconnect()
    go_on.set()
    asking.join(10)
    assert [str(error) for error in refused] == ["a: it is not connected"]
    assert scpi.connections == 1
    assert (bench.instruments["a"].state, bench.instruments["a"].error) == ("disconnected", None)
