"""Checks that the unit of an expression is that of what it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.errors import Problem
from engine.model.bench import BenchSpec
from engine.model.expressions import Expression, ExpressionError
from engine.model.parameters import Tokens, in_unit, path_of

_SECONDS = frozenset({"seconds", "settle", "every", "for", "timeout", "delay"})
_COUNTS = frozenset({"num", "times", "repeats", "attempts"})


def unit_problems(
    plan: Mapping[str, Any], used: Mapping[Tokens, Expression], bench: BenchSpec
) -> Iterator[Problem]:
    """Say where an expression has another unit than the axis, setting, column or time that it stands for."""
    for at, expression in used.items():
        wanted = _unit_at(plan, at, bench)
        if not wanted or not expression.unit or expression.unit == wanted:
            continue
        try:
            if in_unit(1.0, expression.unit, wanted) == 1.0 and in_unit(0.0, expression.unit, wanted) == 0.0:
                continue
        except ExpressionError as error:
            if "pint" in str(error):
                continue
        what = f"{expression.text!r} is in {expression.unit}"
        yield Problem(path_of(at), f"{what}, but this takes {wanted}; give the parameter that unit")


def _unit_at(plan: Mapping[str, Any], at: Tokens, bench: BenchSpec) -> str:
    """The unit of a place in a plan; empty where it has none or it is not known."""
    last = str(at[-1])
    if last in _SECONDS:
        return "s"
    if last in _COUNTS:
        return ""
    above: list[Any] = [plan]
    for token in at:
        above.append(above[-1][token])
    for depth in range(len(at) - 1, -1, -1):
        holder, name = above[depth], at[depth]
        if not isinstance(holder, dict):
            continue
        if name in ("above", "below") and "column" in holder:
            return _unit_of_column(str(holder["column"]), holder.get("instrument"), bench)
        if name == "positions":
            return _unit_of_column(str(holder.get("axis")), None, bench)
        if name == "axes":
            return _unit_of_column(str(at[depth + 1]), None, bench)
        if name == "settings":
            return _unit_of_setting(str(holder.get("instrument")), str(at[depth + 1]), bench)
    return ""


def _unit_of_column(column: str, instrument: Any, bench: BenchSpec) -> str:
    name, _, part = column.partition(".") if instrument is None else (str(instrument), "", column)
    spec = bench.instruments.get(name)
    found = None if spec is None else spec.axes.get(part) or spec.reads.get(part)
    return found.unit if found is not None else ""


def _unit_of_setting(instrument: str, name: str, bench: BenchSpec) -> str:
    spec = bench.instruments.get(instrument)
    found = None if spec is None else spec.settings.get(name) or spec.axes.get(name)
    return found.unit if found is not None else ""
