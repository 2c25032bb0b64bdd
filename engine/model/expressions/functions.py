"""Functions that a formula may call, for numbers and for arrays, and what they do to units."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from typing import Any

import numpy as np

CONSTANTS = {"pi": math.pi, "e": math.e}
"""Names that stand for a number."""
ANY_NUMBER = 64
"""Values that a function takes at most."""


class UnitRule(Enum):
    """What a function makes of the units of its values."""

    ANGLE = "takes an angle, gives a plain number"
    TO_ANGLE = "takes a plain number, gives an angle in rad"
    PLAIN = "takes and gives a plain number"
    SAME = "gives the unit that all its values have"
    ROOT = "gives the root of the unit"
    RATIO = "all its values have one unit; gives a plain number"
    RATIO_ANGLE = "all its values have one unit; gives an angle in rad"
    GIVEN = "takes and gives the units that the function says"
    UNKNOWN = "nothing is known"


@dataclass(frozen=True)
class Function:
    """One function: for numbers, for arrays, how many values it takes, what it does to their units."""

    number: Callable[..., Any]
    array: Callable[..., Any]
    least: int = 1
    most: int = 1
    rule: UnitRule = UnitRule.UNKNOWN
    takes: str = ""
    """With GIVEN: the unit of its values; empty where unknown."""
    gives: str = ""
    """With GIVEN: the unit of its result; empty where unknown."""


def _gauss(x: float, centre: float, width: float) -> float:
    d = (x - centre) / width
    return math.exp(-0.5 * d * d)


def _gauss_array(x: Any, centre: Any, width: Any) -> Any:
    return np.exp(-0.5 * np.square((x - centre) / width))


def _both(name: str, rule: UnitRule, least: int = 1) -> Function:
    """A function that `math` and NumPy know under one name."""
    return Function(getattr(math, name), getattr(np, name), least, least, rule)


def _least(*values: Any) -> Any:
    return reduce(np.minimum, values)


def _greatest(*values: Any) -> Any:
    return reduce(np.maximum, values)


def _smallest(*values: float) -> float:
    return math.nan if any(map(math.isnan, values)) else min(values)


def _largest(*values: float) -> float:
    return math.nan if any(map(math.isnan, values)) else max(values)


def _sign(value: float) -> float:
    return math.nan if math.isnan(value) else float((value > 0) - (value < 0))


FUNCTIONS: dict[str, Function] = {
    **{name: _both(name, UnitRule.ANGLE) for name in ("sin", "cos", "tan")},
    "asin": Function(math.asin, np.arcsin, rule=UnitRule.TO_ANGLE),
    "acos": Function(math.acos, np.arccos, rule=UnitRule.TO_ANGLE),
    "atan": Function(math.atan, np.arctan, rule=UnitRule.TO_ANGLE),
    "atan2": Function(math.atan2, np.arctan2, 2, 2, UnitRule.RATIO_ANGLE),
    **{name: _both(name, UnitRule.PLAIN) for name in ("exp", "log", "log10", "log2", "sinh", "cosh", "tanh")},
    "sqrt": _both("sqrt", UnitRule.ROOT),
    "abs": Function(abs, np.abs, rule=UnitRule.SAME),
    "round": Function(lambda x: float(round(x)), np.round, rule=UnitRule.SAME),
    "floor": Function(lambda x: float(math.floor(x)), np.floor, rule=UnitRule.SAME),
    "ceil": Function(lambda x: float(math.ceil(x)), np.ceil, rule=UnitRule.SAME),
    "hypot": _both("hypot", UnitRule.SAME, 2),
    "min": Function(_smallest, _least, 2, ANY_NUMBER, UnitRule.SAME),
    "max": Function(_largest, _greatest, 2, ANY_NUMBER, UnitRule.SAME),
    "sign": Function(_sign, np.sign, rule=UnitRule.RATIO),
    "gauss": Function(_gauss, _gauss_array, 3, 3, UnitRule.RATIO),
}
"""Functions that every formula may call."""
