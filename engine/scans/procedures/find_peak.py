"""`find_peak`: scans an axis in ever narrower ranges around the largest reading, and moves to the peak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from engine.errors import Problem
from engine.model.bench import BenchSpec, plain
from engine.model.node import Finite, Seconds, Text
from engine.model.positions import Linear
from engine.model.sending import takes_fractions
from engine.scans.procedures.base import Arguments, Procedure, Tools
from engine.scans.steps import Steps


class FindPeakArguments(Arguments):
    """Where to search; each round searches between the neighbours of the best point so far."""

    axis: Text
    instrument: Text
    column: Text
    start: Finite
    stop: Finite
    points: Annotated[int, Field(strict=True, ge=3, le=100_000)] = 21
    rounds: Annotated[int, Field(strict=True, ge=1, le=20)] = 3
    settle: Seconds = 0.0

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if not self.start < self.stop:
            raise ValueError("start must be less than stop")
        return self


class FindPeak(Procedure):
    """Finds where a scalar reading is largest."""

    name = "find_peak"
    arguments = FindPeakArguments

    def problems(self, arguments: FindPeakArguments, bench: BenchSpec) -> list[Problem]:
        """Check also that the column is a number and the range is within the axis's limits."""
        return [*super().problems(arguments, bench), *self._problems(arguments, bench)]

    def _problems(self, arguments: FindPeakArguments, bench: BenchSpec) -> Iterator[Problem]:
        axis, spec = bench.axis(arguments.axis), bench.instruments.get(arguments.instrument)
        if axis is not None and not takes_fractions(axis.format):
            yield Problem(
                "axis",
                f"{arguments.axis} takes only whole numbers; find_peak needs an axis that takes any position",
            )
        if axis is not None and axis.limits is not None:
            for name, value in (("start", arguments.start), ("stop", arguments.stop)):
                if not axis.limits[0] <= value <= axis.limits[1]:
                    limits = f"{plain(axis.limits[0])} to {plain(axis.limits[1])} {axis.unit}".rstrip()
                    yield Problem(name, f"{plain(value)} is outside {arguments.axis}'s limits {limits}")
        if spec is not None and spec.reads:
            read = spec.reads.get(arguments.column)
            if read is None:
                yield Problem("column", f"{spec.name} has no reading {arguments.column!r}")
            elif read.shape:
                yield Problem("column", f"{arguments.column!r} is an array; find_peak needs a number")

    def axes(self, arguments: FindPeakArguments) -> tuple[str, ...]:
        """The axis that is scanned."""
        return (arguments.axis,)

    def measures(self, arguments: FindPeakArguments) -> tuple[str, ...]:
        """The instrument whose reading is maximised."""
        return (arguments.instrument,)

    def points(self, arguments: FindPeakArguments) -> int:
        """The points of all rounds, and one on the peak."""
        return arguments.points * arguments.rounds + 1

    def steps(self, arguments: FindPeakArguments, tools: Tools) -> Steps:
        """Rounds of equally spaced points, then one point at the best position."""
        low, high = arguments.start, arguments.stop
        best, best_at = float("-inf"), low
        for _ in range(arguments.rounds):
            positions = Linear(low, high, arguments.points)
            for position in (positions[i] for i in range(arguments.points)):
                yield tools.move(arguments.axis, position, arguments.settle)
                readings = yield tools.measure()
                value = float(readings[arguments.instrument][arguments.column]) if readings else best
                if value > best:
                    best, best_at = value, position
            spacing = (high - low) / (arguments.points - 1)
            low, high = max(best_at - spacing, arguments.start), min(best_at + spacing, arguments.stop)
        yield tools.move(arguments.axis, best_at, arguments.settle)
        yield tools.measure()


PROCEDURE = FindPeak()
