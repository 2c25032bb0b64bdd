"""The form of a plan's parameters: its fields, and the plan with the values that are typed."""

from __future__ import annotations

from typing import Any

from dashboard.new_scan.parameters import fields, with_values

PLAN: dict[str, Any] = {
    "name": "Line",
    "parameters": {
        "place": {"unit": "mm", "limits": [0, 25], "default": 5, "title": "Middle"},
        "points": {"type": "integer"},
        "wrong": {"default": "much"},
    },
    "arguments": {"place": {"value": 1.2, "unit": "cm"}},
    "steps": [],
}


def test_each_parameter_has_a_field_with_its_value_unit_and_limits() -> None:
    made = [str(field) for field in fields(PLAN)]
    assert len(made) == 2, "a parameter with mistakes is a problem of the plan"
    assert all(word in made[0] for word in ("Middle", "value=12", "mm", "min=0", "max=25", "placeholder='5'"))
    assert "points" in made[1]
    assert "needed" in made[1]
    assert fields({"steps": []}) == []


def test_what_is_typed_comes_into_the_plan() -> None:
    assert with_values(PLAN, {"place": 12, "points": None}) == PLAN, (
        "a value that is the same stays as it was written"
    )
    assert with_values(PLAN, {"place": 7, "points": 3})["arguments"] == {"place": 7, "points": 3}
    assert "arguments" not in with_values(PLAN, {"place": None, "points": None})
    assert with_values(PLAN, {"place": 7})["steps"] == []
