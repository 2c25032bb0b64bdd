"""Checks the units of a formula with pint and puts conversions where values of other units meet."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pint

from engine.model.expressions.functions import Function, UnitRule
from engine.model.expressions.tokens import ExpressionError
from engine.model.expressions.tree import (
    Binary,
    Call,
    Choice,
    Comparison,
    Converted,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Text,
)


@cache
def _registry() -> pint.UnitRegistry[Any]:
    return pint.UnitRegistry()


@cache
def known_unit(text: str) -> Any:
    """The unit as pint knows it; None where it does not, where the text is empty, or for arbitrary units ("a.u.")."""
    if not text.strip() or text.strip().endswith("."):
        return None
    try:
        unit = _registry().parse_units(text.replace("Ω", "ohm"))
        _registry().Quantity(1.0, unit).to_base_units()
    except Exception:  # noqa: BLE001 - whatever pint raises for a text, it is no unit
        return None
    return unit


@cache
def conversion(given: Any, wanted: Any) -> tuple[float, float] | None:
    """Factor and offset from one unit to another; None where their dimensions differ.

    Raises ValueError between a linear and a logarithmic unit, such as mW and dBm.
    """
    if given.dimensionality != wanted.dimensionality:
        return None
    quantity = _registry().Quantity
    with np.errstate(all="ignore"):
        none, one, two = (float(quantity(n, given).to(wanted).magnitude) for n in (0.0, 1.0, 2.0))
    if not abs((two - one) - (one - none)) <= 1e-9 * abs(one - none) < math.inf:
        raise ValueError(f"{given:~} cannot be converted to {wanted:~} by a factor")
    return (one, 0.0) if none == 0 else (one - none, none)


def _linear(unit: Any) -> bool:
    """Whether values of the unit may be multiplied: 0 of it is nothing, unlike 0 °C and 0 dBm."""
    return bool(_registry().Quantity(0.0, unit).to_base_units().magnitude == 0)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A part of a formula with its unit: None where that is not known; `bare` for numbers without unit."""

    node: Node
    unit: Any = None
    bare: bool = False


