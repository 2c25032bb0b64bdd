"""Each kind of step is checked with its fields."""

from __future__ import annotations

from typing import Any

import pytest
from support.plan_problems import BENCH, MEASURE, problems

from engine.model.bench import BenchSpec, InstrumentSpec, SettingSpec
from engine.model.plan_check import check_plan
from engine.scans.procedures import catalogue


@pytest.mark.parametrize(
    ("value", "fits"), [(1_000_000, True), (1e6, True), ("1000000", True), (1_000_001, False)]
)
def test_a_choice_is_a_number_however_it_is_written(value: Any, fits: bool) -> None:
    spec = SettingSpec(choices=("1000000", "low"))
    source = InstrumentSpec(name="source", settings={"rate": spec})
    bench = BenchSpec(instruments={**BENCH.instruments, "source": source})
    steps = [{"kind": "set", "instrument": "source", "settings": {"rate": value}}, MEASURE]
    assert (not check_plan({"steps": steps}, bench).problems) is fits


def test_measuring_what_has_no_readings_or_twice_is_refused() -> None:
    found = problems({"kind": "measure", "instruments": ["stage", "meter", "meter"]})
    assert set(found) == {"steps[0].instruments[0]", "steps[0].instruments[2]"}


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"exposure": 0.5}, None),
        ({"grating": 300}, None),
        ({"grating": "1200"}, None),
        ({"grating": "600"}, "grating"),
        ({"serial": "1"}, "serial"),
        ({"exposure": "long"}, "exposure"),
        ({"exposure": True}, "exposure"),
    ],
)
def test_settings_are_checked(settings: Any, wrong: str | None) -> None:
    found = problems({"kind": "set", "instrument": "spectrometer", "settings": settings}, MEASURE)
    assert set(found) == ({f"steps[0].settings.{wrong}"} if wrong else set())


def test_set_takes_axes_within_their_limits() -> None:
    step = {"kind": "set", "instrument": "stage", "settings": {"x": 3}}
    assert not problems(step, MEASURE)
    assert problems({**step, "settings": {"x": 33}}, MEASURE)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"times": 2}, None),
        ({"until": "2030-01-31T18:00:00Z"}, None),
        ({"until": {"column": "intensity", "above": 1, "instrument": "meter"}}, None),
        ({}, ""),
        ({"times": 2, "until": "2030-01-31T18:00:00Z"}, None),
        ({"times": 0}, "times"),
        ({"until": "tomorrow"}, "until"),
        ({"until": "2030-01-31T18:00:00"}, "until"),
        ({"until": 12345}, "until"),
        ({"until": {"column": "intensity", "above": 1}}, "until.instrument"),
        ({"until": {"column": "spectrum", "above": 1}}, "until.column"),
        ({"until": {"column": "colour", "above": 1}}, "until.column"),
        ({"until": {"column": "intensity"}}, "until"),
        ({"until": {"column": "intensity", "above": 1, "instrument": "stage"}}, "until.instrument"),
    ],
)
def test_repeat_is_checked(fields: Any, wrong: str | None) -> None:
    steps = [{"kind": "measure", "instruments": ["spectrometer", "meter"]}]
    found = problems({"kind": "repeat", "steps": steps, **fields})
    assert set(found) == (set() if wrong is None else {f"steps[0].{wrong}".rstrip(".")})


def test_procedures_are_checked_with_their_arguments() -> None:
    arguments = {"axis": "stage.x", "instrument": "meter", "column": "intensity", "start": 0, "stop": 10}
    step = {"kind": "procedure", "name": "find_peak", "arguments": arguments}
    assert not problems(step)
    assert check_plan({"steps": [step]}, BENCH, catalogue()).instruments == {"stage", "meter"}
    assert "did you mean 'find_peak'?" in problems({**step, "name": "find_peaks"})["steps[0].name"]
    wrong = {**arguments, "stop": 99, "column": "colour", "speed": 3}
    assert set(problems({**step, "arguments": wrong})) == {"steps[0].arguments.speed"}
    del wrong["speed"]
    assert set(problems({**step, "arguments": wrong})) == {
        "steps[0].arguments.stop",
        "steps[0].arguments.column",
    }
