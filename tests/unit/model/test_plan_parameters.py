"""Parameters of plans: expressions become numbers, values are checked with units and limits, everything is kept."""

from __future__ import annotations

from typing import Any

import pytest
from support.plan_problems import BENCH, MEASURE, problems, sweep

from engine.model.plan_check import PlanReport, check_plan

LENGTH: dict[str, Any] = {"type": "number", "unit": "mm", "limits": [0, 20], "default": 5}


def checked(*steps: Any, **fields: Any) -> PlanReport:
    """The report of a plan."""
    return check_plan({"steps": list(steps), **fields}, BENCH)


def test_expressions_become_numbers_and_stay_in_what_is_stored() -> None:
    step = sweep(
        "stage.x", {"start": "=x - 1", "stop": "=x + 1", "num": "=2 * n + 1"}, settle="=x / 10 [mm/s]"
    )
    written = {
        "parameters": {"x": LENGTH, "n": {"type": "integer", "default": 2}},
        "arguments": {"x": 7},
        "steps": [step],
    }
    report = check_plan(written, BENCH)
    assert not report.problems
    plan = report.required()
    assert plan.as_json()["steps"][0]["positions"] == {"start": 6, "stop": 8, "num": 5}
    assert plan.as_json()["steps"][0]["settle"] == 0.7
    assert report.points == 5
    assert report.stored == written
    assert check_plan(report.stored, BENCH) == report


def test_they_stand_wherever_a_number_stands() -> None:
    hot = {"column": "meter.intensity", "above": "=x"}
    steps = [
        {"kind": "set", "instrument": "stage", "settings": {"x": "=x"}},
        {"kind": "wait", "until": {"any": [hot]}, "for": "=t", "timeout": "=2 * t"},
        {"kind": "repeat", "times": "=n", "every": "=t", "steps": [
            {"kind": "sweep", "axes": {"stage.x": [1, "=x"], "stage.y": ["=x", 2]}, "steps": [
                {**MEASURE, "repeats": "=n", "label": "=not a number", "metadata": {"a": "=nor this"}}]}]},
    ]  # fmt: skip
    parameters = {
        "x": {"default": 3},
        "t": {"unit": "s", "default": 0.5},
        "n": {"type": "integer", "default": 2},
    }
    report = checked(*steps, parameters=parameters)
    assert not report.problems
    assert report.points == 8
    plan = report.required().as_json()["steps"]
    assert plan[2]["steps"][0]["axes"] == {"stage.x": [1, 3], "stage.y": [3, 2]}
    assert plan[2]["steps"][0]["steps"][0]["label"] == "=not a number"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"x": 21}, {"arguments.x": "21 is outside the limits 0 to 20 mm"}),
        ({"x": "7"}, {"arguments.x": "must be a number"}),
        ({"x": True}, {"arguments.x": "must be a number"}),
        ({"x": {"value": 5, "unit": "s"}}, {"arguments.x": "s cannot be converted to mm"}),
        ({"x": {"value": 3, "unit": "cm"}}, {"arguments.x": "30 is outside"}),
        ({"y": 1}, {"arguments.y": "there is no parameter 'y'"}),
    ],
)
def test_values_are_checked(arguments: Any, words: dict[str, str]) -> None:
    found = problems(sweep("stage.x", [1, "=x"]), parameters={"x": LENGTH}, arguments=arguments)
    assert set(found) == set(words)
    assert all(word in found[path] for path, word in words.items())


def test_a_value_may_have_another_unit() -> None:
    report = checked(
        sweep("stage.x", ["=x"]), parameters={"x": LENGTH}, arguments={"x": {"value": 1.5, "unit": "cm"}}
    )
    assert report.required().as_json()["steps"][0]["positions"] == [15]


def test_all_problems_come_at_once() -> None:
    found = problems(
        sweep("stage.x", ["=x", "=y", "=x +", "=x * 100", "=volt"]),
        {"kind": "wait", "seconds": "=x"},
        parameters={
            "x": {k: v for k, v in LENGTH.items() if k != "default"},
            "volt": {"unit": "V", "default": 1},
            "micro": {"unit": "um", "default": 1},
            "odd": {"type": "integer", "default": 1.5},
            "2nd": {"default": 1},
            "extra": {"default": 1, "limit": [0, 1]},
        },
        arguments={"x": 5},
    )
    assert set(found) == {
        "steps[0].positions[1]", "steps[0].positions[2]", "steps[0].positions[4]", "steps[1].seconds",
        "parameters.odd", "parameters.2nd", "parameters.extra.limit",
    } | ({"steps[0].positions"} & set(found))  # fmt: skip
    assert "there is no parameter 'y'" in found["steps[0].positions[1]"]
    assert "'volt' is in V, but this takes mm" in found["steps[0].positions[4]"]
    assert "takes s" in found["steps[1].seconds"]
    scaled = problems(sweep("stage.x", ["=micro"]), parameters={"micro": {"unit": "um", "default": 1}})
    assert "in µm, but this takes mm" in scaled["steps[0].positions[0]"]


def test_a_parameter_without_default_needs_a_value() -> None:
    found = problems(sweep("stage.x", ["=x"]), parameters={"x": {"unit": "mm"}})
    assert found == {"arguments.x": "is missing; the parameter has no default"}


def test_a_result_outside_the_limits_of_the_axis_is_a_problem_of_the_axis() -> None:
    found = problems(sweep("stage.x", ["=x * 3"]), parameters={"x": {"default": 10}})
    assert "outside stage.x's limits" in found["steps[0].positions"]
