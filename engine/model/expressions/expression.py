"""A parsed formula: which values it needs, and its value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from engine.model.expressions.compiling import Compiled, compiled
from engine.model.expressions.functions import FUNCTIONS, Function
from engine.model.expressions.parser import Parser
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
    walk,
)

_FAULTS = (ArithmeticError, ValueError, TypeError, KeyError)


class Expression:
    """A formula; make one with `parse`. It is immutable, and any thread may use it."""

    def __init__(self, text: str, tree: Node, functions: Mapping[str, Function], unit: str = "") -> None:
        self.text = text
        self.tree = tree
        self.functions = functions
        self.unit = unit
        """Unit of its value; empty where it is not known."""

    def __str__(self) -> str:
        """The formula as it was written."""
        return self.text

    @cached_property
    def names(self) -> frozenset[str]:
        """The values that it needs, such as `stage.x`."""
        return frozenset(node.name for node in walk(self.tree) if isinstance(node, Name))

    @cached_property
    def is_condition(self) -> bool:
        """Whether it says yes or no, not a number."""
        return isinstance(self.tree, Comparison | Logic | Not)

    @cached_property
    def _of_numbers(self) -> Compiled:
        return compiled(self.tree, self.functions, arrays=False)

    @cached_property
    def _of_arrays(self) -> Compiled:
        return compiled(self.tree, self.functions, arrays=True)

    def value(self, values: Mapping[str, Any]) -> Any:
        """Its value: a number, boolean or text; an array where one of the values is an array.

        Raises ExpressionError where it has none, such as a division by zero of numbers.
        """
        try:
            return self._of_numbers(values)
        except _FAULTS as error:
            if any(isinstance(values.get(name), np.ndarray) for name in self.names):
                return self._by_numpy(values)
            raise self._fault(error, values) from None

    def number(self, values: Mapping[str, Any]) -> float:
        """Its value as a number. Raises ExpressionError where it has none."""
        value = self.value(values)
        if isinstance(value, str | np.ndarray):
            raise ExpressionError(self.text, None, "its value is not a number")
        return float(value)

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether the condition is true; a number is true unless it is 0 or NaN. Raises ExpressionError."""
        value = self.number(values)
        return value != 0 and not math.isnan(value)

    def measured(self, values: Mapping[str, float | np.ndarray]) -> float | np.ndarray:
        """Its value as a reading: where a number has none (1/0, 0/0, the root of -1), ±infinity or NaN as IEEE 754
        says.

        Raises ExpressionError for a value that is missing or a text.
        """
        if any(isinstance(values.get(name), np.ndarray) for name in self.names):
            value = self._by_numpy(values)
        else:
            try:
                value = self._of_numbers(values)
            except _FAULTS:
                value = self._by_numpy(values)
        if isinstance(value, np.ndarray) and value.ndim:
            return np.asarray(value, dtype=float)
        if isinstance(value, str):
            raise ExpressionError(self.text, None, "its value is a text")
        return float(value)

    def in_units(self, units: Mapping[str, str], unit: str = "") -> Expression:
        """The formula with its units checked: values given in `units` become comparable, the result is in `unit`.

        A value whose unit is not given, or not known to pint, is not checked. A number without unit has the unit of
        what it is added to or compared with, and is a plain factor otherwise. Raises ExpressionError.
        """
        # pint takes a third of a second to load: only who checks units pays for it
        from engine.model.expressions.unit_check import UnitCheck

        tree, made = UnitCheck(self.text, self.functions, units).converted(self.tree, unit)
        return Expression(self.text, tree, self.functions, unit or made)

    def renamed(self, rename: Callable[[str], str]) -> Expression:
        """The same formula with other names for its values; its text stays."""

        return self._mapped(lambda name: replace(name, name=rename(name.name)))

    def given(self, values: Mapping[str, float]) -> Expression:
        """The same formula with numbers in the place of some names."""
        return self._mapped(lambda n: Number(n.at, float(values[n.name])) if n.name in values else n)

    def _mapped(self, named: Callable[[Name], Node]) -> Expression:
        def new(node: Node) -> Node:
            match node:
                case Name():
                    return named(node)
                case Negative() | Not() | Converted():
                    return replace(node, value=new(node.value))
                case Binary():
                    return replace(node, left=new(node.left), right=new(node.right))
                case Comparison() | Logic():
                    return replace(node, values=tuple(map(new, node.values)))
                case Call():
                    return replace(node, arguments=tuple(map(new, node.arguments)))
                case Choice():
                    return Choice(node.at, new(node.condition), new(node.then), new(node.otherwise))
                case _:
                    return node

        return Expression(self.text, new(self.tree), self.functions, self.unit)

    def refuse_unknown(self, known: Callable[[str], bool], what: str = "there is no {name!r}") -> None:
        """Raise ExpressionError, at its position, for the first name that is not `known`."""
        for node in walk(self.tree):
            if isinstance(node, Name) and not known(node.name):
                raise ExpressionError(self.text, node.at, what.format(name=node.name))

    def _by_numpy(self, values: Mapping[str, Any]) -> Any:
        as_numpy = {
            name: np.float64(value) if isinstance(value, int | float) else value
            for name in self.names
            if (value := values.get(name)) is not None
        }
        try:
            with np.errstate(all="ignore"):
                return self._of_arrays(as_numpy)
        except _FAULTS as error:
            raise self._fault(error, values) from None

    def _fault(self, error: Exception, values: Mapping[str, Any]) -> ExpressionError:
        if isinstance(error, ExpressionError):
            return error
        for node in walk(self.tree):
            if isinstance(node, Name) and values.get(node.name) is None:
                return ExpressionError(self.text, node.at, f"{node.name} has no value")
        given = ", ".join(f"{n} = {_shown(values[n])}" for n in sorted(self.names))
        why = "it mixes texts and numbers" if isinstance(error, TypeError) else str(error)
        return ExpressionError(self.text, None, f"it has no value{f' with {given}' if given else ''}: {why}")


def parse(text: str, functions: Mapping[str, Function] = FUNCTIONS) -> Expression:
    """The formula that a text says. Raises ExpressionError with the position of the first mistake."""
    return Expression(text.strip(), Parser(text.strip(), functions).parse(), functions)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else repr(value)[:40]
