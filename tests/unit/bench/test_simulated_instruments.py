"""Simulated instruments: formulas, arrays, and a great many of them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.bench.bench import Bench
from engine.bench.formula import columns_of, compile_formula
from engine.errors import BenchError, InstrumentError

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
        (("gain * gauss", "gain * gaus"), ["detector", "may call", "gauss"]),
    ],
)
def test_a_wrong_formula_is_refused_with_the_bench(
    tmp_path: Path, load_bench: Load, change: tuple[str, str], words: list[str]
) -> None:
    with pytest.raises(BenchError) as caught:
        load_bench(LAB.replace(*change))
    for word in words:
        assert word in str(caught.value)


def test_a_formula_without_a_value_is_an_error_of_the_instrument(load_bench: Load) -> None:
    bench = load_bench(LAB.replace("gain * gauss(motor.x, 3, 1)", "log(motor.x - 2)"), start=False)
    with pytest.raises(InstrumentError, match="formula of 'signal'"):
        bench.instruments["detector"].measure()


def test_a_thousand_instruments_in_one_bench(load_bench: Load) -> None:
    bench = load_bench(
        "".join(LAB.replace("motor", f"m{n}").replace("detector", f"d{n}") for n in range(500))
    )
    until = time.monotonic() + 10
    while any(i.state != "idle" for i in bench.instruments.values()):
        assert time.monotonic() < until
        time.sleep(0.01)
    bench.emergency_stop()
    assert bench.instruments["d499"].measure(["flat"])["flat"].shape == (3,)