class UnitCheck:
    """Checks one formula whose values have `units`."""

    def __init__(self, text: str, functions: Mapping[str, Function], units: Mapping[str, str]) -> None:
        self._text = text
        self._functions = functions
        self._units = units

    def converted(self, tree: Node, unit: str) -> tuple[Node, str]:
        """The tree with conversions, its result in `unit` where one is given; and the unit of the result.

        Raises ExpressionError where units do not go together.
        """
        made = self._typed(tree)
        wanted = known_unit(unit)
        if wanted is not None and made.unit is not None:
            made = self._to(made, wanted, "the result is in {given}, which cannot be {wanted}")
        return made.node, "" if made.unit is None else f"{made.unit:~}"

    def _typed(self, node: Node) -> _Typed:
        match node:
            case Number():
                if not node.unit:
                    return _Typed(node, bare=True)
                unit = known_unit(node.unit)
                if unit is None:
                    raise ExpressionError(self._text, node.at, f"{node.unit!r} is not a unit that pint knows")
                return _Typed(node, unit)
            case Text():
                return _Typed(node)
            case Name():
                return _Typed(node, known_unit(self._units.get(node.name, "")))
            case Negative():
                inner = self._typed(node.value)
                return replace(inner, node=replace(node, value=inner.node))
            case Converted():
                return _Typed(node)
            case Binary(sign="**"):
                return self._power(node)
            case Binary(sign="*" | "/"):
                return self._product(node)
            case Binary():
                return self._sum(node)
            case Comparison():
                parts, _, _ = self._alike(node.at, *node.values)
                return _Typed(replace(node, values=parts), bare=True)
            case Logic():
                return _Typed(
                    replace(node, values=tuple(self._typed(v).node for v in node.values)), bare=True
                )
            case Not():
                return _Typed(replace(node, value=self._typed(node.value).node), bare=True)
            case Choice():
                condition = self._typed(node.condition).node
                (then, otherwise), unit, bare = self._alike(node.at, node.then, node.otherwise)
                return _Typed(Choice(node.at, condition, then, otherwise), unit, bare)
            case Call():
                return self._call(node)

    def _alike(self, at: int, *nodes: Node) -> tuple[tuple[Node, ...], Any, bool]:
        """Values that are added, compared or chosen from: all in the unit of the first that has one."""
        parts = [self._typed(node) for node in nodes]
        unit = next((part.unit for part in parts if part.unit is not None), None)
        if unit is not None:
            parts = [
                part
                if part.unit is None
                else self._to(part, unit, "{given} and {wanted} do not go together", at)
                for part in parts
            ]
            if any(part.unit is None and not part.bare for part in parts):
                unit = None
        return tuple(part.node for part in parts), unit, all(part.bare for part in parts)

    def _sum(self, node: Binary) -> _Typed:
        """A sum, difference or remainder; those of temperatures in °C are no temperatures in °C."""
        left, right = (self._typed(part).unit for part in (node.left, node.right))
        counted = [unit for unit in (left, right) if unit is not None]
        special = [unit for unit in counted if not _linear(unit)]
        if len(special) == 1 and len(counted) == 2:
            both = f"{_named(left)} and {_named(right)} do not go together in a sum or difference"
            raise ExpressionError(self._text, node.at, f"{both}; use one unit for both")
        parts, unit, bare = self._alike(node.at, node.left, node.right)
        made = replace(node, left=parts[0], right=parts[1])
        return _Typed(made, None if len(special) == 2 else unit, bare)

    def _product(self, node: Binary) -> _Typed:
        left, right = self._typed(node.left), self._typed(node.right)
        made = replace(node, left=left.node, right=right.node)
        if left.bare and right.bare:
            return _Typed(made, bare=True)
        units = [_plain() if part.bare else part.unit for part in (left, right)]
        if any(unit is None or not _linear(unit) for unit in units):
            return _Typed(made)
        return _Typed(made, units[0] * units[1] if node.sign == "*" else units[0] / units[1])

    def _power(self, node: Binary) -> _Typed:
        base, exponent = self._typed(node.left), self._plain(self._typed(node.right), node.at)
        made = replace(node, left=base.node, right=exponent.node)
        if base.unit is None or not _linear(base.unit):
            return _Typed(made, bare=base.bare)
        count = _constant(exponent.node)
        if count is not None:
            return _Typed(made, base.unit**count)
        base = self._plain(base, node.at)
        return _Typed(replace(made, left=base.node), _plain())

    def _call(self, node: Call) -> _Typed:
        function = self._functions[node.function]
        rule, at = function.rule, node.at
        if rule in (UnitRule.SAME, UnitRule.RATIO, UnitRule.RATIO_ANGLE):
            parts, unit, bare = self._alike(at, *node.arguments)
            made = replace(node, arguments=parts)
            if rule is UnitRule.SAME:
                return _Typed(made, unit, bare)
            return _Typed(made, _plain() if rule is UnitRule.RATIO else known_unit("rad"))
        given = [self._typed(argument) for argument in node.arguments]
        result: Any = None
        if rule in (UnitRule.PLAIN, UnitRule.TO_ANGLE):
            given = [self._plain(part, at) for part in given]
            result = _plain() if rule is UnitRule.PLAIN else known_unit("rad")
        elif rule is UnitRule.ANGLE:
            given = [self._as(part, "rad", at) for part in given]
            result = _plain()
        elif rule is UnitRule.GIVEN:
            given = [self._as(part, function.takes, at) for part in given]
            result = known_unit(function.gives)
        elif rule is UnitRule.ROOT and given[0].unit is not None and _linear(given[0].unit):
            result = given[0].unit ** 0.5
        return _Typed(replace(node, arguments=tuple(part.node for part in given)), result)

    def _plain(self, part: _Typed, at: int) -> _Typed:
        return self._as(part, "dimensionless", at)

    def _as(self, part: _Typed, unit: str, at: int) -> _Typed:
        wanted = known_unit(unit)
        if wanted is None or part.unit is None:
            return part
        return self._to(part, wanted, "{given} stands where {wanted} is needed", at)

    def _to(self, part: _Typed, wanted: Any, message: str, at: int | None = None) -> _Typed:
        if part.unit == wanted:
            return part
        names = {"given": _named(part.unit), "wanted": _named(wanted)}
        try:
            found = conversion(part.unit, wanted)
        except ValueError as error:
            raise ExpressionError(self._text, at, str(error)) from None
        if found is None:
            raise ExpressionError(
                self._text,
                at,
                f"{message.format(**names)}; a number may have a unit, as in 1239.84 [eV nm]",
            )
        if found == (1.0, 0.0):
            return replace(part, unit=wanted)
        return _Typed(Converted(part.node.at, part.node, *found), wanted)


def _plain() -> Any:
    return known_unit("dimensionless")


def _named(unit: Any) -> str:
    return f"{unit:~}" or "a plain number"


def _constant(node: Node) -> float | None:
    match node:
        case Number(value=value):
            return value
        case Negative(value=Number(value=value)):
            return -value
        case _:
            return None
