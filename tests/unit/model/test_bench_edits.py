"""Which edits of a bench change what numbers mean, and how they are reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.bench.loading import read_bench
from engine.model.bench_edits import Edit, Use, edits, use_of
from engine.model.plan import Plan

BENCH = """
[[instrument]]
name = "oven"
resource = "TCPIP::127.0.0.1::5025::SOCKET"
on_connect = ["*CLS"]
[instrument.axes.t]
set = "T {value}"
get = "T?"
done = "BUSY?"
unit = "K"
limits = [0, 400]
[instrument.reads.now]
query = "NOW?"
unit = "K"
[instrument.settings.mode]
set = "MODE {value}"
choices = ["fast", "slow"]
"""
USE = Use(frozenset({"oven"}), frozenset({"oven.t"}), frozenset({"oven.mode"}))


def described(path: Path, text: str) -> dict[str, Any]:
    """Descriptions of the instruments of a bench, as they are stored."""
    path.write_text(text)
    return {config.name: config.described() for config in read_bench(path).instrument}


def found(tmp_path: Path, old: str, new: str, use: Use = USE) -> list[Edit]:
    """The edits when this is put in place of that."""
    assert old in BENCH
    before = described(tmp_path / "before.toml", BENCH)
    return edits(before, described(tmp_path / "after.toml", BENCH.replace(old, new, 1)), use)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('query = "NOW?"', 'query = "THEN?"', "oven.now: query was NOW? and is THEN?"),
        ('[instrument.reads.now]\nquery = "NOW?"\nunit = "K"', '[instrument.reads.now]\nquery = "NOW?"\nunit = "C"',
         "oven.now: unit was K and is C"),
        ('query = "NOW?"', 'query = "NOW?"\noverload = 999', "oven.now: overload was not given and is [999]"),
        ('set = "T {value}"', 'set = "TC {value}"', "oven.t: set was T {value} and is TC {value}"),
        ('get = "T?"', 'get = "TSET?"', "oven.t: get was T? and is TSET?"),
        ('set = "MODE {value}"', 'set = "M {value}"', "oven.mode: set was MODE {value} and is M {value}"),
        ("[instrument.settings.mode]", "[instrument.settings.way]", "oven.mode: it is no longer on the bench"),
    ],
)  # fmt: skip
def test_what_changes_the_meaning_of_numbers_is_grave(tmp_path: Path, old: str, new: str, said: str) -> None:
    grave = [str(edit) for edit in found(tmp_path, old, new) if edit.grave]
    assert grave[:1] == [said]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('done = "BUSY?"', 'done = "MOVING?"', "oven.t: done was BUSY? and is MOVING?"),
        ("limits = [0, 400]", "limits = [0, 300]", "oven.t: limits was [0, 400] and is [0, 300]"),
        ('on_connect = ["*CLS"]', "", "oven: on_connect was [*CLS] and is not given"),
        ('choices = ["fast", "slow"]', "", "oven.mode: choices was [fast, slow] and is not given"),
    ],
)
def test_other_edits_are_told_and_not_grave(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert [(str(edit), edit.grave) for edit in found(tmp_path, old, new)] == [(said, False)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5025", "5026"),
        ('name = "oven"', 'name = "oven"\ntitle = "Oven 3"\ntimeout = 5000'),
        ('name = "oven"', 'name = "oven"\nvisa_library = "@py"\ndriver = "scpi"'),
    ],
)
def test_where_an_instrument_is_and_how_it_is_reached_does_not_matter(
    tmp_path: Path, old: str, new: str
) -> None:
    assert found(tmp_path, old, new) == []


def test_parts_that_a_plan_does_not_use_do_not_matter(tmp_path: Path) -> None:
    assert found(tmp_path, 'query = "NOW?"', 'query = "THEN?"', Use(axes=frozenset({"oven.t"}))) == []
    assert found(tmp_path, 'set = "T {value}"', 'set = "TC {value}"', Use(frozenset({"oven"}))) == []
    assert found(tmp_path, 'set = "MODE {value}"', 'set = "M {value}"', Use(frozenset({"oven"}))) == []


def test_what_a_plan_uses_is_found_at_any_depth(tmp_path: Path) -> None:
    steps = [
        {"kind": "set", "instrument": "oven", "settings": {"mode": "fast", "t": 300}},
        {"kind": "repeat", "times": 2, "steps": [
            {"kind": "sweep", "axis": "stage.x", "positions": [1], "steps": [
                {"kind": "measure", "instruments": ["oven"]}]}]},
    ]  # fmt: skip
    plan = Plan.model_validate({"steps": steps})
    use = use_of(plan.steps, described(tmp_path / "bench.toml", BENCH), None)
    assert use == Use(frozenset({"oven"}), frozenset({"oven.t", "stage.x"}), frozenset({"oven.mode"}))
    assert use.instruments == {"oven", "stage"}
