"""The check of a plan finds all problems with their paths; a correct plan is kept as it was written."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from support.plan_problems import BENCH, MEASURE, problems, sweep

from engine.model.plan_check import check_plan

RAMAN: dict[str, Any] = {
    "name": "Raman map",
    "sample": "S-42",
    "tags": ["raman"],
    "metadata": {},
    "steps": [
        {"kind": "set", "instrument": "spectrometer", "settings": {"exposure": 0.05}},
        {
            "kind": "sweep",
            "axis": "stage.x",
            "positions": {"start": 0, "stop": 10, "num": 51},
            "steps": [
                {
                    "kind": "sweep",
                    "axis": "stage.y",
                    "positions": [0, 1, 2.5],
                    "snake": True,
                    "settle": 0.02,
                    "steps": [{"kind": "measure", "instruments": ["spectrometer"], "repeats": 1}],
                }
            ],
        },
    ],
}


def test_the_contracts_plan_is_right_and_estimated() -> None:
    report = check_plan(RAMAN, BENCH)
    assert report.problems == []
    assert report.points == 153
    assert report.duration == pytest.approx(153 * (0.5 + 0.02) + 10 / 5)
    assert report.size == 153 * 8 * (1 + 2 + 1 + 1024)
    assert report.instruments == {"stage", "spectrometer"}
    assert report.required().as_json() == RAMAN


def test_everything_wrong_is_found_at_once() -> None:
    plan = copy.deepcopy(RAMAN)
    plan["nam"] = "typo"
    plan["steps"][0]["settings"] = {"exposur": 1, "exposure": 2}
    plan["steps"][1]["axis"] = "stage.z"
    inner = plan["steps"][1]["steps"][0]
    inner.update(positions=[0, 30], snaek=True)
    inner["steps"][0]["instruments"] = ["spectro"]
    plan["steps"] += [{"kind": "measur"}, {"kind": "wait"}]
    found = {p.path: p.message for p in check_plan(plan, BENCH).problems}
    assert set(found) == {
        "nam",
        "steps[0].settings.exposur",
        "steps[0].settings.exposure",
        "steps[1].axis",
        "steps[1].steps[0].positions",
        "steps[1].steps[0].snaek",
        "steps[1].steps[0].steps[0].instruments[0]",
        "steps[2].kind",
        "steps[3].seconds",
    }
    assert "did you mean 'name'?" in found["nam"]
    assert "did you mean 'snake'?" in found["steps[1].steps[0].snaek"]
    assert "did you mean 'spectrometer'?" in found["steps[1].steps[0].steps[0].instruments[0]"]
    assert found["steps[1].steps[0].positions"] == "0 to 30 mm is outside stage.y's limits 0 to 25 mm"


@pytest.mark.parametrize(
    "steps", [[], [{"kind": "wait", "seconds": 1}], [sweep("stage.x", (0,), {"kind": "wait", "seconds": 1})]]
)
def test_a_plan_that_measures_nothing_is_refused(steps: list[Any]) -> None:
    assert "steps" in problems(*steps)


def test_a_hundred_levels_are_fine() -> None:
    step: Any = MEASURE
    for level in range(99):
        step = (
            {"kind": "repeat", "times": 2, "steps": [step]}
            if level < 30
            else sweep("stage.x", [0], step, relative=True)
        )
    assert check_plan({"steps": [step]}, BENCH).points == 2**30


def test_deep_nesting_is_refused() -> None:
    step: Any = MEASURE
    for _ in range(2000):
        step = {"kind": "repeat", "times": 1, "steps": [step]}
    assert any("deeper" in message for message in problems(step).values())


def test_estimates_of_repeats() -> None:
    paced = check_plan({"steps": [{"kind": "repeat", "times": 3, "every": 10, "steps": [MEASURE]}]}, BENCH)
    assert (paced.points, paced.duration) == (3, pytest.approx(20.5))
    until = {"column": "intensity", "above": 1}
    open_ended = check_plan({"steps": [{"kind": "repeat", "until": until, "steps": [MEASURE]}]}, BENCH)
    assert (open_ended.points, open_ended.duration, open_ended.size) == (None, None, None)


def test_more_points_than_can_be_counted_are_refused() -> None:
    step: dict[str, Any] = {"kind": "measure", "instruments": ["meter"]}
    for _ in range(3):
        step = {"kind": "repeat", "times": 10**9, "steps": [step]}
    report = check_plan({"steps": [step]}, BENCH)
    assert report.plan is None
    assert [(p.path, "1,000,000,000,000" in p.message) for p in report.problems] == [("steps", True)]
