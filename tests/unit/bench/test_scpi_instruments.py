"""The scpi driver against a real TCP instrument."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

import numpy as np
import pytest
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.errors import (
    IdentityMismatch,
    InstrumentError,
    InstrumentUnreachable,
    LimitViolation,
    MotionCancelled,
)

BENCH = """
[[instrument]]
name = "stage"
resource = "{resource}"
timeout = 10000
ack = ""
answer_lines = 1
{more}
[instrument.axes.x]
set = "POS {{value}}"
get = "POS?"
done = "MOV?"
unit = "mm"
limits = [0, 25]
safe = 1
{axis}
[instrument.axes.v]
set = "VOLT {{value:.3f}}"
unit = "V"
[instrument.reads.signal]
query = "MEAS?"
unit = "V"
[instrument.reads.curve]
query = "CURV?"
shape = [4]
[instrument.settings.exposure]
set = "EXP {{value}}"
get = "EXP?"
unit = "s"
limits = [0, 10]
[instrument.settings.mode]
set = "MODE {{value}}"
choices = ["fast", "slow"]
[instrument.settings.serial]
get = "SER?"
"""

Load = Callable[..., Bench]


def bench_text(server: ScpiServer, more: str = "", axis: str = "") -> str:
    return BENCH.format(resource=server.resource, more=more, axis=axis)


@pytest.fixture
def still(scpi: ScpiServer, load_bench: Load) -> Bench:
    """A bench that nobody watches: what the server hears is what the test asks for."""
    scpi.answers |= {"MOV?": "0", "MEAS?": "1.25E-3", "CURV?": "1,2,3,4"}
    return load_bench(bench_text(scpi), start=False)


def test_a_move_sets_waits_and_reads_back(still: Bench, scpi: ScpiServer) -> None:
    moving = iter(["1", "1", "0"])
    scpi.answers["MOV?"] = lambda: next(moving, "0")
    assert still.instruments["stage"].move("x", 7.5) == 7.5
    # On a slow machine people are shown where it is meanwhile.
    assert [message for message in scpi.heard if message != "POS?"] == ["POS 7.5", "MOV?", "MOV?", "MOV?"]
    assert scpi.heard[-1] == "POS?"


def test_an_axis_without_readback_returns_its_setpoint_as_it_was_sent(still: Bench, scpi: ScpiServer) -> None:
    stage = still.instruments["stage"]
    with pytest.raises(InstrumentError, match="v cannot be read"):
        stage.position("v")
    assert stage.move("v", 1.23456) == 1.235
    assert stage.position("v") == 1.235
    assert scpi.hears(lambda heard: heard == ["VOLT 1.235"])


def test_measure_returns_numbers_and_arrays_in_order(still: Bench, scpi: ScpiServer) -> None:
    result = still.instruments["stage"].measure()
    assert list(result) == ["signal", "curve"]
    assert result["signal"] == 1.25e-3
    assert np.array_equal(result["curve"], [1.0, 2, 3, 4])
    assert list(still.instruments["stage"].measure(["curve"])) == ["curve"]


def test_what_scpi_writes_for_no_number_becomes_nan_and_infinity(still: Bench, scpi: ScpiServer) -> None:
    scpi.answers |= {"MEAS?": "9.91E37", "CURV?": "1,9.9E37,-9.9E37,9.91E37"}
    result = still.instruments["stage"].measure()
    assert math.isnan(result["signal"])
    assert np.array_equal(result["curve"], [1.0, np.inf, -np.inf, np.nan], equal_nan=True)


@pytest.mark.parametrize(
    ("query", "answer", "words"),
    [
        ("MEAS?", "garbage", ["'MEAS?'", "'garbage'", "not a number"]),
        ("MEAS?", "", ["'MEAS?'", "''", "not a number"]),
        ("MEAS?", "1,2", ["'MEAS?'", "'1,2'"]),
        ("CURV?", "1,2,three,4", ["'CURV?'", "'1,2,three,4'"]),
        ("CURV?", "1,2,3", ["'CURV?'", "3 numbers instead of 4"]),
        ("CURV?", ",".join("9" * 500), ["'CURV?'", "500 numbers", "..."]),
    ],
)
def test_a_wrong_answer_names_the_query_and_the_answer(
    still: Bench, scpi: ScpiServer, query: str, answer: str, words: list[str]
) -> None:
    scpi.answers[query] = answer
    with pytest.raises(InstrumentError) as caught:
        still.instruments["stage"].measure()
    assert str(caught.value).startswith("stage: ") and len(str(caught.value)) < 300
    for word in words:
        assert word in str(caught.value)
    scpi.answers |= {"MEAS?": "1", "CURV?": "1,2,3,4"}
    assert still.instruments["stage"].measure()["signal"] == 1


def test_soft_limits_are_kept_before_anything_is_sent(still: Bench, scpi: ScpiServer) -> None:
    stage = still.instruments["stage"]
    for value in (25.001, -1, math.nan, math.inf):
        with pytest.raises(LimitViolation, match="x"):
            stage.move("x", value)
    with pytest.raises(LimitViolation, match="v = inf"):
        stage.move("v", math.inf)
    with pytest.raises(LimitViolation, match="0 to 25 mm"):
        stage.check("x", 26)
    assert scpi.heard == []


def test_unknown_names_get_a_hint(still: Bench) -> None:
    stage = still.instruments["stage"]
    with pytest.raises(InstrumentError, match="no axis 'xx'; did you mean 'x'"):
        stage.move("xx", 1)
    with pytest.raises(InstrumentError, match="no reading 'signl'; did you mean 'signal'"):
        stage.measure(["signl"])
    with pytest.raises(InstrumentError, match="no setting 'exposre'; did you mean 'exposure'"):
        stage.apply({"exposre": 1})


def test_settings_are_all_checked_before_the_first_is_sent(still: Bench, scpi: ScpiServer) -> None:
    stage = still.instruments["stage"]
    for wrong in ({"exposure": 11.0}, {"mode": "medium"}, {"serial": "1"}, {"exposure": "long"}):
        with pytest.raises(InstrumentError):
            stage.apply({"exposure": 1, **wrong})
    assert scpi.heard == []
    stage.apply({"exposure": 0.5, "mode": "slow"})
    assert scpi.hears(lambda heard: heard == ["EXP 0.5", "EXP?", "MODE slow"])


def test_whole_numbers_may_be_formatted_as_such(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(bench_text(scpi).replace("VOLT {value:.3f}", "SLOT {value:d}"), start=False)
    bench.instruments["stage"].move("v", 3)
    assert scpi.hears(lambda heard: heard == ["SLOT 3"])
    with pytest.raises(InstrumentError, match=r"v: 3.5 cannot be sent as \{value:d\}"):
        bench.instruments["stage"].move("v", 3.5)


def test_a_command_that_is_answered_has_its_answer_read(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers |= {"GO 3.0;*OPC?": "1", "MEAS?": "5"}
    bench = load_bench(
        f"""
