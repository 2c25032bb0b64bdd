"""Turns errors in a procedure's own code into ProcedureFailed with file and line, and checks every step it yields."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from inspect import getdoc, isabstract, signature
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from engine.errors import Problem, ProcedureFailed
from engine.extensions import line_in
from engine.model.bench import BenchSpec
from engine.reasons import reason
from engine.scans.driving import passed_through
from engine.scans.procedures.base import Procedure, Tools
from engine.scans.steps import Apply, Measure, Move, Step, Steps, Wait

T = TypeVar("T")
_METHODS = {"problems": 2, "axes": 1, "measures": 1, "points": 1, "steps": 2}
"""Methods of a procedure, and the number of arguments of each."""
_log = logging.getLogger(__name__)


def problem_of(procedure: object) -> str:
    """Say why something cannot be used as a procedure; empty when it can."""
    if procedure is None:
        return "it defines no PROCEDURE"
    if isinstance(procedure, type):
        return f"PROCEDURE is a class; write PROCEDURE = {procedure.__name__}()"
    if not isinstance(procedure, Procedure) or isabstract(type(procedure)):
        return "PROCEDURE is not an instance of a class that derives from Procedure"
    name = getattr(procedure, "name", None)
    if not isinstance(name, str) or not name:
        return "its procedure has no name"
    arguments = getattr(procedure, "arguments", None)
    if not isinstance(arguments, type) or not issubclass(arguments, BaseModel):
        return "its procedure has no `arguments`, a class that derives from Arguments"
    for method, count in _METHODS.items():
        try:
            signature(getattr(procedure, method)).bind(*[None] * count)
        except (TypeError, ValueError):
            wanted = str(signature(getattr(Procedure, method)))
            return f"its {method} must take what {method}{wanted} takes"
    arguments.model_json_schema()
    return ""


class Guarded(Procedure):
    """A procedure whose errors become ProcedureFailed, and that can do only what it declares."""

    def __init__(self, kind: Procedure, file: str, path: str) -> None:
        self.name = kind.name
        self.arguments = kind.arguments
        self.file = file
        self.__doc__ = getdoc(kind)
        self._kind = kind
        self._folder = Path(path).parent

    def problems(self, arguments: Any, bench: BenchSpec) -> list[Problem]:
        """Check valid arguments against this bench, after the methods that name what it needs."""
        self.axes(arguments), self.measures(arguments)  # errors of these two are reported first
        found = list(self._called("problems", lambda: self._kind.problems(arguments, bench)))
        return found or super().problems(arguments, bench)

    def axes(self, arguments: Any) -> tuple[str, ...]:
        """Columns of the axes that it moves."""
        return self._names("axes", lambda: self._kind.axes(arguments))

    def measures(self, arguments: Any) -> tuple[str, ...]:
        """Names of the instruments that it measures."""
        return self._names("measures", lambda: self._kind.measures(arguments))

    def points(self, arguments: Any) -> int | None:
        """Number of points; None when only running it tells."""
        points = self._called("points", lambda: self._kind.points(arguments))
        if points is not None and (isinstance(points, bool) or not isinstance(points, int) or points < 0):
            raise self._wrong(f"its points are {points!r}, which is not a number of points")
        return points

    def steps(self, arguments: Any, tools: Tools) -> Steps:
        """Yield the steps, each checked before."""
        axes, measures = self.axes(arguments), self.measures(arguments)
        instruments = {*measures, *(axis.partition(".")[0] for axis in axes)}
        steps = self._called("steps", lambda: self._kind.steps(arguments, tools))
        if not hasattr(steps, "send"):
            raise self._wrong("its method `steps` must be a generator: yield the steps")

        def check(step: Step) -> None:
            wrong = _wrong_step(step, axes, measures, instruments)
            if wrong:
                frame = getattr(steps, "gi_frame", None)
                raise self._wrong(wrong, frame.f_lineno if frame else 0)

        try:
            yield from passed_through(steps, check)
        except ProcedureFailed:
            raise
        except (Exception, SystemExit) as error:
            raise self._failed(error) from error

    def _names(self, method: str, call: Callable[[], Any]) -> tuple[str, ...]:
        names = self._called(method, call)
        if isinstance(names, str) or not all(isinstance(name, str) for name in names):
            raise self._wrong(f"its {method} are {names!r}, which is not a tuple of names")
        return tuple(names)

    def _called(self, method: str, call: Callable[[], T]) -> T:
        try:
            made = call()
            if made is None and method != "points":
                raise TypeError(f"its {method} are None")
            return made
        except (Exception, SystemExit) as error:
            raise self._failed(error) from error

    def _failed(self, error: BaseException) -> ProcedureFailed:
        _log.error("procedure %s failed", self.name, exc_info=error)
        file, line = line_in(self._folder, error)
        why = (
            ("it ends the program; a procedure must not call exit()")
            if isinstance(error, SystemExit)
            else reason(error)
        )
        return self._wrong(why, line, file)

    def _wrong(self, why: str, line: int = 0, file: str = "") -> ProcedureFailed:
        where = f"{file or self.file}, line {line}" if line else self.file
        return ProcedureFailed(f"the procedure {self.name} failed ({where}): {why}")


def _wrong_step(step: object, axes: tuple[str, ...], measures: tuple[str, ...], instruments: set[str]) -> str:
    """Say what is wrong with a step: a scan holds only the instruments that the procedure declares."""
    match step:
        case Move(column=column) if column not in axes:
            return f"it moves {column}, which is not among its axes ({', '.join(axes) or 'it has none'})"
        case Move(column=column, value=value, settle=settle) if not (_is_number(value) and _is_time(settle)):
            return f"it moves {column} to {value!r} with a settle of {settle!r}"
        case Measure(instruments=names) if not set(names) <= set(measures):
            return f"it measures {', '.join(names)}, which its `measures` does not name"
        case Wait(seconds=seconds) if not _is_time(seconds):
            return f"it waits {seconds!r} seconds"
        case Apply(instrument=name) if name not in instruments:
            return f"it sets {name}, which neither its `axes` nor its `measures` names"
        case Move() | Measure() | Wait() | Apply():
            return ""
    return f"it yields {step!r}, which is not a step; use tools.move, tools.measure and tools.wait"


def _is_number(value: object) -> bool:
    try:
        return not isinstance(value, str | bool) and math.isfinite(float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def _is_time(value: object) -> bool:
    return _is_number(value) and float(value) >= 0  # type: ignore[arg-type]
