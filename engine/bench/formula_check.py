"""Checks the formulas of a bench file that reach over instruments, and reads its calibration tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from engine.bench.config import BenchConfig, InstrumentConfig
from engine.bench.scope import BoundFormula, bind
from engine.bench.soft_limits import bound_limits
from engine.bench.table_file import read_table
from engine.errors import Problem
from engine.model.expressions import ExpressionError


def with_tables(
    instruments: Iterable[InstrumentConfig], folder: Path, problems: list[Problem]
) -> list[InstrumentConfig]:
    """The instruments with the points of their calibration tables; files stand in `folder`."""
    made = []
    for config in instruments:
        tables = {}
        for name, table in config.tables.items():
            where = f'instrument "{config.name}" [tables.{name}]'
            if table.points:
                problems.append(Problem(where, "unknown key 'points'; put the points into a file"))
            try:
                tables[name] = table.model_copy(update={"points": read_table(folder / table.file)})
            except ValueError as error:
                problems.append(Problem(where, f"file: {error}"))
                tables[name] = table
        made.append(config.model_copy(update={"tables": tables}) if tables else config)
    return made


def formula_problems(instruments: Sequence[InstrumentConfig]) -> list[Problem]:
    """What is wrong with the formulas of all instruments, and which of them need each other in a circle."""
    specs = {config.name: config.spec("") for config in instruments}
    problems: list[Problem] = []
    bound: dict[str, BoundFormula] = {}
    for config in instruments:
        taken = {*config.reads, *config.axes, *config.settings}
        problems += [
            Problem(
                f'instrument "{config.name}" [derived.{name}]', "an axis, reading or setting has this name"
            )
            for name in config.derived
            if name in taken
        ]
        for formula in config.formulas():
            try:
                made = bind(config, formula, specs)
            except ExpressionError as error:
                where = f'instrument "{config.name}" [{formula.table}]'
                problems.append(Problem(where, f"{formula.key}: {error}"))
            else:
                if formula.key == "formula":
                    bound[f"{config.name}.{formula.table.partition('.')[2]}"] = made
    return problems or _circles(bound)


def limit_mistakes(bench: BenchConfig, instruments: Sequence[InstrumentConfig]) -> list[Problem]:
    """What is wrong with the limits between axes; safe values must keep them too."""
    axes = {f"{i.name}.{name}": axis for i in instruments for name, axis in i.axes.items()}
    units = {name: axis.unit for name, axis in axes.items()}
    problems = []
    for number, spec in enumerate(bench.limit, 1):
        where = f"[[limit]] number {number}"
        try:
            formula = bound_limits([spec], units)[0].formula
            safe = {n: value for n in formula.names if (value := axes[n].safe) is not None}
            if safe.keys() == formula.names and not formula.holds(safe):
                problems.append(Problem(where, "the safe values of its axes do not keep it"))
        except ExpressionError as error:
            problems.append(Problem(where, f"formula: {error}"))
    return problems


def _circles(bound: Mapping[str, BoundFormula]) -> list[Problem]:
    done: set[str] = set()

    def circle(name: str, way: tuple[str, ...]) -> tuple[str, ...]:
        if name in way:
            return (*way[way.index(name) :], name)
        if name in done or name not in bound:
            return ()
        for value in bound[name].needs:
            if found := circle(value.name, (*way, name)):
                return found
        done.add(name)
        return ()

    for name in bound:
        if found := circle(name, ()):
            return [
                Problem(
                    f'instrument "{name.partition(".")[0]}"', f"formulas need each other: {' → '.join(found)}"
                )
            ]
    return []
