"""Base of procedures: Python functions that yield steps and receive the readings of measure steps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.errors import Problem
from engine.model.bench import BenchSpec
from engine.scans.steps import Measure, Move, Steps, Wait


class Arguments(BaseModel):
    """Base of a procedure's arguments; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Tools:
    """Makes the steps that a procedure yields."""

    def __init__(self, path: str, measures: tuple[str, ...], label: str = "") -> None:
        self._path = path
        self._measure = Measure(path, measures, wanted=True, label=label)

    def move(self, column: str, value: float, settle: float = 0.0) -> Move:
        """Move an axis (`stage.x`) to a setpoint, then wait `settle` seconds."""
        instrument, _, axis = column.partition(".")
        return Move(self._path, instrument, axis, column, value, settle)

    def measure(self) -> Measure:
        """Measure one point; `yield` returns its readings by instrument."""
        return self._measure

    def wait(self, seconds: float) -> Wait:
        """Wait for some seconds."""
        return Wait(self._path, seconds)


class Procedure(ABC):
    """A kind of procedure.

    Its steps must depend only on the arguments and the readings: when an interrupted scan is resumed, the procedure
    runs again and gets the stored readings for its earlier points.
    """

    name: str
    arguments: type[Arguments]

    def problems(self, arguments: Any, bench: BenchSpec) -> list[Problem]:
        """Check valid arguments against this bench; paths are relative to the arguments."""
        found = [
            Problem("", f"no axis {column!r} on this bench")
            for column in self.axes(arguments)
            if bench.axis(column) is None
        ]
        for name in self.measures(arguments):
            spec = bench.instruments.get(name)
            if spec is None or not spec.reads:
                found.append(Problem("", f"no instrument {name!r} with readings on this bench"))
        return found

    @abstractmethod
    def axes(self, arguments: Any) -> tuple[str, ...]:
        """Columns of the axes that it moves."""

    @abstractmethod
    def measures(self, arguments: Any) -> tuple[str, ...]:
        """Names of the instruments that it measures."""

    def points(self, arguments: Any) -> int | None:
        """Number of points; None when only running it tells."""
        return None

    @abstractmethod
    def steps(self, arguments: Any, tools: Tools) -> Steps:
        """Yield the steps; the generator is sent the readings of each measure step."""
