"""What follows from a plan without running it: instruments, columns, points, rows, duration and size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from engine.model.bench import BenchSpec, Column, InstrumentSpec
from engine.model.clock import now
from engine.model.plan import Measure, Procedure, Repeat, Set, Step, Sweep, Wait

_N = TypeVar("_N", int, float)
FLOAT = 8
"""Bytes of one number; each row also keeps one for its moment."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What one pass through some steps takes; None is unknown. Rows per instrument, seconds, bytes."""

    points: int | None = 0
    rows: dict[str, int] | None = field(default_factory=dict)
    duration: float | None = 0.0
    size: int | None = 0

    def __add__(self, other: Shape) -> Shape:
        rows: dict[str, int] | None = None
        if self.rows is not None and other.rows is not None:
            rows = {n: self.rows.get(n, 0) + other.rows.get(n, 0) for n in {**self.rows, **other.rows}}
        return Shape(
            _add(self.points, other.points),
            rows,
            _add(self.duration, other.duration),
            _add(self.size, other.size),
        )

    def __mul__(self, times: int) -> Shape:
        return Shape(
            None if self.points is None else self.points * times,
            None if self.rows is None else {n: rows * times for n, rows in self.rows.items()},
            None if self.duration is None else self.duration * times,
            None if self.size is None else self.size * times,
        )


UNKNOWN = Shape(None, None, None, None)


def _add(a: _N | None, b: _N | None) -> _N | None:
    return None if a is None or b is None else a + b


def axis_names(steps: Iterable[Step]) -> set[str]:
    """Columns of every axis that the steps sweep, at any depth."""
    found: set[str] = set()
    for step in steps:
        if isinstance(step, Sweep):
            found |= {step.axis} | axis_names(step.steps)
        elif isinstance(step, Repeat):
            found |= axis_names(step.steps)
    return found


def row_columns(spec: InstrumentSpec, axes: Sequence[str], bench: BenchSpec) -> tuple[Column, ...]:
    """Columns of a measurement under these swept axes: the axes in order, then the readings.

    A reading named like one of the axes is prefixed by its instrument.
    """
    columns = []
    for axis in dict.fromkeys(axes):
        found = bench.axis(axis)
        columns.append(Column(name=axis, unit=found.unit if found else ""))
    taken = {c.name for c in columns}
    for read, offered in spec.reads.items():
        name = read
        while name in taken:
            name = f"{spec.name}.{name}"
        taken.add(name)
        columns.append(Column(name=name, unit=offered.unit, shape=offered.shape))
    return tuple(columns)


def shape(steps: Iterable[Step], bench: BenchSpec, axes: tuple[str, ...] = ()) -> Shape:
    """Points, rows, duration and size of one pass; steps that name unknown things count nothing."""
    total = Shape()
    for step in steps:
        total = total + _shape(step, bench, axes)
    return total


def _shape(step: Step, bench: BenchSpec, axes: tuple[str, ...]) -> Shape:
    match step:
        case Measure():
            return _measured(step, bench, axes)
        case Sweep():
            return _swept(step, bench, axes)
        case Repeat():
            return _repeated(step, bench, axes)
        case Wait():
            return Shape(duration=step.seconds)
        case Set():
            return Shape()
        case Procedure():
            return UNKNOWN


def _measured(step: Measure, bench: BenchSpec, axes: tuple[str, ...]) -> Shape:
    duration, size = 0.0, 0
    for name in step.instruments:
        spec = bench.instruments.get(name)
        if spec is not None:
            duration += sum(read.duration for read in spec.reads.values())
            size += FLOAT * (1 + sum(c.size for c in row_columns(spec, axes, bench)))
    return Shape(1, dict.fromkeys(step.instruments, 1), duration, size) * step.repeats


def _swept(step: Sweep, bench: BenchSpec, axes: tuple[str, ...]) -> Shape:
    positions = step.exact()
    count = len(positions)
    inner = shape(step.steps, bench, (*axes, step.axis)) * count
    axis = bench.axis(step.axis)
    travel = 0.0
    if axis is not None and axis.speed:
        way_back = 0.0 if step.snake else abs(positions[count - 1] - positions[0])
        travel = (positions.travel + (way_back if axes else 0.0)) / axis.speed
    return inner + Shape(duration=travel + count * step.settle)


def _repeated(step: Repeat, bench: BenchSpec, axes: tuple[str, ...]) -> Shape:
    inner = shape(step.steps, bench, axes)
    if step.times is None:
        duration = (
            max((step.until - now()).total_seconds(), 0.0) if isinstance(step.until, datetime) else None
        )
        return Shape(None, None, duration, None)
    passes = inner * step.times
    if inner.duration is None or step.every <= inner.duration:
        return passes
    # The last pass is not waited for.
    duration = step.every * (step.times - 1) + inner.duration
    return Shape(passes.points, passes.rows, duration, passes.size)
