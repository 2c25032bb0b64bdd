"""What a formula in a bench file may name: parts of its own instrument, and `instrument.part` of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any

import numpy as np

from engine.bench.config import ConfigFormula, InstrumentConfig
from engine.bench.table_parts import TableConfig
from engine.model.bench import InstrumentSpec
from engine.model.expressions import FUNCTIONS, Expression, ExpressionError, Function, UnitRule, parse


class Kind(Enum):
    """What a name of a formula stands for."""

    AXIS = "axis"
    READING = "reading"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class Value:
    """One value that a formula needs, by its full name `instrument.part`."""

    name: str
    instrument: str
    part: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class BoundFormula:
    """A formula whose names are known and whose units agree."""

    expression: Expression
    needs: tuple[Value, ...]

    def others(self, owner: str) -> set[str]:
        """The other instruments that it needs."""
        return {value.instrument for value in self.needs} - {owner}


def bind(
    config: InstrumentConfig, formula: ConfigFormula, specs: Mapping[str, InstrumentSpec]
) -> BoundFormula:
    """Parse a formula of an instrument's table on a bench with `specs`.

    Raises ExpressionError for unknown names, units that do not go together, and arrays of another length.
    """
    owner = config.name
    functions = {**FUNCTIONS, **_tables(config.tables)}
    unit = _unit_of_result(formula, specs)

    def full(name: str) -> str:
        return name if "." in name else f"{owner}.{name}"

    expression = parse(formula.text, functions).given(config.constants).renamed(full)
    units: dict[str, str] = {}
    needs: list[Value] = []
    found: dict[str, Value] = {}
    table, _, this = formula.table.partition(".")
    derived = [f"{owner}.{name}" for name in config.derived]
    later = derived[derived.index(f"{owner}.{this}") :] if table == "derived" else []

    def known(name: str) -> bool:
        instrument, _, part = name.partition(".")
        kind = _kind(specs.get(instrument), part)
        if kind is None or name in later or (formula.key == "formula" and name == f"{owner}.{this}"):
            return False
        found[name] = Value(name, instrument, part, kind)
        return True

    names = [f"{s.name}.{part}" for s in specs.values() for part in (*s.reads, *s.axes, *s.settings)]
    for name in sorted(expression.names):
        near = get_close_matches(name, names, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        expression.refuse_unknown(
            lambda n, this=name: n != this or known(n),  # type: ignore[misc]
            "no instrument of the bench has {name!r}" + hint.replace("{", "{{").replace("}", "}}"),
        )
    shapes = {()}
    for value in found.values():
        spec = specs[value.instrument]
        part: Any = {Kind.AXIS: spec.axes, Kind.READING: spec.reads, Kind.SETTING: spec.settings}[value.kind]
        units[value.name] = part[value.part].unit
        shapes |= {part[value.part].shape} if value.kind is Kind.READING else set()
        needs.append(value)
    if formula.shape not in shapes or len(shapes) > 2 or (shapes - {()} and not formula.shape):
        lengths = ", ".join(str(list(shape)) for shape in sorted(shapes - {()})) or "numbers only"
        raise ExpressionError(
            formula.text, None, f"shape = {list(formula.shape)}, but what it is calculated from has {lengths}"
        )
    return BoundFormula(expression.in_units(units, unit), tuple(needs))


def _unit_of_result(formula: ConfigFormula, specs: Mapping[str, InstrumentSpec]) -> str:
    if not formula.result:
        return formula.unit
    instrument, _, axis = formula.result.partition(".")
    spec = specs.get(instrument)
    if spec is None or axis not in spec.axes:
        raise ExpressionError(
            formula.text, None, f"no instrument of the bench has the axis {formula.result!r}"
        )
    return spec.axes[axis].unit


def used_by(config: InstrumentConfig, specs: Mapping[str, InstrumentSpec]) -> frozenset[str]:
    """The other instruments that the formulas of an instrument need, on a bench without mistakes."""
    found: set[str] = set()
    for formula in config.formulas():
        found |= bind(config, formula, specs).others(config.name)
        found |= {formula.result.partition(".")[0]} if formula.result else set()
    return frozenset(found - {config.name})


def _kind(spec: InstrumentSpec | None, part: str) -> Kind | None:
    if spec is None:
        return None
    if part in spec.reads:
        return Kind.READING
    if part in spec.axes:
        return Kind.AXIS
    return Kind.SETTING if part in spec.settings else None


def _tables(tables: Mapping[str, TableConfig]) -> dict[str, Function]:
    made: dict[str, Function] = {}
    for name, table in tables.items():
        x, y = (np.array(column) for column in zip(*table.points, strict=True)) if table.points else ((), ())
        made[name] = _interpolation(np.asarray(x), np.asarray(y), table.takes, table.gives)
        if len(y) > 1 and (all(np.diff(y) > 0) or all(np.diff(y) < 0)):
            order = np.argsort(y)
            made[f"{name}_inverse"] = _interpolation(
                np.asarray(y)[order], np.asarray(x)[order], table.gives, table.takes
            )
    return made


def _interpolation(x: np.ndarray, y: np.ndarray, takes: str, gives: str) -> Function:
    """Linear between the points; a value outside them has none."""

    def array(value: Any) -> Any:
        return np.interp(value, x, y, left=np.nan, right=np.nan)

    def number(value: float) -> float:
        if not x[0] <= value <= x[-1]:
            raise ValueError(f"{value:g} is outside the table, which goes from {x[0]:g} to {x[-1]:g}")
        return float(np.interp(value, x, y))

    return Function(number, array, rule=UnitRule.GIVEN, takes=takes, gives=gives)
