"""The record of a session's last exchanges."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.bench.exchange_log import LONGEST, MOST, ExchangeLog
from engine.errors import InstrumentError
from engine.model.exchange import Direction, ExchangeLine

Load = Callable[..., Bench]
BENCH = """
[[instrument]]
name = "meter"
resource = "{resource}"
timeout = 300
identify = "*IDN?"
[instrument.axes.x]
set = "POS {{value}}"
get = "POS?"
[instrument.reads.voltage]
query = "MEAS?"
poll = false
"""


def told(log: ExchangeLog | None) -> list[tuple[Direction, str]]:
    assert log is not None
    return [(line.direction, line.text) for line in log.lines()]


def test_everything_that_is_sent_and_comes_back_is_noted(load_bench: Load, scpi: ScpiServer) -> None:
    scpi.answers |= {"POS?": "1.5", "MEAS?": "0.25"}
    meter = load_bench(BENCH.format(resource=scpi.resource), start=False).instruments["meter"]
    meter.move("x", 1.5)
    meter.measure()
    sent, received = Direction.SENT, Direction.RECEIVED
    assert told(meter.driver.exchanges) == [
        (sent, "*IDN?"), (received, "ACME,TEST,1,1.0"), (sent, "POS 1.5"),
        (sent, "POS?"), (received, "1.5"), (sent, "MEAS?"), (received, "0.25"),
    ]  # fmt: skip
    assert meter.driver.exchanges is not None
    answer = meter.driver.exchanges.lines()[-1]
    assert answer.instrument == "meter"
    assert answer.duration is not None
    assert 0 < answer.duration < 60
    assert f"meter  ← 0.25  {answer.duration * 1000:.1f} ms" in str(answer)


def test_what_goes_wrong_is_noted_with_the_reason(load_bench: Load, scpi: ScpiServer) -> None:
    scpi.answers["MEAS?"] = None
    meter = load_bench(BENCH.format(resource=scpi.resource), start=False).instruments["meter"]
    with pytest.raises(InstrumentError):
        meter.measure()
    assert told(meter.driver.exchanges)[2] == (Direction.SENT, "MEAS?")
    direction, text = told(meter.driver.exchanges)[3]
    assert direction is Direction.ERROR
    assert "0.3 s" in text


def test_a_message_by_hand_is_noted_with_who_sent_it(load_bench: Load, scpi: ScpiServer) -> None:
    scpi.answers |= {"POS?": "1.5", "VOLT?": "7"}
    meter = load_bench(BENCH.format(resource=scpi.resource), start=False).instruments["meter"]
    assert meter.say("VOLT?", True, "ada") == "7"
    assert meter.say("VOLT 3", False, "ada") == ""
    assert scpi.hears(lambda heard: "VOLT 3" in heard)
    assert told(meter.driver.exchanges)[2:] == [
        (Direction.BY_HAND, "ada sends VOLT?"), (Direction.SENT, "VOLT?"), (Direction.RECEIVED, "7"),
        (Direction.BY_HAND, "ada sends VOLT 3"), (Direction.SENT, "VOLT 3"),
    ]  # fmt: skip


def test_an_instrument_without_messages_says_so(load_bench: Load) -> None:
    text = '[[instrument]]\nname = "m"\ndriver = "simulated"\n[instrument.axes.x]\n'
    with pytest.raises(InstrumentError, match=r"simulated.* takes no messages"):
        load_bench(text, start=False).instruments["m"].say("*IDN?", True, "ada")


def test_the_calls_of_a_class_are_noted(pymeasure_folder: object, load_bench: Load, on_tcp: str) -> None:
    text = (
        f'[[instrument]]\nname = "stage"\ndriver = "pymeasure:acme.Positioner"\nresource = "{on_tcp}"\n'
        '[instrument.axes.x]\nset = "x.position"\nget = "x.position"\n'
    )
    stage = load_bench(text, start=False).instruments["stage"]
    stage.move("x", 2)
    assert told(stage.driver.exchanges)[-3:] == [
        (Direction.SENT, "x.position = 2"), (Direction.SENT, "x.position"), (Direction.RECEIVED, "2.0000")
    ]  # fmt: skip


def test_its_memory_is_bounded() -> None:
    log = ExchangeLog()
    for number in range(2 * MOST):
        log.note("meter", f"MEAS? {number}", "x" * 100_000, time.monotonic())
        log.note("meter", "TRACE?", np.zeros(100_000), time.monotonic())
    lines = log.lines()
    assert len(lines) == 2 * MOST
    assert max(len(line.text) for line in lines) < LONGEST + 40
    assert lines[-1].text == "100000 numbers"
    assert "(100000 characters)" in lines[-3].text


def test_a_line_travels_as_json() -> None:
    log = ExchangeLog()
    log.note("meter", "MEAS?", 1.5, time.monotonic())
    for line in log.lines():
        assert ExchangeLine.model_validate(line.model_dump(mode="json")) == line
