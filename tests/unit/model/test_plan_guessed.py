"""The check of a plan answers whatever it is given."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.plan_problems import BENCH

from engine.errors import PlanRefused
from engine.model.plan_check import check_plan
from engine.scans.procedures import catalogue


@pytest.mark.parametrize(
    "data", [None, [], "plan", 3, {}, {"steps": None}, {"steps": [None]}, {"steps": [[]]}]
)
def test_anything_but_a_plan_is_refused_with_a_problem(data: Any) -> None:
    report = check_plan(data, BENCH)
    assert report.problems
    with pytest.raises(PlanRefused):
        report.required()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
field_names = st.sampled_from(
    ["kind", "axis", "positions", "steps", "instruments", "repeats", "settings", "instrument", "seconds",
     "times", "until", "every", "name", "arguments", "snake", "relative", "settle", "x"]
)  # fmt: skip
kinds = st.sampled_from(["sweep", "measure", "set", "wait", "repeat", "procedure", "nothing"])
garbled = st.recursive(
    st.dictionaries(field_names, json_values, max_size=4),
    lambda inner: st.fixed_dictionaries(
        {"kind": kinds, "steps": st.lists(inner, max_size=3)},
        optional={"axis": json_values, "positions": json_values},
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {"steps": st.lists(garbled, max_size=3)}, optional={"name": json_values, "y": json_values}
    )
)
def test_no_input_makes_the_check_fail(data: Any) -> None:
    report = check_plan(data, BENCH, catalogue())
    assert (report.plan is None) == bool(report.problems)
    assert len({p.path + p.message for p in report.problems}) == len(report.problems)


@pytest.mark.parametrize(
    ("step", "path"),
    [
        (
            {
                "kind": "sweep",
                "axis": "stage.x",
                "positions": ["a"],
                "steps": [{"kind": "wait", "seconds": 0}],
            },
            "steps[0].positions[0]",
        ),
        ({"kind": "measure", "instruments": [5]}, "steps[0].instruments[0]"),
    ],
)
def test_a_list_of_malformed_members_is_not_called_empty(step: dict[str, Any], path: str) -> None:
    measure = {"kind": "measure", "instruments": ["meter"]}
    assert [p.path for p in check_plan({"steps": [step, measure]}, BENCH).problems] == [path]
