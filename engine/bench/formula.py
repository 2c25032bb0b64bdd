"""Formulas of axis positions, such as `gauss(x, 3, 1) + 0.2 * stage.y`, compiled to functions."""

from __future__ import annotations

import ast
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np

Formula = Callable[[], Any]

_OPERATORS = (
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.Mod, ast.USub, ast.UAdd,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq,
)  # fmt: skip
_NODES = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp, ast.Load, *_OPERATORS)
_CONSTANTS = {"pi": math.pi, "e": math.e}


def _gauss(x: float, centre: float, width: float) -> float:
    d = (x - centre) / width
    return math.exp(-0.5 * d * d)


def _gauss_array(x: Any, centre: Any, width: Any) -> Any:
    return np.exp(-0.5 * np.square((x - centre) / width))


_SCALAR: dict[str, Any] = {
    **{name: getattr(math, name) for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "tanh", "hypot")},
    "abs": abs, "min": min, "max": max, "gauss": _gauss, "noise": lambda sigma=1.0: random.gauss(0.0, sigma),
}  # fmt: skip
_ARRAY: dict[str, Any] = {
    **{name: getattr(np, name) for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "tanh", "hypot", "abs")},
    "min": np.minimum, "max": np.maximum, "gauss": _gauss_array,
}  # fmt: skip

FUNCTIONS = tuple(sorted(_SCALAR))
"""Functions that a formula may call."""


class _Names(ast.NodeTransformer):
    """Turns `x` and `motor.x` into look-ups of positions, and collects which are needed."""

    def __init__(self, instrument: str, array: bool) -> None:
        self.instrument = instrument
        self.array = array
        self.columns: set[str] = set()

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, (*_NODES, ast.Call)):
            raise ValueError(f"{type(node).__name__} is not allowed in a formula")
        return super().generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, int | float) or isinstance(node.value, bool):
            raise ValueError(f"{node.value!r} is not a number")
        return ast.copy_location(ast.Constant(float(node.value)), node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in _CONSTANTS or (self.array and node.id == "i"):
            return node
        return self._column(f"{self.instrument}.{node.id}", node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if not isinstance(node.value, ast.Name):
            raise ValueError("write an axis of another instrument as instrument.axis")
        return self._column(f"{node.value.id}.{node.attr}", node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if not isinstance(node.func, ast.Name) or node.func.id not in _SCALAR or node.keywords:
            raise ValueError(f"a formula may only call {', '.join(FUNCTIONS)}")
        node.args = [self.visit(argument) for argument in node.args]
        return node

    def _column(self, column: str, node: ast.AST) -> ast.AST:
        self.columns.add(column)
        found = ast.Subscript(ast.Name("_world", ast.Load()), ast.Constant(column), ast.Load())
        return ast.copy_location(found, node)


def _parse(text: str, instrument: str, array: bool) -> tuple[ast.Expression, set[str]]:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise ValueError(f"{text!r} is not a formula: {error.msg}") from None
    names = _Names(instrument, array)
    made = names.visit(tree)
    assert isinstance(made, ast.Expression)
    return made, names.columns


def columns_of(text: str, instrument: str, array: bool) -> set[str]:
    """The axes that a formula needs, as `instrument.axis`. Raises ValueError in one line."""
    return _parse(text, instrument, array)[1]


def compile_formula(text: str, instrument: str, world: dict[str, float], length: int | None) -> Formula:
    """A function without arguments that returns the formula's value at the positions in `world`.

    With `length`, `i` is the array 0, 1, … length-1, and the value is an array of that length.
    """
    tree, _ = _parse(text, instrument, length is not None)
    body = ast.Lambda(ast.arguments([], [], None, [], [], None, []), tree.body)
    code = compile(ast.fix_missing_locations(ast.Expression(body)), f"<formula {text}>", "eval")
    names: dict[str, Any] = {"__builtins__": {}, "_world": world, **_CONSTANTS}
    if length is None:
        made: Formula = eval(code, {**names, **_SCALAR})  # only the nodes allowed above are left
        return lambda: _number(made())
    generator = np.random.default_rng()
    names |= _ARRAY | {
        "i": np.arange(length, dtype=float),
        "noise": lambda s=1.0: generator.normal(0.0, s, length),
    }
    inner: Formula = eval(code, names)
    return lambda: np.broadcast_to(_numbers(inner()), (length,)).copy()


def _number(value: Any) -> float:
    """A power such as `x ** 0.5` has a complex value where x is negative."""
    if isinstance(value, complex):
        raise ValueError("it has no real value")
    return float(value)


def _numbers(values: Any) -> np.ndarray:
    if np.iscomplexobj(values):
        raise ValueError("it has no real value")
    return np.asarray(values, dtype=float)
