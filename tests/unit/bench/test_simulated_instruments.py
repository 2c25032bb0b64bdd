"""Simulated instruments: formulas, arrays, and many of them."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.bench.bench import Bench
from engine.bench.formula import columns_of, compile_formula
from engine.errors import BenchError, InstrumentError, InstrumentUnreachable

Load = Callable[..., Bench]

LAB = """
[[instrument]]
name = "motor"
driver = "simulated"
[instrument.axes.x]
initial = 2
[[instrument]]
name = "detector"
driver = "simulated"
[instrument.axes.gain]
initial = 1
[instrument.reads.signal]
formula = "gain * gauss(motor.x, 3, 1)"
[instrument.reads.trace]
formula = "i + motor.x"
shape = [5]
[instrument.reads.flat]
formula = "7"
shape = [3]
"""


def test_readings_follow_own_axes_and_those_of_others(load_bench: Load) -> None:
    bench = load_bench(LAB, start=False)
    motor, detector = bench.instruments["motor"], bench.instruments["detector"]
    assert detector.measure(["signal"])["signal"] == pytest.approx(math.exp(-0.5))
    motor.move("x", 3.0)
    detector.move("gain", 4.0)
    result = detector.measure()
    assert result["signal"] == pytest.approx(4.0)
    assert np.array_equal(result["trace"], np.arange(5) + 3.0)
    assert np.array_equal(result["flat"], [7.0, 7, 7])


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2 * x ** 2", 19.0),
        ("-x if x > 1 else 0", -3.0),
        ("max(x, m.y) % 4", 1.0),
        ("sin(pi / 2) + abs(-1)", 2.0),
        ("hypot(x, 4)", 5.0),
    ],
)
def test_formulas_calculate(formula: str, value: float) -> None:
    assert compile_formula(formula, "a", {"a.x": 3.0, "m.y": 5.0}, None)() == pytest.approx(value)


def test_noise_makes_readings_differ() -> None:
    noisy = compile_formula("noise(2)", "a", {}, None)
    assert len({noisy() for _ in range(20)}) == 20
    traces = compile_formula("noise(1) + 0 * i", "a", {}, 100)
    assert not np.array_equal(traces(), traces())


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "x.__class__.y",
        "(lambda: 1)()",
        "[1][0]",
        "open(x)",
        "'a'",
        "x +",
        "x := 3",
        "True",
        "sin(x=1)",
    ],
)
def test_a_formula_can_only_calculate(text: str) -> None:
    with pytest.raises(ValueError):
        columns_of(text, "a", False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("gain * gauss", "gian * gauss"), ["detector", "signal", "gian"]),
        (("motor.x, 3", "motor.z, 3"), ["detector", "signal", "motor.z"]),
        (("gain * gauss", "gain * gaus"), ["detector", "may only call", "gauss"]),
    ],
)
def test_a_wrong_formula_is_refused_with_the_bench(
    tmp_path: Path, load_bench: Load, change: tuple[str, str], words: list[str]
) -> None:
    with pytest.raises(BenchError) as caught:
        load_bench(LAB.replace(*change))
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("given", "formula", "read"),
    [
        ("gain * gauss(motor.x, 3, 1)", "log(motor.x - 2)", "signal"),
        ("gain * gauss(motor.x, 3, 1)", "(motor.x - 3) ** 0.5", "signal"),
        ("i + motor.x", "i * (motor.x - 3) ** 0.5", "trace"),
    ],
)
def test_a_formula_without_a_value_is_an_error_of_the_instrument(
    load_bench: Load, given: str, formula: str, read: str
) -> None:
    bench = load_bench(LAB.replace(given, formula), start=False)
    with pytest.raises(InstrumentError, match=f"formula of '{read}'"):
        bench.instruments["detector"].measure()


def test_a_comparison_is_one_or_zero() -> None:
    assert compile_formula("x > 1", "a", {"a.x": 2.0}, None)() == 1.0
    assert isinstance(compile_formula("x > 1", "a", {"a.x": 2.0}, None)(), float)


def test_a_thousand_instruments_in_one_bench(load_bench: Load) -> None:
    bench = load_bench(
        "".join(LAB.replace("motor", f"m{n}").replace("detector", f"d{n}") for n in range(500))
    )
    until = time.monotonic() + 60
    while any(i.state != "idle" for i in bench.instruments.values()):
        assert time.monotonic() < until
        time.sleep(0.01)
    bench.emergency_stop()
    assert bench.instruments["d499"].measure(["flat"])["flat"].shape == (3,)


def test_disconnecting_while_it_is_being_opened_wins(
    load_bench: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    motor = load_bench(LAB, start=False).instruments["motor"]
    opening, opened = threading.Event(), threading.Event()
    closed: list[bool] = []

    def slowly() -> str:
        opening.set()
        opened.wait(10)
        return "motor"

    monkeypatch.setattr(motor.driver, "open", slowly)
    monkeypatch.setattr(motor.driver, "close", lambda: closed.append(opened.is_set()))
    failures: list[BaseException] = []

    def connect() -> None:
        try:
            motor.connect()
        except InstrumentUnreachable as error:
            failures.append(error)

    thread = threading.Thread(target=connect)
    thread.start()
    assert opening.wait(10)
    motor.disconnect()
    opened.set()
    thread.join(10)
    assert (motor.wanted, motor.connected, motor.state, motor.error) == (False, False, "disconnected", None)
    assert "disconnected on purpose" in str(failures[0])
    assert closed[-1]  # what was opened in spite of it is closed again


def test_looking_after_an_instrument_does_not_undo_that_it_was_disconnected(load_bench: Load) -> None:
    motor = load_bench(LAB, start=False).instruments["motor"]
    motor.disconnect()
    with pytest.raises(InstrumentUnreachable, match="connect it first"):
        motor.demand()
    assert not motor.wanted
    motor.connect()
    assert motor.connected


def test_a_driver_that_trips_over_a_name_of_its_own_is_not_called_unknown(
    load_bench: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector = load_bench(LAB, start=False).instruments["detector"]

    def trip(name: str) -> float:
        raise KeyError("calibration")

    monkeypatch.setattr(detector.driver, "read", trip)
    with pytest.raises(KeyError, match="calibration"):
        detector.measure()
    with pytest.raises(InstrumentError, match="no reading 'sgnal'"):
        detector.measure(["sgnal"])
