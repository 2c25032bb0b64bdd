"""What a procedure is: a Python function of its arguments that yields steps and learns from their readings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.errors import Problem
from engine.model.bench import BenchSpec
from engine.scans.steps import Measure, Move, Steps, Wait


class Arguments(BaseModel):
    """Base of the arguments of a procedure; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Tools:
    """Makes the steps a procedure yields."""

    def __init__(self, path: str, measures: tuple[str, ...]) -> None:
        self._path = path
        self._measure = Measure(path, measures, wanted=True)

    def move(self, column: str, value: float, settle: float = 0.0) -> Move:
        """Bring an axis (`stage.x`) to a value, then wait `settle` seconds."""
        instrument, _, axis = column.partition(".")
        return Move(self._path, instrument, axis, column, value, settle)

    def measure(self) -> Measure:
        """Take one point; the `yield` of it gives the readings by instrument."""
        return self._measure

    def wait(self, seconds: float) -> Wait:
        """Do nothing for some seconds."""
        return Wait(self._path, seconds)


class Procedure(ABC):
    """A kind of procedure.

    Its steps must follow from the arguments and the readings alone: when an interrupted scan goes on, the procedure
    is run again and its earlier points are answered with the stored readings.
    """

    name: str
    arguments: type[Arguments]

    def problems(self, arguments: Any, bench: BenchSpec) -> list[Problem]:
        """What is wrong with valid arguments on this bench; paths count from the arguments."""
        found = [
            Problem("", f"no axis {column!r} on this bench")
            for column in self.axes(arguments)
            if bench.axis(column) is None
        ]
        for name in self.measures(arguments):
            spec = bench.instruments.get(name)
            if spec is None or not spec.reads:
                found.append(Problem("", f"no instrument {name!r} that can be read on this bench"))
        return found

    @abstractmethod
    def axes(self, arguments: Any) -> tuple[str, ...]:
        """Columns of the axes it moves."""

    @abstractmethod
    def measures(self, arguments: Any) -> tuple[str, ...]:
        """Names of the instruments it measures."""

    def points(self, arguments: Any) -> int | None:
        """Points it will take; None when only running tells."""
        return None

    @abstractmethod
    def steps(self, arguments: Any, tools: Tools) -> Steps:
        """The steps; a generator that is sent the readings of each measure step."""
