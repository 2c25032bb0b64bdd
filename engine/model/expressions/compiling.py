"""Turns the tree of a formula into a function of its values: once for numbers, once for NumPy."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np

from engine.model.expressions.functions import Function
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

Values = Mapping[str, Any]
Compiled = Callable[[Values], Any]
Functions = Mapping[str, Function]

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def _power(base: Any, exponent: Any) -> Any:
    value = base**exponent
    if isinstance(value, complex):
        raise ValueError("it has no real value")
    return value


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "**": _power,
}


def compiled(node: Node, functions: Functions, arrays: bool) -> Compiled:
    """A function of the values by name; with `arrays` it calculates as NumPy does, element by element."""

    def make(part: Node) -> Compiled:
        return compiled(part, functions, arrays)

    match node:
        case Number(value=value) | Text(value=value):
            constant: Any = np.float64(value) if arrays and isinstance(value, float) else value
            return lambda values: constant
        case Name(name=name):
            return operator.itemgetter(name)
        case Negative():
            inner = make(node.value)
            return lambda values: -inner(values)
        case Binary():
            left, right, calculate = make(node.left), make(node.right), _ARITHMETIC[node.sign]
            return lambda values: calculate(left(values), right(values))
        case Converted(factor=factor, offset=offset):
            inner = make(node.value)
            return lambda values: inner(values) * factor + offset
        case Call():
            function = functions[node.function]
            call = function.array if arrays else function.number
            return _call(call, [make(argument) for argument in node.arguments])
        case Comparison():
            return _comparison(node.signs, [make(value) for value in node.values], arrays)
        case Logic():
            return _logic(node.word, [make(value) for value in node.values], arrays)
        case Not():
            inner = make(node.value)
            return (
                (lambda values: np.logical_not(inner(values))) if arrays else lambda values: not inner(values)
            )
        case Choice():
            condition, then, otherwise = make(node.condition), make(node.then), make(node.otherwise)
            if arrays:
                return lambda values: np.where(condition(values), then(values), otherwise(values))
            return lambda values: then(values) if condition(values) else otherwise(values)


def _call(call: Callable[..., Any], arguments: list[Compiled]) -> Compiled:
    if len(arguments) == 1:
        only = arguments[0]
        return lambda values: call(only(values))
    return lambda values: call(*[argument(values) for argument in arguments])


def _comparison(signs: tuple[str, ...], parts: list[Compiled], arrays: bool) -> Compiled:
    compare = [_COMPARE[sign] for sign in signs]
    if len(compare) == 1:
        (one, left, right) = (compare[0], *parts)
        return lambda values: one(left(values), right(values))

    def chain(values: Values) -> Any:
        made = [part(values) for part in parts]
        answers = [c(a, b) for c, a, b in zip(compare, made, made[1:], strict=False)]
        return reduce(np.logical_and, answers) if arrays else all(answers)

    return chain


def _logic(word: str, parts: list[Compiled], arrays: bool) -> Compiled:
    if arrays:
        join = np.logical_and if word == "and" else np.logical_or
        return lambda values: reduce(join, [part(values) for part in parts])
    if word == "and":
        return lambda values: all(part(values) for part in parts)
    return lambda values: any(part(values) for part in parts)
