"""A plan with any number of mistakes is checked fast; the first hundred are listed, all are counted."""

from __future__ import annotations

import time
from typing import Any

import pytest

from engine.errors import PlanRefused
from engine.model import suggestions
from engine.model.bench import AxisSpec, BenchSpec, InstrumentSpec, ReadSpec
from engine.model.plan_check import check_plan
from engine.model.problem_list import MOST_TOLD

MANY = 60_000
BENCH = BenchSpec(
    instruments={
        "stage": InstrumentSpec(name="stage", axes={"x": AxisSpec(unit="mm", limits=(0, 10))}),
        "detector": InstrumentSpec(name="detector", reads={"signal": ReadSpec(unit="V")}),
    }
)
MEASURE: dict[str, Any] = {"kind": "measure", "instruments": ["detector"]}


def sweep(**changes: Any) -> dict[str, Any]:
    """A sweep that is right, but for the changes."""
    return {"kind": "sweep", "axis": "stage.x", "positions": [0, 1], "steps": [MEASURE], **changes}


@pytest.mark.parametrize(
    ("plan", "count"),
    [
        ({"steps": [{"kind": "measure", "instruments": [f"name{i}" for i in range(MANY)]}]}, MANY),
        ({"steps": [{"kind": "measure", "instruments": ["detector"] * MANY}]}, MANY - 1),
        ({"steps": [{"kind": "measure", "instruments": [1] * MANY}]}, MANY),
        ({"steps": [sweep(positions=["x"] * MANY)]}, MANY),
        ({"steps": [sweep(axis=f"stage.x{i}") for i in range(MANY // 4)]}, MANY // 4),
        ({"steps": [MEASURE, *({"kind": f"kind{i}"} for i in range(MANY))]}, MANY),
        (
            {
                "steps": [
                    MEASURE,
                    {"kind": "set", "instrument": "stage", "settings": {f"s{i}": 1 for i in range(MANY)}},
                ]
            },
            MANY,
        ),
        (
            {
                "steps": [
                    MEASURE,
                    {"kind": "set", "instrument": "stage", "settings": {f"s{i}": [] for i in range(MANY)}},
                ]
            },
            MANY,
        ),
        ({"steps": [MEASURE], **{f"field{i}": 1 for i in range(MANY)}}, MANY),
        ({"steps": [MEASURE], "tags": [1] * MANY}, MANY),
    ],
    ids=[
        "unknown",
        "twice",
        "no-texts",
        "no-numbers",
        "axes",
        "kinds",
        "settings",
        "no-values",
        "fields",
        "tags",
    ],
)
def test_many_mistakes(plan: dict[str, Any], count: int) -> None:
    began = time.process_time()  # of this process alone, whatever else the machine does
    found = check_plan(plan, BENCH)
    assert time.process_time() - began < 15, "a fifth of that is enough on a slow machine"
    assert found.count == count
    assert len(found.problems) == MOST_TOLD
    assert len({problem.path for problem in found.problems}) == MOST_TOLD


def test_names_are_suggested_only_where_they_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []
    near = suggestions.get_close_matches
    monkeypatch.setattr(
        suggestions,
        "get_close_matches",
        lambda name, *more, **how: (sought.append(name), near(name, *more, **how))[1],
    )
    plan = {"steps": [{"kind": "measure", "instruments": [f"detecto{i}" for i in range(1000)]}]}
    found = check_plan(plan, BENCH)
    assert "did you mean 'detector'" in found.problems[-1].message
    assert len(sought) == MOST_TOLD


def test_the_refusal_says_how_many_there_are() -> None:
    plan = {"steps": [{"kind": "measure", "instruments": [f"name{i}" for i in range(1234)]}]}
    with pytest.raises(PlanRefused, match="these are the first 100 of 1,234") as refused:
        check_plan(plan, BENCH).required()
    assert len(refused.value.problems) == MOST_TOLD


def test_few_mistakes_are_all_told() -> None:
    found = check_plan({"steps": [sweep(axis="stage.y", positions=[])]}, BENCH)
    assert found.count == len(found.problems) == 2


def test_more_bytes_than_can_be_counted_are_refused() -> None:
    spec = InstrumentSpec(name="camera", reads={"image": ReadSpec(unit="", shape=(100_000_000,))})
    steps = [{"kind": "repeat", "times": 10**9, "steps": [{"kind": "measure", "instruments": ["camera"]}]}]
    found = check_plan({"steps": steps}, BenchSpec(instruments={"camera": spec}))
    assert ["bytes" in problem.message for problem in found.problems] == [True]
