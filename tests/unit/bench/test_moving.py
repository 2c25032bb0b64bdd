"""Ramps, backlash and settling: what is sent to an axis, and how a stop ends it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from support.running import ROOT, wait_until
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.errors import BenchError, InstrumentError, MotionCancelled

Load = Callable[..., Bench]
MAGNET = """
[[instrument]]
name = "magnet"
resource = "{resource}"
ack = ""
answer_lines = 1
[instrument.axes.field]
set = "FIELD {{value:.4f}}"
get = "FIELD?"
unit = "T"
limits = [-9, 9]
safe = 0
{keys}
"""
SLOW = "ramp = 2\nramp_step = 0.02"
"""Small steps at a pace that no machine overtakes: 9 T take 4.5 s."""


def magnet(server: ScpiServer, keys: str) -> str:
    return MAGNET.format(resource=server.resource, keys=keys)


def setpoints(server: ScpiServer) -> list[float]:
    return [float(said.split()[1]) for said in list(server.heard) if said.startswith("FIELD ")]


def largest_step(start: float, sent: list[float]) -> float:
    return max(abs(b - a) for a, b in zip([start, *sent], sent, strict=False))


def test_a_ramp_goes_from_where_the_axis_is_in_steps(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.values["FIELD"] = "0.5"
    field = load_bench(magnet(scpi, "ramp = 100\nramp_step = 0.25"), start=False).instruments["magnet"]
    assert field.move("field", 1.6) == 1.6
    assert setpoints(scpi) == [0.72, 0.94, 1.16, 1.38, 1.6]
    assert field.move("field", 1.6) == 1.6
    assert setpoints(scpi)[5:] == [1.6]
    field.move("field", 1.5)
    assert setpoints(scpi)[6:] == [1.5]


def test_a_stop_ends_a_ramp_at_once(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.values["FIELD"] = "0"
    field = load_bench(magnet(scpi, SLOW), start=False).instruments["magnet"]
    stopped = threading.Event()

    def move() -> None:
        with pytest.raises(MotionCancelled):
            field.move("field", 9)
        stopped.set()

    threading.Thread(target=move, daemon=True).start()
    assert scpi.hears(lambda heard: len(setpoints(scpi)) > 3)
    field.halt()
    assert stopped.wait(20)
    sent = setpoints(scpi)
    assert field.position("field") == sent[-1] < 9
    assert setpoints(scpi) == sent


def test_a_scan_that_ends_cancels_a_ramp(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.values["FIELD"] = "0"
    field = load_bench(magnet(scpi, SLOW), start=False).instruments["magnet"]
    with pytest.raises(MotionCancelled, match="was stopped"):
        field.move("field", 9, cancelled=lambda: len(setpoints(scpi)) > 3)
    assert max(setpoints(scpi)) < 9


def test_an_emergency_stop_ramps_to_the_safe_value(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.values["FIELD"] = "0.5"
    bench = load_bench(magnet(scpi, SLOW))
    field = bench.instruments["magnet"]
    wait_until(lambda: field.connected, "the connection")
    bench.emergency_stop()
    assert scpi.hears(lambda heard: len(setpoints(scpi)) > 1)
    assert field.state == "moving"
    assert scpi.hears(lambda heard: setpoints(scpi)[-1:] == [0.0])
    sent = setpoints(scpi)
    assert largest_step(0.5, sent) <= 0.0201
    assert sent == sorted(sent, reverse=True)
    wait_until(lambda: field.state == "idle", "the end of the ramp")
    assert field.positions == {"field": 0.0}


def test_a_ramp_to_the_safe_value_goes_on_over_a_lost_connection(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.values["FIELD"] = "0.5"
    bench = load_bench(magnet(scpi, SLOW))
    wait_until(lambda: bench.instruments["magnet"].connected, "the connection")
    bench.emergency_stop()
    assert scpi.hears(lambda heard: len(setpoints(scpi)) > 3)
    scpi.hang_up()
    assert scpi.hears(lambda heard: setpoints(scpi)[-1:] == [0.0])
    assert largest_step(0.5, setpoints(scpi)) <= 0.0401  # a setpoint that was lost on the way counts too


def test_a_move_takes_over_from_a_ramp_to_the_safe_value(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.values["FIELD"] = "8"
    bench = load_bench(magnet(scpi, SLOW))
    field = bench.instruments["magnet"]
    wait_until(lambda: field.connected, "the connection")
    bench.emergency_stop()
    assert scpi.hears(lambda heard: len(setpoints(scpi)) > 3)
    here = setpoints(scpi)[-1]
    field.move("field", here + 0.1)
    sent = setpoints(scpi)
    assert sent[-1] == pytest.approx(here + 0.1, abs=1e-4)
    assert largest_step(8, sent) <= 0.0401
    wait_until(lambda: field.state == "idle", "the end of the move")
    assert setpoints(scpi)[-1] == sent[-1]


def test_an_axis_arrives_always_from_the_side_of_its_backlash(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.values["FIELD"] = "0"
    field = load_bench(magnet(scpi, "backlash = 0.5"), start=False).instruments["magnet"]
    field.move("field", 4)
    field.move("field", 3)
    field.move("field", 3)
    field.move("field", -9)
    assert setpoints(scpi) == [4.0, 2.5, 3.0, 3.0, -9.0]


def test_a_move_ends_when_the_readback_stays_near(scpi: ScpiServer, load_bench: Load) -> None:
    readbacks = iter(["4.0", "4.95", "5.3", "5.02", "4.99"])
    looked: list[float] = []

    def answer() -> str:
        looked.append(float(next(readbacks, "5.0")))
        return str(looked[-1])

    scpi.answers["FIELD?"] = answer
    keys = "settle_within = 0.1\nsettle_for = 0.15"
    field = load_bench(magnet(scpi, keys), start=False).instruments["magnet"]
    assert field.move("field", 5) == 5.0
    assert looked[:5] == [4.0, 4.95, 5.3, 5.02, 4.99]
    assert len(looked) > 6


def test_a_move_that_does_not_settle_fails_and_says_so(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers["FIELD?"] = "4.5"
    keys = "settle_within = 0.1\nsettle_for = 0.5\ntimeout = 0.2"
    field = load_bench(magnet(scpi, keys), start=False).instruments["magnet"]
    with pytest.raises(
        InstrumentError,
        match=r"field did not stay within 0\.1 T of 5 T for 0\.5 s within 0\.2 s; it reads 4\.5 T",
    ):
        field.move("field", 5)


def test_a_ramp_from_an_unknown_position_does_not_begin(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers["FIELD?"] = "9.91E37"
    field = load_bench(magnet(scpi, "ramp = 1"), start=False).instruments["magnet"]
    with pytest.raises(InstrumentError, match="a ramp needs to know where it is, and it reads nan"):
        field.move("field", 5)
    assert setpoints(scpi) == []


@pytest.mark.parametrize(
    ("given", "instead", "says"),
    [
        ('get = "FIELD?"', "ramp = 1", "ramp needs get"),
        ('get = "FIELD?"', "backlash = 1", "backlash needs get"),
        ("safe = 0", "ramp_step = 1", "ramp_step needs ramp, or done or tolerance"),
        ("safe = 0", "settle_for = 1", "settle_for needs settle_within"),
        ("safe = 0", "ramp = 0", "ramp = 0: input should be greater than 0"),
    ],
)
def test_keys_that_cannot_work_are_refused(
    scpi: ScpiServer, load_bench: Load, given: str, instead: str, says: str
) -> None:
    with pytest.raises(BenchError, match=says):
        load_bench(magnet(scpi, "").replace(given, instead), start=False)


def test_the_example_moves(load_bench: Load) -> None:
    bench = load_bench((ROOT / "benches/examples/moving.toml").read_text("utf-8"))
    assert bench.instruments["magnet"].move("field", -0.05) == -0.05
    assert bench.instruments["stage"].move("x", 2.5) == 2.5
    assert bench.instruments["stage"].move("x", 1.5) == 1.5
    assert bench.instruments["thermostat"].move("temperature", 310) == 310
