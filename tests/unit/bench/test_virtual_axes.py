"""Axes that are calculated from real ones, and move those."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from support.running import wait_until

from engine.bench.bench import Bench
from engine.errors import BenchError, InstrumentError, LimitViolation, MotionCancelled
from engine.scans.moving_together import move_together

Load = Callable[..., Bench]
BENCH = """
[[instrument]]
name = "polar"
driver = "virtual"
[instrument.axes.r]
formula = "hypot(stage.x, stage.y)"
set = { "stage.x" = "r * cos(phi)", "stage.y" = "r * sin(phi)" }
unit = "mm"
limits = [0.001, 50]
[instrument.axes.phi]
formula = "atan2(stage.y, stage.x)"
set = { "stage.x" = "r * cos(phi)", "stage.y" = "r * sin(phi)" }
unit = "deg"

[[instrument]]
name = "beam"
driver = "virtual"
[instrument.axes.energy]
formula = "hc / (2 * 3.1356 [angstrom] * sin(mono.theta)) * 1 [keV angstrom]"
set = { "mono.theta" = "asin(hc * 1 [keV angstrom] / (2 * 3.1356 [angstrom] * energy))" }
unit = "eV"
[instrument.constants]
hc = 12.398
[instrument.derived.wavelength]
formula = "hc * 1 [keV nm] / energy / 10"
unit = "nm"

[[instrument]]
name = "stage"
driver = "simulated"
[instrument.axes.x]
unit = "um"
limits = [-10000, 10000]
initial = 1000
safe = 500
speed = {speed}
[instrument.axes.y]
unit = "mm"
limits = [-10, 10]
speed = {speed}

[[instrument]]
name = "mono"
driver = "simulated"
[instrument.axes.theta]
unit = "deg"
limits = [5, 80]
initial = 30
"""


def bench_of(load: Load, speed: float = 1e6) -> Bench:
    return load(BENCH.replace("{speed}", str(speed)))


def test_they_move_the_real_axes_and_read_back(load_bench: Load) -> None:
    bench = bench_of(load_bench)
    beam, mono = bench.instruments["beam"], bench.instruments["mono"]
    assert beam.position("energy") == pytest.approx(12398 / 3.1356)
    assert beam.move("energy", 8000) == pytest.approx(8000)
    assert mono.positions["theta"] == pytest.approx(14.3073, abs=1e-4)
    assert beam.measure() == pytest.approx({"wavelength": 0.15498, }, abs=1e-5)  # fmt: skip


def test_axes_of_one_instrument_keep_each_other(load_bench: Load) -> None:
    bench = bench_of(load_bench)
    polar, stage = bench.instruments["polar"], bench.instruments["stage"]
    polar.move("phi", 90)
    polar.move("r", 4)
    assert stage.positions == pytest.approx({"x": 0, "y": 4}, abs=1e-9)
    moves = [
        lambda cancelled, warn: polar.move("r", 5, cancelled, warn),
        lambda cancelled, warn: polar.move("phi", 0, cancelled, warn),
    ]
    move_together(moves, [lambda name, text: None] * 2, lambda: False)
    wait_until(lambda: stage.positions["x"] == pytest.approx(5000), "the end of the move")
    assert stage.positions["y"] == pytest.approx(0, abs=1e-9)


def test_limits_of_the_real_axes_count(load_bench: Load) -> None:
    bench = bench_of(load_bench)
    polar, stage = bench.instruments["polar"], bench.instruments["stage"]
    with pytest.raises(LimitViolation, match="stage: x = 20000 um is outside its limits"):
        polar.move("r", 20)
    with pytest.raises(LimitViolation, match="stage: x"):
        polar.check("r", 20)
    with pytest.raises(InstrumentError, match=r"mono\.theta cannot be calculated: .*math domain error"):
        bench.instruments["beam"].move("energy", 1000)
    assert stage.positions["x"] in (None, 1000)


def test_a_stop_of_a_virtual_axis_stops_the_real_ones(load_bench: Load) -> None:
    bench = bench_of(load_bench, speed=1)
    polar, stage = bench.instruments["polar"], bench.instruments["stage"]
    stopped = threading.Event()

    def move() -> None:
        with pytest.raises(MotionCancelled):
            polar.move("r", 9)
        stopped.set()

    threading.Thread(target=move, daemon=True).start()
    wait_until(lambda: stage.state == "moving", "the move")
    polar.halt()
    assert stopped.wait(20)
    wait_until(lambda: stage.state != "moving", "the stop")
    assert stage.position("x") < 9000


def test_its_safe_values_are_those_of_the_real_axes(load_bench: Load) -> None:
    bench = bench_of(load_bench)
    bench.instruments["polar"].make_safe()
    wait_until(lambda: bench.instruments["stage"].position("x") == 500, "the safe value")


def test_whoever_holds_one_holds_the_real_axes(load_bench: Load) -> None:
    bench = bench_of(load_bench)
    assert bench.hold(["polar"], "SCAN_001") == {}
    assert bench.hold(["stage"], "SCAN_002") == {"stage": "SCAN_001"}


@pytest.mark.parametrize(
    ("given", "instead", "says"),
    [
        ('"mono.theta" = "asin(', '"mono.thata" = "asin(', "has the axis 'mono.thata'"),
        ('set = { "mono.theta"', 'safe = 0\nset = { "mono.theta"', "safe belongs to the real axes"),
        ("* energy))", "/ energy))", "stands where a plain number is needed"),
        ('unit = "eV"', 'unit = "mm"', "which cannot be mm"),
        ("[instrument.constants]", '[instrument.reads.a]\nunit = ""\n[instrument.constants]', "no reads and settings"),
        ('formula = "hypot(stage.x, stage.y)"', 'formula = "r"', "no instrument of the bench has 'polar.r'"),
    ],
)  # fmt: skip
def test_mistakes_are_refused_with_the_bench(load_bench: Load, given: str, instead: str, says: str) -> None:
    assert given in BENCH
    with pytest.raises(BenchError, match=says):
        load_bench(BENCH.replace("{speed}", "1").replace(given, instead), start=False)


def test_an_axis_without_its_inverse_is_refused(load_bench: Load) -> None:
    text = BENCH.replace("{speed}", "1")
    line = next(line for line in text.splitlines() if line.startswith('set = { "mono'))
    with pytest.raises(BenchError, match=r"\[axes.energy\].*'set' is missing"):
        load_bench(text.replace(line, ""), start=False)
