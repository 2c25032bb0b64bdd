"""A plan's check finds every problem at once, with its path; a right plan is kept as it was written."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import PlanRefused
from engine.model.bench import AxisSpec, BenchSpec, InstrumentSpec, ReadSpec, SettingSpec
from engine.model.plan import Sweep
from engine.model.plan_check import check_plan
from engine.model.positions import walk
from engine.scans.procedures import catalogue

BENCH = BenchSpec(
    instruments={
        "stage": InstrumentSpec(
            name="stage",
            axes={
                "x": AxisSpec(unit="mm", limits=(0, 25), speed=5),
                "y": AxisSpec(unit="mm", limits=(0, 25)),
            },
        ),
        "spectrometer": InstrumentSpec(
            name="spectrometer",
            reads={
                "intensity": ReadSpec(unit="counts", duration=0.1),
                "spectrum": ReadSpec(shape=(1024,), duration=0.4),
            },
            settings={
                "exposure": SettingSpec(unit="s", limits=(0, 1)),
                "grating": SettingSpec(choices=("300", "1200")),
                "serial": SettingSpec(writable=False),
            },
        ),
        "meter": InstrumentSpec(name="meter", reads={"intensity": ReadSpec(unit="V")}),
    }
)
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
MEASURE = {"kind": "measure", "instruments": ["spectrometer"]}


def problems(*steps: Any, **fields: Any) -> dict[str, str]:
    return {
        p.path: p.message for p in check_plan({"steps": list(steps), **fields}, BENCH, catalogue()).problems
    }


def sweep(axis: str = "stage.x", positions: Any = (0.0, 1.0), *steps: Any, **options: Any) -> dict[str, Any]:
    inner = list(steps) or [MEASURE]
    positions = list(positions) if isinstance(positions, tuple) else positions
    return {"kind": "sweep", "axis": axis, "positions": positions, "steps": inner, **options}


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
    assert found["steps[1].steps[0].positions"] == "0 to 30 mm lies outside stage.y's limits 0 to 25 mm"


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


@pytest.mark.parametrize(
    "steps", [[], [{"kind": "wait", "seconds": 1}], [sweep("stage.x", (0,), {"kind": "wait", "seconds": 1})]]
)
def test_a_plan_that_measures_nothing_is_refused(steps: list[Any]) -> None:
    assert "steps" in problems(*steps)


@pytest.mark.parametrize(
    "data", [None, [], "plan", 3, {}, {"steps": None}, {"steps": [None]}, {"steps": [[]]}]
)
def test_whatever_is_no_plan_is_refused_with_a_problem(data: Any) -> None:
    report = check_plan(data, BENCH)
    assert report.problems
    with pytest.raises(PlanRefused):
        report.required()


@pytest.mark.parametrize("spacing", ["linear", "log"])
def test_one_position_of_a_range_is_its_start(spacing: str) -> None:
    one = sweep("stage.x", {"start": 2, "stop": 5, "num": 1, "spacing": spacing})
    report = check_plan({"steps": [one]}, BENCH)
    assert report.points == 1
    step = report.required().steps[0]
    assert isinstance(step, Sweep)
    assert list(walk(step.exact())) == [2.0]


def test_a_hundred_levels_are_fine() -> None:
    step: Any = MEASURE
    for level in range(99):
        step = (
            {"kind": "repeat", "times": 2, "steps": [step]}
            if level < 30
            else sweep("stage.x", [0], step, relative=True)
        )
    assert check_plan({"steps": [step]}, BENCH).points == 2**30


def test_nesting_has_an_end() -> None:
    step: Any = MEASURE
    for _ in range(2000):
        step = {"kind": "repeat", "times": 1, "steps": [step]}
    assert any("deeper" in message for message in problems(step).values())


def test_what_lies_just_outside_is_told_with_all_its_digits() -> None:
    found = problems(sweep("stage.x", [0, 25.0000000001]))["steps[0].positions"]
    assert "0 to 25.0000000001 mm lies outside" in found


@pytest.mark.parametrize(
    ("value", "fits"), [(1_000_000, True), (1e6, True), ("1000000", True), (1_000_001, False)]
)
def test_a_choice_is_a_number_however_it_is_written(value: Any, fits: bool) -> None:
    spec = SettingSpec(choices=("1000000", "low"))
    source = InstrumentSpec(name="source", settings={"rate": spec})
    bench = BenchSpec(instruments={**BENCH.instruments, "source": source})
    steps = [{"kind": "set", "instrument": "source", "settings": {"rate": value}}, MEASURE]
    assert (not check_plan({"steps": steps}, bench).problems) is fits


def test_a_relative_sweep_may_not_span_more_than_the_limits() -> None:
    assert "span" in problems(sweep("stage.x", [-20, 20], relative=True))["steps[0].positions"]
    assert not problems(sweep("stage.x", [-10, 10], relative=True))


def test_an_axis_is_swept_twice_only_when_the_inner_one_is_relative() -> None:
    inner = sweep("stage.x", [0.0])
    assert "steps[0].steps[0].axis" in problems(sweep("stage.x", [1.0], inner))
    assert not problems(sweep("stage.x", [1.0], {**inner, "relative": True}))


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
        ({"times": 2, "until": "2030-01-31T18:00:00Z"}, ""),
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


def test_estimates_of_repeats() -> None:
    paced = check_plan({"steps": [{"kind": "repeat", "times": 3, "every": 10, "steps": [MEASURE]}]}, BENCH)
    assert (paced.points, paced.duration) == (3, pytest.approx(20.5))
    until = {"column": "intensity", "above": 1}
    open_ended = check_plan({"steps": [{"kind": "repeat", "until": until, "steps": [MEASURE]}]}, BENCH)
    assert (open_ended.points, open_ended.duration, open_ended.size) == (None, None, None)


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


def test_more_points_than_can_be_counted_are_refused() -> None:
    step: dict[str, Any] = {"kind": "measure", "instruments": ["meter"]}
    for _ in range(3):
        step = {"kind": "repeat", "times": 10**9, "steps": [step]}
    report = check_plan({"steps": [step]}, BENCH)
    assert report.plan is None
    assert [(p.path, "1,000,000,000,000" in p.message) for p in report.problems] == [("steps", True)]
