"""Drivers that fail unexpectedly: the reason names file and line, never a traceback or an exception."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from support.scpi import Reported

from engine.bench.bench import Bench
from engine.bench.drivers.simulated import SimulatedDriver
from engine.errors import BenchError, InstrumentError
from engine.model.events import InstrumentStatus

Load = Callable[..., Bench]

BENCH = """
[[instrument]]
name = "a"
driver = "simulated"
[instrument.axes.x]
[instrument.reads.r]
formula = "exp(1000 * (x + 1)) + x"
"""
PLACE = r"\(test_broken_drivers\.py, line \d+\)"


def fails(error: Exception) -> Callable[..., Any]:
    def work(*_: Any, **__: Any) -> Any:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("volts"), "there is no 'volts'"),
        (ValueError(), r"it failed and gave no reason \(value\)"),
        (ZeroDivisionError("division by zero"), "division by zero"),
    ],
)
@pytest.mark.parametrize("method", ["open", "get_axis"])
def test_what_a_driver_raises_is_shown_with_its_place(
    load_bench: Load,
    reported: Reported,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    error: Exception,
    words: str,
) -> None:
    monkeypatch.setattr(SimulatedDriver, method, fails(error))
    load_bench(BENCH.replace("exp(1000 * (x + 1)) + ", ""))
    told = reported.wait_for(lambda e: isinstance(e, InstrumentStatus) and bool(e.error))
    assert isinstance(told, InstrumentStatus) and told.error is not None
    assert re.fullmatch(rf"a: its driver failed: {words} {PLACE}", told.error)


def test_a_driver_that_cannot_be_made_is_a_mistake_of_the_bench(
    load_bench: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SimulatedDriver, "__init__", fails(KeyError("address")))
    with pytest.raises(BenchError) as told:
        load_bench(BENCH, start=False)
    (problem,) = told.value.problems
    assert problem.path == 'instrument "a"'
    assert re.fullmatch(rf"its driver failed: there is no 'address' {PLACE}", problem.message)


def test_a_formula_that_fails_says_why(load_bench: Load) -> None:
    with pytest.raises(
        InstrumentError, match=r"the formula of 'r' fails at the present positions: math range error$"
    ):
        load_bench(BENCH, start=False).instruments["a"].measure()
