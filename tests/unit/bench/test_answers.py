"""Meaning of answers: numbers, overloads, missing values, choices of settings."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bench.answers import Numbers
from engine.bench.choices import Choices, plain_setting

INF, NAN = math.inf, math.nan


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("9.9E37", INF),
        ("+9.9E37", INF),
        ("-9.9E37", -INF),
        ("9.90000E+37", INF),
        ("9.8999998e37", INF),  # single precision
        ("9.99999E+37", INF),
        ("199.999E+99", INF),
        ("-199.999E+99", -INF),
        ("1e39", INF),
        ("9.91E37", NAN),
        ("+9.910000E+37", NAN),
        ("9.9100002e37", NAN),
        ("OVLD", INF),
        ("ovld", INF),
        ('"OVLD"', INF),
        ("-OVLD", -INF),
        ("+OVERLOAD", INF),
        ("- OL", -INF),
        ("INF", INF),
        ("NINF", -INF),
        ("NAN", NAN),
        ("1.25E-3", 1.25e-3),
        ("9.8e37", 9.8e37),
        ("999999", 999999.0),
        (9.9e37, INF),
        (np.float32(9.9e37), INF),
        (True, 1.0),
        (" 5 ", 5.0),
    ],
)
def test_an_answer_as_a_number(answer: object, value: float) -> None:
    got = Numbers().number(answer)
    assert got == value or (math.isnan(got) and math.isnan(value))
    array = (
        Numbers().array(f"1,{answer},2", 3) if isinstance(answer, str) else Numbers().array([1, answer, 2], 3)
    )
    assert np.array_equal(array, [1, value, 2], equal_nan=True)


@pytest.mark.parametrize("answer", ["", "garbage", "1,2", "OVLDX", "1_000", "UNDER", None, "1 V"])
def test_an_answer_that_is_not_a_number_is_quoted_in_the_error(answer: object) -> None:
    with pytest.raises(ValueError, match="which is not a number"):
        Numbers().number(answer)


def test_a_bench_may_list_its_own() -> None:
    numbers = Numbers(overload=["TOO MUCH", 999999, "-888"], no_value=["----", -1])
    for answer, value in (("too much", INF), ("-TOO MUCH", -INF), ("999999", INF), ("+9.99999E+05", INF)):
        assert numbers.number(answer) == value
    assert numbers.number("-999999") == -INF
    assert numbers.number("-888") == -INF and numbers.number("888") == 888
    assert (
        math.isnan(numbers.number("----")) and math.isnan(numbers.number("-1.0")) and numbers.number("1") == 1
    )
    assert numbers.number("OVLD") == INF
    array = numbers.array("1,999999,-1,TOO MUCH", 4)
    assert np.array_equal(array, [1, INF, NAN, INF], equal_nan=True)


@given(st.lists(st.floats(-9e37, 9e37), min_size=1, max_size=20))
def test_measured_values_are_what_was_answered(values: list[float]) -> None:
    assert [Numbers().number(repr(value)) for value in values] == values
    assert Numbers().array(",".join(map(repr, values)), len(values)).tolist() == values


@pytest.mark.parametrize("answer", ["1,2,three", "1,2", [1, 2, "x"], 5, None])
def test_an_array_of_another_length_is_an_error(answer: object) -> None:
    with pytest.raises(ValueError, match=r"not a list of numbers|numbers instead of 3"):
        Numbers().array(answer, 3)


SWITCH, FUNCTIONS = ["ON", "OFF"], ["VOLT:DC", "VOLT:AC", "CURR:DC", "RES", "FRES"]


@pytest.mark.parametrize(
    ("choices", "answer", "choice"),
    [
        (SWITCH, "1", "ON"),
        (SWITCH, "+1", "ON"),
        (SWITCH, 1.0, "ON"),
        (SWITCH, True, "ON"),
        (SWITCH, "0", "OFF"),
        (SWITCH, "on", "ON"),
        (SWITCH, '"OFF"', "OFF"),
        (SWITCH, False, "OFF"),
        (["ON", "OFF", "AUTO"], "0", "OFF"),
        (["on", "off"], "1", "on"),
        (["1", "0"], "ON", "1"),
        (["True", "False"], "1", "True"),
        (FUNCTIONS, '"VOLT:DC"', "VOLT:DC"),
        (FUNCTIONS, "VOLT", "VOLT:DC"),
        (FUNCTIONS, "VOLTAGE", "VOLT:DC"),
        (FUNCTIONS, '"VOLT:AC"', "VOLT:AC"),
        (FUNCTIONS, "VOLTage:AC", "VOLT:AC"),
        (FUNCTIONS, "RES", "RES"),
        (FUNCTIONS, "RESISTANCE", "RES"),
        (["VOLT", "CURR"], '"VOLT:DC"', "VOLT"),
        (["VOLTage", "CURRent"], "CURR", "CURRent"),
        (["IMMediate", "EXTernal"], "EXT", "EXTernal"),
        (["4", "5"], "+5.0E+00", "5"),
        (["slow", "fast"], "FAST", "fast"),
        (SWITCH, "2", None),
        (SWITCH, "STANDBY", None),
        (["VOLT", "CURR"], "VOLT:AC", None),
        (["IMM", "EXT"], "EXTRA", None),
        (["a", "A"], "b", None),
        (["a", "A"], "A", "A"),
        (["FAST", "SLOW"], "", None),
    ],
)
def test_an_answer_as_a_choice(choices: list[str], answer: str | float, choice: str | None) -> None:
    assert Choices(choices, {}).meant(answer) == choice
    if choice is None:
        assert Choices(choices, {}).value(answer) == str(answer)


def test_answers_that_the_bench_lists_come_first() -> None:
    low_active = Choices(["ON", "OFF"], {"ON": ("0", "NORM"), "OFF": (1,)})
    assert [low_active.meant(answer) for answer in ("0", "1", "norm", "ON", "5")] == [
        "ON",
        "OFF",
        "ON",
        "ON",
        None,
    ]


def test_a_setting_without_choices_is_a_number_or_the_answer_as_it_came() -> None:
    assert [plain_setting(answer) for answer in ("1.50", "AUTO", '"VOLT"', "INF", "nan")] == [
        1.5, "AUTO", '"VOLT"', "INF", "nan",
    ]  # fmt: skip
