"""Checks limits between axes in a plan, where sweeps give the positions of all their axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from engine.errors import Problem
from engine.model.bench import BenchSpec, LimitSpec, plain
from engine.model.expressions import Expression, ExpressionError
from engine.model.plan import If, Repeat, Step, Sweep, SweepTogether
from engine.model.positions import Positions

MOST_CHECKED = 20_000
"""Positions that are checked one by one; of more, the first, middle and last of each sweep."""


def limit_problems(steps: Iterable[Step], bench: BenchSpec) -> list[Problem]:
    """The sweeps at whose positions a limit of the bench does not hold; other moves are checked when they come."""
    units = {
        f"{i.name}.{axis}": spec.unit for i in bench.instruments.values() for axis, spec in i.axes.items()
    }
    limits = [(limit, limit.parsed().in_units(units)) for limit in bench.limits]
    return list(_of_steps(steps, "steps", {}, limits)) if limits else []


def _of_steps(
    steps: Iterable[Step],
    path: str,
    around: Mapping[str, Positions],
    limits: list[tuple[LimitSpec, Expression]],
) -> Iterator[Problem]:
    for index, step in enumerate(steps):
        where = f"{path}[{index}]"
        match step:
            case Sweep():
                inside = {name: at for name, at in around.items() if name != step.axis}
                if not step.relative:
                    inside[step.axis] = step.exact()
                    yield from _of_sweep(step.axis, f"{where}.positions", inside, limits)
                yield from _of_steps(step.steps, f"{where}.steps", inside, limits)
            case SweepTogether():
                inside = {name: at for name, at in around.items() if name not in step.axes}
                yield from _of_steps(step.steps, f"{where}.steps", inside, limits)
            case Repeat():
                yield from _of_steps(step.steps, f"{where}.steps", around, limits)
            case If():
                yield from _of_steps(step.steps, f"{where}.steps", around, limits)
            case _:
                pass


def _of_sweep(
    axis: str, path: str, known: Mapping[str, Positions], limits: list[tuple[LimitSpec, Expression]]
) -> Iterator[Problem]:
    for limit, formula in limits:
        names = sorted(formula.names)
        if axis not in names or any(name not in known for name in names):
            continue
        every = math.prod(len(known[name]) for name in names) <= MOST_CHECKED
        for values in product(*(_some(known[name], every) for name in names)):
            at = dict(zip(names, values, strict=True))
            if not _holds(formula, at):
                place = ", ".join(f"{name} = {plain(value)}" for name, value in at.items())
                why = f" ({limit.message})" if limit.message else ""
                yield Problem(path, f"{place} is not allowed: {limit.formula} must hold{why}")
                break


def _some(positions: Positions, every: bool) -> list[float]:
    count = len(positions)
    indices = range(count) if every else sorted({0, count // 2, count - 1})
    return [positions[index] for index in indices]


def _holds(formula: Expression, values: Mapping[str, float]) -> bool:
    try:
        return formula.holds(values)
    except ExpressionError:
        return False