[[instrument]]
name = "a"
resource = "{scpi.resource}"
on_connect = ["*CLS", "*OPC?"]
[instrument.axes.x]
set = "GO {{value}};*OPC?"
[instrument.reads.s]
query = "MEAS?"
""",
        start=False,
    )
    scpi.answers["*OPC?"] = "1"
    assert bench.instruments["a"].move("x", 3) == 3
    assert bench.instruments["a"].measure() == {"s": 5.0}
    assert scpi.heard == ["*CLS", "*OPC?", "GO 3.0;*OPC?", "MEAS?"]


def test_the_wrong_instrument_is_not_used(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(bench_text(scpi, 'identity = "OTHER,.*"'), start=False)
    with pytest.raises(IdentityMismatch, match=r"'ACME,TEST,1,1.0'.*'OTHER"):
        bench.instruments["stage"].move("x", 1)
    assert bench.instruments["stage"].state == "error"
    assert scpi.heard == ["*IDN?"]


def moving_in_background(
    bench: Bench, scpi: ScpiServer, value: float = 20
) -> tuple[threading.Thread, list[Exception]]:
    """A move that has begun and goes on until stopped."""
    asked = threading.Event()
    stopped: list[Exception] = []
    scpi.answers |= {"MOV?": lambda: (asked.set(), "1")[1], "POS?": "5.5"}

    def run() -> None:
        try:
            bench.instruments["stage"].move("x", value)
        except Exception as error:
            stopped.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert asked.wait(30)
    return thread, stopped


def test_halt_stops_an_axis_that_has_no_stop_command_where_it_is(still: Bench, scpi: ScpiServer) -> None:
    thread, stopped = moving_in_background(still, scpi)
    still.instruments["stage"].halt()
    thread.join(30)
    assert isinstance(stopped[0], MotionCancelled)
    assert scpi.hears(lambda heard: "POS 5.5" in heard)


def test_halt_uses_the_stop_commands(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(bench_text(scpi, 'stop = "ABORT"', 'stop = "STOP:X"'), start=False)
    thread, stopped = moving_in_background(bench, scpi)
    bench.instruments["stage"].halt()
    thread.join(30)
    assert isinstance(stopped[0], MotionCancelled)
    assert scpi.hears(lambda heard: [m for m in heard if m in ("ABORT", "STOP:X")] == ["ABORT", "STOP:X"])


def test_a_cancelled_move_halts_and_says_so(still: Bench, scpi: ScpiServer) -> None:
    scpi.answers |= {"MOV?": "1", "POS?": "2.5"}
    calls = iter([False, False, False, True])
    with pytest.raises(MotionCancelled, match="x to 20 was stopped"):
        still.instruments["stage"].move("x", 20, lambda: next(calls, True))
    assert scpi.hears(lambda heard: heard[-1] == "POS 2.5")


def test_a_move_cancelled_before_it_began_sends_nothing(still: Bench, scpi: ScpiServer) -> None:
    with pytest.raises(MotionCancelled):
        still.instruments["stage"].move("x", 20, lambda: True)
    assert scpi.heard == []


def test_a_later_move_of_the_same_axis_replaces_the_earlier_one(still: Bench, scpi: ScpiServer) -> None:
    thread, stopped = moving_in_background(still, scpi)
    # It stands only where the later move sends it.
    scpi.answers |= {"MOV?": lambda: "0" if "POS 3.0" in scpi.heard else "1", "POS?": "3"}
    assert still.instruments["stage"].move("x", 3) == 3
    thread.join(30)
    assert isinstance(stopped[0], MotionCancelled) and "replaced by a later one" in str(stopped[0])
    assert [m for m in scpi.heard if m.startswith("POS ")] == ["POS 20.0", "POS 3.0"]


def test_a_move_that_never_arrives_is_an_error_after_its_timeout(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(bench_text(scpi, "", "timeout = 0.2"), start=False)
    scpi.answers |= {"MOV?": "1", "POS?": "2"}
    with pytest.raises(InstrumentError, match=r"did not arrive at 20 mm within 0.2 s"):
        bench.instruments["stage"].move("x", 20)


def test_make_safe_sends_safe_values_without_waiting(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(bench_text(scpi, 'on_safe = ["OUTP OFF"]'), start=False)
    scpi.answers |= {"MOV?": "1", "POS?": "2"}
    bench.instruments["stage"].make_safe()
    assert scpi.hears(lambda heard: heard == ["POS 1.0", "OUTP OFF"])
    assert bench.instruments["stage"].state == "moving"


def test_disconnected_on_purpose_means_disconnected(still: Bench, scpi: ScpiServer) -> None:
    stage = still.instruments["stage"]
    stage.measure()
    stage.disconnect()
    assert stage.state == "disconnected"
    with pytest.raises(InstrumentUnreachable, match="connect it first"):
        stage.measure()
    stage.connect()
    assert stage.measure()["signal"] == 1.25e-3
    assert scpi.connections == 2
