"""What the format of a command makes of a value, and what the check of a plan says about it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.bench import AxisSpec, BenchSpec, InstrumentSpec, ReadSpec, SettingSpec
from engine.model.plan_check import check_plan
from engine.model.sending import as_sent, fields_of, filled, takes_fractions


@pytest.mark.parametrize(
    ("template", "value", "command"),
    [
        ("A {value}", 1.5, "A 1.5"),
        ("A {value:d}", 3.0, "A 3"),
        ("A {value:d}", 3.0000000000000004, "A 3"),
        ("A {value:02X}", 255.0, "A FF"),
        ("A {value:.3f},{value:d}", 2.0, "A 2.000,2"),
        ("A {value:d}", "8", "A 8"),
        ("A {value:s}", "ON", "A ON"),
        ("A {value:.1f}", "0.25", "A 0.2"),
    ],
)
def test_a_command_with_its_value(template: str, value: float | str, command: str) -> None:
    assert filled(template, value) == command


@pytest.mark.parametrize(
    ("template", "value", "words"),
    [
        ("A {value:d}", 0.5, r"0\.5 cannot be sent as \{value:d\}"),
        ("A {value:.3f}", "ON", r"'ON' cannot be sent as \{value:\.3f\}"),
        ("A {value:s}", 1.5, r"cannot be sent"),
        ("A {value:c}", 1e12, r"cannot be sent"),
        ("A {value:d}", float("inf"), r"cannot be sent"),
    ],
)
def test_what_a_format_cannot_write_is_refused(template: str, value: float | str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        filled(template, value)


def test_what_is_sent_is_what_the_instrument_gets() -> None:
    assert as_sent("", 1.23456) == 1.23456
    assert as_sent(fields_of("V {value:.3f}"), 1.23456) == 1.235
    assert as_sent(fields_of("V {value:+.2e}"), 1234.5) == 1230.0
    assert as_sent(fields_of("V {value:d}"), 7.0) == 7.0
    assert as_sent(fields_of("V {value:X}"), 255.0) == 255.0
    assert as_sent(fields_of("V {value:.1%}"), 0.5) == 0.5
    assert takes_fractions("{value:.0f}") and not takes_fractions("{value:d}")


@given(st.floats(-1e6, 1e6))
def test_sending_what_is_sent_changes_nothing(value: float) -> None:
    for fields in ("{value:.3f}", "{value:.4g}", "{value:.2e}"):
        once = as_sent(fields, value)
        assert as_sent(fields, once) == once


AXES = {
    "slot": AxisSpec(format="{value:d}", limits=(0, 10)),
    "v": AxisSpec(unit="V", format="{value:.1f}", limits=(0, 0.97)),
    "free": AxisSpec(format="{value:.2f}"),
}
SETTINGS = {
    "index": SettingSpec(format="{value:d}"),
    "mode": SettingSpec(format="{value:d}", choices=("1", "2")),
}
BENCH = BenchSpec(
    instruments={
        "a": InstrumentSpec(name="a", axes=AXES, settings=SETTINGS, reads={"r": ReadSpec()}),
    }
)


def problems(*steps: dict[str, Any]) -> list[tuple[str, str]]:
    measure = {"kind": "measure", "instruments": ["a"]}
    report = check_plan({"steps": [*steps, measure]}, BENCH)
    return [(p.path, p.message) for p in report.problems]


def sweep(axis: str, positions: Any, **more: Any) -> dict[str, Any]:
    steps = [{"kind": "measure", "instruments": ["a"]}]
    return {"kind": "sweep", "axis": f"a.{axis}", "positions": positions, "steps": steps, **more}


@pytest.mark.parametrize(
    "step",
    [
        sweep("slot", [0, 1, 2]),
        sweep("slot", {"start": 0, "stop": 10, "num": 11}),
        sweep("slot", [1], relative=True),
        sweep("v", [0.1, 0.2, 0.9]),
        sweep("v", [0.5, 0.5]),
        sweep("free", {"start": 0, "stop": 1, "num": 101}),
        {"kind": "set", "instrument": "a", "settings": {"index": 3, "mode": "2", "slot": 4.0}},
        {"kind": "set", "instrument": "a", "settings": {"index": "3", "mode": 2}},
    ],
)
def test_what_can_be_sent_is_accepted(step: dict[str, Any]) -> None:
    assert problems(step) == []


@pytest.mark.parametrize(
    ("step", "path", "words"),
    [
        (sweep("slot", [0, 0.5, 1]), "steps[0].positions", "a.slot: 0.5 cannot be sent as {value:d}"),
        (sweep("slot", {"start": 0, "stop": 10, "num": 21}), "steps[0].positions", "0.5 cannot be sent"),
        (sweep("slot", {"start": 0, "stop": 10, "step": 2.5}), "steps[0].positions", "2.5 cannot be sent"),
        (sweep("slot", [0.5], relative=True), "steps[0].positions", "0.5 cannot be sent"),
        (
            sweep("v", [0.1, 0.96]),
            "steps[0].positions",
            "0.96 would be sent as 1, outside a.v's limits 0 to 0.97 V",
        ),
        (sweep("v", [0.11, 0.12]), "steps[0].positions", "0.11 and 0.12 would both be sent as 0.1"),
        (
            sweep("free", {"start": 0, "stop": 1, "num": 1001}),
            "steps[0].positions",
            "would both be sent as 0:",
        ),
        (
            {"kind": "set", "instrument": "a", "settings": {"index": 0.5}},
            "steps[0].settings.index",
            "0.5 cannot be sent as {value:d}",
        ),
        (
            {"kind": "set", "instrument": "a", "settings": {"index": "x"}},
            "steps[0].settings.index",
            "'x' cannot be sent as {value:d}",
        ),
        (
            {"kind": "set", "instrument": "a", "settings": {"slot": 0.5}},
            "steps[0].settings.slot",
            "0.5 cannot be sent as {value:d}",
        ),
        (
            {"kind": "set", "instrument": "a", "settings": {"v": 0.96}},
            "steps[0].settings.v",
            "0.96 would be sent as 1, outside the limits 0 to 0.97 V",
        ),
    ],
)
def test_what_cannot_be_sent_is_a_problem_of_the_check(step: dict[str, Any], path: str, words: str) -> None:
    ((where, message),) = problems(step)
    assert where == path and words in message
