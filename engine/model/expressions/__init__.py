"""Formulas that people write: limits between axes, derived readings, conditions and parameters of plans.

`parse` turns a text into an `Expression`; nothing of Python is evaluated:

    from engine.model.expressions import ExpressionError, parse

    formula = parse("stage.x + stage.y < 40")      # ExpressionError (a ValueError) names the position of a mistake
    formula.names                                  # frozenset({"stage.x", "stage.y"})
    formula.holds({"stage.x": 1.0, "stage.y": 2.0})            # True
    parse("laser_nm + 5").number({"laser_nm": 532.0})          # 537.0
    parse("voltage / current").measured({"voltage": 1.0, "current": 0.0})  # inf, as IEEE 754 says
    checked = parse("u / i").in_units({"u": "mV", "i": "A"}, unit="ohm")   # converts by pint, refuses V/A as "s"
    checked.number({"u": 5.0, "i": 1.0})           # 0.005

A formula has numbers, also with a unit (`1239.84 [eV nm]`), names with dots (`stage.x`; in backquotes where a name has
other characters than letters, digits and `_`), texts in quotes to compare with, `+ - * / % **`, comparisons in chains
(`0 < x < 5`), `and`, `or`, `not`, `a if condition else b`, `pi`, `e`, and the functions of `FUNCTIONS`. Callers may add
functions of their own, such as calibration tables. Values are numbers, texts, booleans or arrays; arrays are calculated
element by element.
"""

from __future__ import annotations

from engine.model.expressions.expression import Expression, parse
from engine.model.expressions.functions import FUNCTIONS, Function, UnitRule
from engine.model.expressions.tokens import ExpressionError

__all__ = ["FUNCTIONS", "Expression", "ExpressionError", "Function", "UnitRule", "parse"]
