"""Steps with conditions and sweeps of several axes: what the check refuses, with the path of each problem."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from support.plan_problems import BENCH, MEASURE, problems

from engine.model.condition import Clock
from engine.model.plan import Plan
from engine.model.plan_check import check_plan

HOT: dict[str, Any] = {"column": "meter.intensity", "above": 1}


def together(**axes: Any) -> dict[str, Any]:
    """A sweep of axes of the stage together."""
    return {"kind": "sweep", "axes": {f"stage.{name}": p for name, p in axes.items()}, "steps": [MEASURE]}


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [
        (HOT, {}),
        ({"column": "stage.x", "above": 1, "below": 2}, {}),
        ({"any": [HOT, {"all": [HOT, {"clock": {"after": "22:00", "before": "04:00"}}]}]}, {}),
        ({"disconnected": "meter"}, {}),
        ({"column": "meter.intensity"}, {"": "above, below or both"}),
        ({"column": "meter.intensity", "above": 2, "below": 1}, {"": "above must be the smaller one"}),
        ({"column": "meter.intensiti", "above": 2}, {".column": "did you mean 'intensity'?"}),
        ({"column": "intensity", "above": 2}, {".column": "did you mean"}),
        ({"column": "metre.intensity", "above": 2}, {".column": "did you mean 'meter.intensity'?"}),
        ({"column": "spectrometer.spectrum", "above": 2}, {".column": "is an array"}),
        ({"column": "nothing.x", "above": "hot"}, {".column": "no axis", ".above": "must be a number"}),
        ({"any": []}, {".any": "must not be empty"}),
        ({"all": [HOT, {"column": "stage.x", "over": 1}]}, {".all[1].over": "unknown field"}),
        ({"any": [{"column": "a.b", "above": 1}, {"column": "c.d", "above": 1}]},
         {".any[0].column": "no axis", ".any[1].column": "no axis"}),
        ({"disconnected": "metre"}, {".disconnected": "did you mean 'meter'?"}),
        ({"clock": {"after": "2:00", "before": "04:00"}}, {".clock.after": "such as 02:00"}),
        ({"clock": {"after": "02:00", "before": "02:00"}}, {".clock": "different times"}),
        ({"clock": {"after": "02:00", "before": "04:00", "zone": "Mars/Base"}}, {".clock.zone": "no"}),
        ("hot", {"": "must be an object"}),
    ],
)  # fmt: skip
def test_conditions_are_checked(condition: Any, wrong: dict[str, str]) -> None:
    step = {"kind": "if", "condition": condition, "steps": [MEASURE]}
    found = problems(step)
    assert set(found) == {f"steps[0].condition{path}" for path in wrong}
    for path, words in wrong.items():
        assert words in found[f"steps[0].condition{path}"]


def test_conditions_within_each_other_have_a_most() -> None:
    condition = HOT
    for _ in range(25):
        condition = {"any": [condition]}
    assert "deeper" in str(problems({"kind": "wait", "until": condition}, MEASURE))


def test_all_problems_of_the_new_steps_come_at_once() -> None:
    found = problems(
        {
            "kind": "wait",
            "until": {"column": "x.y", "above": 1},
            "for": -1,
            "timeout": "long",
            "then": "stop",
        },
        {"kind": "wait"},
        {"kind": "if", "steps": [{"kind": "measure", "instruments": ["nobody"]}], "else": [{"kind": "pray"}]},
        together(x=[1, 2], y=[1, 2, 3]),
        together(x=[1, 99], z=[1, 2]),
        together(x=[1, "2"], y={"start": 0, "stop": 1}),
        {"kind": "repeat", "until": HOT, "times": 0, "steps": [MEASURE]},
        {"kind": "measure", "instruments": ["meter"], "label": 7, "metadata": 8},
    )
    assert set(found) == {
        "steps[0].until.column", "steps[0].for", "steps[0].timeout", "steps[0].then", "steps[1].seconds",
        "steps[2].condition", "steps[2].steps[0].instruments[0]", "steps[2].else[0].kind", "steps[3].axes.stage.y",
        "steps[4].axes.stage.x", "steps[4].axes.stage.z", "steps[5].axes.stage.x[1]", "steps[5].axes.stage.y",
        "steps[6].times", "steps[7].label", "steps[7].metadata",
    }  # fmt: skip
    assert "3 positions" in found["steps[3].axes.stage.y"]
    assert "outside" in found["steps[4].axes.stage.x"]


def test_an_axis_of_an_outer_sweep_is_not_swept_again() -> None:
    inner = together(x=[1, 2], y=[1, 2])
    outer = {"kind": "sweep", "axis": "stage.x", "positions": [1], "steps": [inner]}
    assert set(problems(outer)) == {"steps[0].steps[0].axes.stage.x"}
    inner["relative"] = True
    assert not problems(outer)


def test_the_estimate_counts_them() -> None:
    wait = {"kind": "wait", "until": HOT, "for": 5}
    report = check_plan({"steps": [wait, together(x=[0, 5, 10], y=[0, 1, 2])]}, BENCH)
    assert report.points == 3
    assert report.duration == pytest.approx(5 + 10 / 5 + 3 * 0.5)
    same = {"kind": "if", "condition": HOT, "steps": [MEASURE], "else": [MEASURE]}
    assert check_plan({"steps": [same]}, BENCH).points == 1
    other = {**same, "else": []}
    assert check_plan({"steps": [other]}, BENCH).points is None
    until = {"kind": "repeat", "until": HOT, "times": 5, "steps": [MEASURE]}
    assert check_plan({"steps": [until]}, BENCH).points is None
    prepares = {"kind": "repeat", "until": HOT, "steps": [{"kind": "wait", "seconds": 1}]}
    assert check_plan({"steps": [prepares, MEASURE]}, BENCH).points == 1


def test_instruments_of_conditions_are_not_held() -> None:
    report = check_plan({"steps": [{"kind": "wait", "until": HOT}, MEASURE]}, BENCH)
    assert report.instruments == {"spectrometer"}


def test_a_plan_is_stored_as_it_was_written() -> None:
    steps = [
        {
            "kind": "wait",
            "until": {"any": [HOT]},
            "for": 5.0,
            "timeout": 600.0,
            "then": "go on",
            "label": "cold",
        },
        {"kind": "if", "condition": HOT, "steps": [MEASURE], "else": [{**MEASURE, "metadata": {"a": [1]}}]},
        together(x=[1.0], y={"start": 0.0, "stop": 0.0, "num": 1}),
    ]
    written = {"steps": steps}
    assert Plan.model_validate(written).as_json() == written


@pytest.mark.parametrize(
    ("after", "before", "hour", "holds"),
    [
        ("02:00", "04:00", 3, True),
        ("02:00", "04:00", 4, False),
        ("22:00", "04:00", 23, True),
        ("22:00", "04:00", 3, True),
        ("22:00", "04:00", 12, False),
    ],
)
def test_a_window_of_the_clock(after: str, before: str, hour: int, holds: bool) -> None:
    clock = Clock(after=after, before=before, zone="UTC")
    assert clock.met_at(datetime(2026, 1, 31, hour, tzinfo=UTC)) is holds
