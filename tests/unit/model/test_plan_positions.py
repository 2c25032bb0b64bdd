"""Positions of a sweep: their forms, their limits, and the axes that they may move."""

from __future__ import annotations

from typing import Any

import pytest
from support.plan_problems import BENCH, problems, sweep

from engine.model.plan import Sweep
from engine.model.plan_check import check_plan
from engine.model.positions import walk


@pytest.mark.parametrize(
    ("positions", "word"),
    [
        ([], "empty"),
        ({"start": 0, "stop": 1}, "num or step"),
        ({"start": 0, "stop": 1, "num": 2, "step": 1}, "num or step"),
        ({"start": 0, "stop": 1, "step": 0}, "must not be 0"),
        ({"start": 0, "stop": 1, "step": -0.1}, "away"),
        ({"start": 0, "stop": 1, "num": 3, "spacing": "log"}, "log"),
        ({"start": 0, "stop": 1, "step": 1e-12}, "1,000,000,000"),
        ([26.0], "limits"),
        ({"start": -1, "stop": 1, "num": 3}, "limits"),
        ("0, 1", "list"),
    ],
)
def test_positions_are_refused_at_their_path(positions: Any, word: str) -> None:
    found = problems(sweep("stage.x", positions))
    assert word in found["steps[0].positions"]


def test_numbers_are_numbers() -> None:
    assert set(problems(sweep("stage.x", [0, True, "1", float("nan")]))) == {
        "steps[0].positions[1]",
        "steps[0].positions[2]",
        "steps[0].positions[3]",
    }


@pytest.mark.parametrize("spacing", ["linear", "log"])
def test_one_position_of_a_range_is_its_start(spacing: str) -> None:
    one = sweep("stage.x", {"start": 2, "stop": 5, "num": 1, "spacing": spacing})
    report = check_plan({"steps": [one]}, BENCH)
    assert report.points == 1
    step = report.required().steps[0]
    assert isinstance(step, Sweep)
    assert list(walk(step.exact())) == [2.0]


def test_what_lies_just_outside_is_told_with_all_its_digits() -> None:
    found = problems(sweep("stage.x", [0, 25.0000000001]))["steps[0].positions"]
    assert "0 to 25.0000000001 mm is outside" in found


def test_a_relative_sweep_may_not_span_more_than_the_limits() -> None:
    assert "span" in problems(sweep("stage.x", [-20, 20], relative=True))["steps[0].positions"]
    assert not problems(sweep("stage.x", [-10, 10], relative=True))


def test_an_axis_is_swept_twice_only_when_the_inner_one_is_relative() -> None:
    inner = sweep("stage.x", [0.0])
    assert "steps[0].steps[0].axis" in problems(sweep("stage.x", [1.0], inner))
    assert not problems(sweep("stage.x", [1.0], {**inner, "relative": True}))
