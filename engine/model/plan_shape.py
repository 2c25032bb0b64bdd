"""Derives from a plan, without running it: columns of its measurements, points, duration and size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from engine.model.bench import BenchSpec, Column
from engine.model.clock import now
from engine.model.plan import (
    If,
    Measure,
    Procedure,
    Repeat,
    Set,
    Step,
    Sweep,
    Sweeping,
    SweepTogether,
    Wait,
    WaitUntil,
    inner_steps,
)
from engine.model.positions import Positions
from engine.model.procedure import ProcedureType

_N = TypeVar("_N", int, float)
_NUMBER = 8
"""Bytes of a number; each row has one more for its timestamp."""
Catalogue = Mapping[str, ProcedureType] | None


@dataclass(frozen=True, slots=True)
class Shape:
    """What one pass through some steps takes: points, rows for each instrument, duration in seconds; None is
    unknown.
    """

    points: int | None = 0
    rows: dict[str, int] | None = field(default_factory=dict)
    duration: float | None = 0.0

    def __add__(self, other: Shape) -> Shape:
        rows: dict[str, int] | None = None
        if self.rows is not None and other.rows is not None:
            rows = {n: self.rows.get(n, 0) + other.rows.get(n, 0) for n in {**self.rows, **other.rows}}
        return Shape(_add(self.points, other.points), rows, _add(self.duration, other.duration))

    def __mul__(self, times: int) -> Shape:
        return Shape(
            None if self.points is None else self.points * times,
            None if self.rows is None else {n: rows * times for n, rows in self.rows.items()},
            None if self.duration is None else self.duration * times,
        )


def _add(a: _N | None, b: _N | None) -> _N | None:
    return None if a is None or b is None else a + b


def measured(
    steps: Iterable[Step], procedures: Catalogue = None, axes: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """List every measurement (an instrument's name) in plan order, with the axes that are swept around it."""
    for step in steps:
        match step:
            case Measure():
                for name in step.instruments:
                    yield name, axes
            case Sweeping():
                yield from measured(step.steps, procedures, (*axes, *step.tracks()))
            case Repeat() | If():
                yield from measured(inner_steps(step), procedures, axes)
            case Procedure() if procedures is not None:
                kind = procedures[step.name]
                arguments = kind.arguments.model_validate(step.arguments)
                for name in kind.measures(arguments):
                    yield name, (*axes, *kind.axes(arguments))


def measurement_columns(
    steps: Iterable[Step], bench: BenchSpec, procedures: Catalogue = None
) -> dict[str, tuple[Column, ...]]:
    """Columns of each measurement: every axis that is swept around it, in plan order, then its readings.

    A reading with the name of one of these axes gets its instrument as prefix.
    """
    axes: dict[str, dict[str, None]] = {}
    for name, around in measured(steps, procedures):
        axes.setdefault(name, {}).update(dict.fromkeys(around))
    return {name: _columns(name, tuple(around), bench) for name, around in axes.items()}


def _columns(instrument: str, axes: tuple[str, ...], bench: BenchSpec) -> tuple[Column, ...]:
    columns = [Column(name=a, unit=known.unit if (known := bench.axis(a)) else "", axis=True) for a in axes]
    taken = set(axes)
    reads = bench.instruments[instrument].reads
    names: dict[str | None, str] = {}
    for read in reads:
        name = read
        while name in taken:
            name = f"{instrument}.{name}"
        taken.add(name)
        names[read] = name
    for read, spec in reads.items():
        x = names.get(spec.x)
        columns.append(Column(name=names[read], unit=spec.unit, shape=spec.shape, axis=False, x=x))
    return tuple(columns)


def size(found: Shape, columns: Mapping[str, tuple[Column, ...]]) -> int | None:
    """Bytes of all rows of a plan; None when their number is unknown."""
    if found.rows is None:
        return None
    return sum(rows * _NUMBER * (1 + sum(c.size for c in columns[name])) for name, rows in found.rows.items())


def shape(
    steps: Iterable[Step], bench: BenchSpec, procedures: Catalogue = None, *, nested: bool = False
) -> Shape:
    """Points, rows and duration of one pass through checked steps."""
    total = Shape()
    for step in steps:
        total = total + step_shape(step, bench, procedures, nested=nested)
    return total


def step_shape(step: Step, bench: BenchSpec, procedures: Catalogue, *, nested: bool = False) -> Shape:
    """Points, rows and duration of one pass through a step; `nested` says that it runs more than once."""
    match step:
        case Measure():
            reads = (read for name in step.instruments for read in bench.instruments[name].reads.values())
            once = Shape(1, dict.fromkeys(step.instruments, 1), sum(read.duration for read in reads))
            return once * step.repeats
        case Sweep() | SweepTogether():
            return _swept(step, bench, procedures, nested)
        case Repeat():
            return _repeated(step, bench, procedures)
        case Wait():
            return Shape(duration=step.seconds)
        case WaitUntil():
            return Shape(duration=_until(step.until, step.lasting))
        case If():
            return _chosen(step, bench, procedures)
        case Set():
            return Shape()
        case Procedure():
            return _proceeded(step, procedures)


def _swept(step: Sweeping, bench: BenchSpec, procedures: Catalogue, nested: bool) -> Shape:
    tracks = step.tracks()
    count = len(next(iter(tracks.values())))
    inner = shape(step.steps, bench, procedures, nested=True) * count
    back = nested and not step.snake
    travel = max(_travel(name, track, bench, back) for name, track in tracks.items())
    return inner + Shape(duration=travel + count * step.settle)


def _travel(name: str, positions: Positions, bench: BenchSpec, back: bool) -> float:
    """Seconds that an axis moves and settles, with the way `back` to its first position."""
    axis = bench.axis(name)
    settles = len(positions) * axis.settle_for if axis is not None else 0.0
    if axis is None or not axis.speed:
        return settles
    way = abs(positions[len(positions) - 1] - positions[0]) if back else 0.0
    return settles + (positions.travel + way) / axis.speed


def _repeated(step: Repeat, bench: BenchSpec, procedures: Catalogue) -> Shape:
    inner = shape(step.steps, bench, procedures, nested=True)
    if step.until is not None or step.times is None:
        left = _until(step.until, 0.0) if isinstance(step.until, datetime) else None
        return Shape(None if inner.points != 0 else 0, None if inner.rows != {} else {}, left)
    passes = inner * step.times
    if inner.duration is None or step.every <= inner.duration:
        return passes
    # There is no wait after the last pass.
    return Shape(passes.points, passes.rows, step.every * (step.times - 1) + inner.duration)


def _until(until: object, lasting: float) -> float:
    """Seconds until a time; of a condition, which may hold already, the time that it has to last."""
    return max((until - now()).total_seconds(), 0.0) if isinstance(until, datetime) else lasting


def _chosen(step: If, bench: BenchSpec, procedures: Catalogue) -> Shape:
    """What both branches take; where they differ only running the plan tells, and the longer one is its duration."""
    one = shape(step.steps, bench, procedures, nested=True)
    other = shape(step.otherwise, bench, procedures, nested=True)
    longer = None if one.duration is None or other.duration is None else max(one.duration, other.duration)
    same = one.points == other.points and one.rows == other.rows
    return Shape(one.points if same else None, one.rows if same else None, longer)


def _proceeded(step: Procedure, procedures: Catalogue) -> Shape:
    if procedures is None:
        return Shape(None, None, None)
    kind = procedures[step.name]
    arguments = kind.arguments.model_validate(step.arguments)
    points = kind.points(arguments)
    return Shape(points, None if points is None else dict.fromkeys(kind.measures(arguments), points), None)
