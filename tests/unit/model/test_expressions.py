"""Formulas that people write: what they calculate, what they refuse, and their units."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.expressions import FUNCTIONS, Expression, ExpressionError, Function, UnitRule, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 ** 2", 19.0),
        ("-2 ** 2", -4.0),
        ("2 ** -1", 0.5),
        ("2 ** 3 ** 2", 512.0),
        ("7 - 2 - 1", 4.0),
        ("7 % 4 / 2", 1.5),
        ("1.5e3 + .5", 1500.5),
        ("x * (y - 1)", 8.0),
        ("stage.x + stage.y", 7.0),
        ("`stage-2.x` * 2", 20.0),
        ("max(x, y, 1) - min(x, y)", 1.0),
        ("1 if x < y else 2", 2.0),
        ("hypot(x, 3) + sqrt(y ** 2)", 8.0),
        ("atan2(1, 1) * 4 - pi", 0.0),
        ("round(x / 3) + floor(-0.5) + ceil(0.5)", 1.0),
        ("sign(-x)", -1.0),
    ],
)
def test_they_calculate(text: str, value: float) -> None:
    values = {"x": 4.0, "y": 3.0, "stage.x": 3.0, "stage.y": 4.0, "stage-2.x": 10.0}
    assert parse(text).number(values) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("x + y < 40", True),
        ("0 < x < 5 <= y", True),
        ("not x > 5 and (y == 5 or y > 100)", True),
        ("x > 5 or y > 100", False),
        ("mode == 'CURR' and x != 4", False),
        ("nan < 1 or nan > 1", False),
        ("nan", False),
        ("x - 4", False),
    ],
)
def test_conditions_hold_or_not(text: str, holds: bool) -> None:
    assert parse(text).holds({"x": 4.0, "y": 5.0, "mode": "CURR", "nan": math.nan}) is holds


def test_names_are_found_and_can_be_renamed() -> None:
    formula = parse("x + stage.x * sin(`a-b.c`) if not lambda < 3 else -e")
    assert formula.names == {"x", "stage.x", "a-b.c", "lambda"}
    assert formula.renamed(lambda name: name if "." in name else f"own.{name}").names == {
        "own.x", "stage.x", "a-b.c", "own.lambda",
    }  # fmt: skip
    assert parse("x < 1").is_condition
    assert not parse("x + 1").is_condition


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("1 +", 3, "expected a number or a name, found the end"),
        ("stage.x = 3", 8, "write =="),
        ("x ^ 2", 2, r"write \*\*"),
        ("(x", 2, r"expected '\)', found the end"),
        ("x y", 2, "'y' does not belong here"),
        ("gaus(x, 1, 1)", 0, "did you mean gauss"),
        ("2 * sin(1, 2)", 4, "sin takes 1 value, not 2"),
        ("min(1)", 0, "min takes at least 2 values, not 1"),
        ("3 # x", 2, "'#' means nothing here"),
        ("[1][0]", 0, "expected a number"),
        ("f(x=1)", 3, "write =="),
        ("1e999", 0, "too large"),
        ("(" * 60 + "1" + ")" * 60, 50, "nested too deeply"),
        ("1 + " * 1000 + "1", None, "at most 2000 characters"),
        ("", 0, "expected a number or a name, found the end"),
    ],
)
def test_mistakes_are_refused_at_their_position(text: str, position: int | None, says: str) -> None:
    with pytest.raises(ExpressionError, match=says) as caught:
        parse(text)
    assert caught.value.position == position
    assert position is None or f"at character {position + 1}: " in str(caught.value)


def test_an_unknown_name_is_refused_at_its_position() -> None:
    with pytest.raises(ExpressionError, match=r"at character 11: there is no axis .stage\.z."):
        parse("stage.x + stage.z < 4").refuse_unknown(
            lambda name: name == "stage.x", "there is no axis {name!r}"
        )
    with pytest.raises(ExpressionError, match=r"at character 5: stage\.x has no value"):
        parse("1 + stage.x").number({})


@pytest.mark.parametrize("text", ["1 / x", "log(x - 1)", "(x - 1) ** 0.5", "x + 'a'", "10 ** 1000 * 10.0"])
def test_a_formula_without_value_is_an_error_and_never_a_number(text: str) -> None:
    with pytest.raises(ExpressionError, match="it has no value"):
        parse(text).number({"x": 0.0})


def test_a_reading_without_value_is_what_ieee_754_says() -> None:
    ratio = parse("u / i")
    assert ratio.measured({"u": 1.0, "i": 0.0}) == math.inf
    assert ratio.measured({"u": -1.0, "i": 0.0}) == -math.inf
    assert math.isnan(float(ratio.measured({"u": 0.0, "i": 0.0})))
    assert math.isnan(float(parse("sqrt(u)").measured({"u": -1.0})))
    with pytest.raises(ExpressionError, match="i has no value"):
        ratio.measured({"u": 1.0})


def test_arrays_are_calculated_element_by_element() -> None:
    trace = np.array([1.0, 2.0, 4.0])
    assert parse("t / dark - 1").measured({"t": trace, "dark": 2.0}) == pytest.approx([-0.5, 0.0, 1.0])
    assert parse("t if 1 < t and t < 3 else -1").measured({"t": trace}) == pytest.approx([-1.0, 2.0, -1.0])
    assert parse("max(t, 2) + sin(0 * t)").measured({"t": trace}) == pytest.approx([2.0, 2.0, 4.0])


@pytest.mark.parametrize(
    ("text", "units", "unit", "values", "result"),
    [
        ("u / i", {"u": "mV", "i": "A"}, "ohm", {"u": 5.0, "i": 1.0}, 0.005),
        ("u / i", {"u": "mV", "i": "uA"}, "kΩ", {"u": 5.0, "i": 1.0}, 5.0),
        ("hypot(x, y)", {"x": "mm", "y": "um"}, "mm", {"x": 3.0, "y": 4000.0}, 5.0),
        ("atan2(y, x)", {"x": "mm", "y": "mm"}, "deg", {"x": 1.0, "y": 1.0}, 45.0),
        ("sin(a)", {"a": "deg"}, "", {"a": 30.0}, 0.5),
        ("1239.84 [eV nm] / w", {"w": "nm"}, "meV", {"w": 1000.0}, 1239.84),
        ("x + 2", {"x": "um"}, "mm", {"x": 998.0}, 1.0),
        ("2 * x", {"x": "um"}, "mm", {"x": 500.0}, 1.0),
        ("t", {"t": "degC"}, "K", {"t": 20.0}, 293.15),
        ("a - b", {"a": "degC", "b": "degC"}, "K", {"a": 20.0, "b": 15.0}, 5.0),
        ("sqrt(p * r)", {"p": "mW", "r": "kohm"}, "V", {"p": 1.0, "r": 1.0}, 1.0),
        ("x ** 2", {"x": "mm"}, "cm**2", {"x": 10.0}, 1.0),
        ("s / t", {"s": "counts", "t": "a.u."}, "m", {"s": 6.0, "t": 2.0}, 3.0),
        ("exp(u / v)", {"u": "mV", "v": "V"}, "", {"u": 1000.0, "v": 1.0}, math.e),
    ],
)
def test_units_are_converted(
    text: str, units: dict[str, str], unit: str, values: dict[str, float], result: float
) -> None:
    checked = parse(text).in_units(units, unit)
    assert checked.number(values) == pytest.approx(result)
    assert checked.unit == unit or not unit


def test_limits_compare_in_one_unit() -> None:
    near = parse("x + y < 40").in_units({"x": "mm", "y": "um"})
    assert near.holds({"x": 39.0, "y": 999.0})
    assert not near.holds({"x": 39.0, "y": 1001.0})


@pytest.mark.parametrize(
    ("text", "units", "unit", "says"),
    [
        ("u / i", {"u": "V", "i": "A"}, "s", "the result is in V / A, which cannot be s"),
        ("x + 2 * t", {"x": "mm", "t": "s"}, "", "at character 3: s and mm do not go together"),
        ("exp(x)", {"x": "mm"}, "", "at character 1: mm stands where a plain number is needed"),
        ("sin(x)", {"x": "mm"}, "", "mm stands where rad is needed"),
        ("x < 3 [s]", {"x": "mm"}, "", "s and mm do not go together"),
        ("1239.84 / w", {"w": "nm"}, "eV", r"as in 1239.84 \[eV nm\]"),
        ("3 [parsnip]", {}, "", "'parsnip' is not a unit"),
        ("t - 5 [K]", {"t": "degC"}, "", "use one unit for both"),
        ("p < q", {"p": "dBm", "q": "mW"}, "", "cannot be converted"),
    ],
)
def test_units_that_do_not_go_together_are_refused(
    text: str, units: dict[str, str], unit: str, says: str
) -> None:
    with pytest.raises(ExpressionError, match=says):
        parse(text).in_units(units, unit)


def test_callers_add_functions_with_units() -> None:
    table = Function(lambda a: 10 * a, lambda a: 10 * a, rule=UnitRule.GIVEN, takes="mm", gives="eV")
    formula = parse("calibration(stage.x)", {**FUNCTIONS, "calibration": table})
    assert formula.in_units({"stage.x": "um"}, "meV").number({"stage.x": 500.0}) == pytest.approx(5000.0)


@given(st.text(alphabet="xy.1 2()+-*/<>=!%,`'\"[]eifandorotls\n", max_size=40))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        formula = parse(text)
    except ExpressionError as error:
        assert error.position is None or 0 <= error.position <= len(text)
        return
    assert isinstance(formula, Expression)
    try:
        assert isinstance(formula.number(dict.fromkeys(formula.names, 2.0)), float)
    except ExpressionError as error:
        assert "value" in str(error)


@given(st.recursive(
    st.floats(-9, 9).map(lambda x: f"{x:.3f}") | st.just("x"),
    lambda inner: st.tuples(inner, st.sampled_from("+-*<"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
    max_leaves=12,
))  # fmt: skip
def test_they_calculate_as_python_does(text: str) -> None:
    assert parse(text).number({"x": 1.5}) == float(eval(text, {"x": 1.5}))
