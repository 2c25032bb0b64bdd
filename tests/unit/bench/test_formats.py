"""The format of a command limits what can be set, and the value that was sent is recorded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.positioner import Positioner

from engine.bench.bench import Bench
from engine.errors import BenchError, InstrumentError, LimitViolation
from engine.model.events import InstrumentStatus

Load = Callable[..., Bench]


def table(resource: str, set_: str, more: str = "") -> str:
    return f"""
[[instrument]]
name = "a"
resource = "{resource}"
termination = "\\n"
[instrument.axes.x]
set = "MOVE {set_}"
{more}
"""


@pytest.mark.parametrize("door", ["on_tcp", "on_serial_line"])
def test_a_setpoint_that_the_format_cannot_write_is_refused_before_anything_is_sent(
    load_bench: Load, positioner: Positioner, door: str, request: pytest.FixtureRequest
) -> None:
    bench = load_bench(table(request.getfixturevalue(door), "{value:d}"), start=False)
    instrument = bench.instruments["a"]
    for do in (instrument.check, instrument.move):
        with pytest.raises(LimitViolation, match=r"x: 0\.5 cannot be sent as \{value:d\}"):
            do("x", 0.5)
    assert positioner.heard == []
    assert instrument.move("x", 3) == 3
    assert positioner.hears(lambda heard: heard == ["MOVE 3"])


def test_rounding_never_leads_outside_the_limits(
    load_bench: Load, positioner: Positioner, on_tcp: str
) -> None:
    instrument = load_bench(table(on_tcp, "{value:.1f}", "limits = [0, 0.97]"), start=False).instruments["a"]
    with pytest.raises(LimitViolation, match=r"x = 0\.96 would be sent as 1, outside its limits"):
        instrument.move("x", 0.96)
    assert positioner.heard == []
    assert instrument.move("x", 0.94) == 0.9


def test_an_axis_arrives_at_what_was_sent(load_bench: Load, on_tcp: str) -> None:
    text = table(on_tcp, "{value:.1f}", 'get = "POS?"\ntolerance = 0.001\ntimeout = 60')
    assert load_bench(text, start=False).instruments["a"].move("x", 0.26) == 0.3


def test_the_target_is_what_was_asked_for(load_bench: Load, on_tcp: str) -> None:
    """Whoever asked compares it with what they know; the position is what was sent, or read back."""
    instrument = load_bench(table(on_tcp, "{value:.1f}"), start=False).instruments["a"]
    instrument.move("x", 1 / 3)
    status = next(e for e in instrument.changes() if isinstance(e, InstrumentStatus))
    assert status.target == {"x": 1 / 3} and status.position == {"x": 0.3}


def test_an_axis_of_whole_numbers_is_halted_at_the_nearest(
    load_bench: Load, positioner: Positioner, on_tcp: str
) -> None:
    positioner.answers["POS?"] = "2.6"
    text = table(on_tcp, "{value:d}", 'get = "POS?"\ntolerance = 0.1')
    instrument = load_bench(text, start=False).instruments["a"]
    with pytest.raises(Exception, match="was stopped"):
        instrument.move("x", 7, lambda: "POS?" in positioner.heard)
    assert positioner.hears(lambda heard: heard[-1] == "MOVE 3")


def test_an_axis_that_reads_no_position_is_not_sent_there_when_it_is_halted(
    load_bench: Load, positioner: Positioner, on_tcp: str
) -> None:
    positioner.answers["POS?"] = "9.9E37"
    text = table(on_tcp, "{value}", 'get = "POS?"\ntolerance = 0.1')
    instrument = load_bench(text, start=False).instruments["a"]
    with pytest.raises(InstrumentError, match="x cannot be stopped where it is, because it reads inf"):
        instrument.move("x", 7, lambda: "POS?" in positioner.heard)
    assert [message for message in positioner.heard if message.startswith("MOVE")] == ["MOVE 7.0"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (table("GPIB::1::INSTR", "{value:d}", "safe = 0.5"), "safe = 0.5: 0.5 cannot be sent as {value:d}"),
        (table("GPIB::1::INSTR", "{value:s}"), "a format that does not fit numbers"),
        (
            table("GPIB::1::INSTR", "{value}")
            + '[instrument.settings.s]\nset = "S {value:d}"\nchoices = ["ON", "OFF"]',
            "choices: 'ON' cannot be sent as {value:d}",
        ),
    ],
)
def test_what_could_never_be_sent_is_refused_when_the_bench_is_loaded(
    load_bench: Load, body: str, words: str
) -> None:
    with pytest.raises(BenchError) as told:
        load_bench(body, start=False)
    assert words in str(told.value)
