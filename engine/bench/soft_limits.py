"""Limits between axes, such as `stage.x + stage.y < 40`, checked before each move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from threading import Lock
from typing import Protocol

from engine.errors import LimitViolation
from engine.model.bench import LimitSpec, plain
from engine.model.expressions import Expression, ExpressionError

_SAMPLES = 16
"""Places between start and setpoint at which a limit must hold."""


class LimitedInstrument(Protocol):
    """What a limit needs of an instrument."""

    @property
    def positions(self) -> dict[str, float | None]:
        """Where its axes are, as far as is known."""
        ...

    def position(self, axis: str) -> float:
        """Read where an axis is now."""
        ...


@dataclass(frozen=True, slots=True)
class SoftLimit:
    """One limit with its checked formula."""

    spec: LimitSpec
    formula: Expression


class SoftLimits:
    """All limits between axes of a bench; any thread may call any method."""

    def __init__(self, limits: Sequence[SoftLimit], instruments: Mapping[str, LimitedInstrument]) -> None:
        self._limits = limits
        self._instruments = instruments
        self._lock = Lock()
        self._targets: dict[str, float] = {}
        """Setpoints of the limited axes that move now."""

    def axes_of(self, instrument: str) -> frozenset[str]:
        """The axes of an instrument that have such limits."""
        columns = {name for limit in self._limits for name in limit.formula.names}
        return frozenset(c.partition(".")[2] for c in columns if c.partition(".")[0] == instrument)

    def begin(self, instrument: str, axis: str, value: float) -> None:
        """Check a move and count its setpoint from now on, for moves at the same time. Raises LimitViolation."""
        with self._lock:
            self.check(instrument, axis, value)
            self._targets[f"{instrument}.{axis}"] = value

    def end(self, instrument: str, axis: str, value: float) -> None:
        """The move has ended, wherever."""
        with self._lock:
            if self._targets.get(f"{instrument}.{axis}") == value:
                del self._targets[f"{instrument}.{axis}"]

    def check(self, instrument: str, axis: str, value: float) -> None:
        """Raise LimitViolation when a limit would not hold on the way to a setpoint, or at it."""
        column = f"{instrument}.{axis}"
        for limit in self._limits:
            if column not in limit.formula.names:
                continue
            others = sorted(limit.formula.names - {column})
            start = self._here(column)
            for places in product(*(self._places(other) for other in others)):
                around = dict(zip(others, places, strict=True))
                self._check(limit, instrument, axis, start, value, around)

    def _check(
        self,
        limit: SoftLimit,
        instrument: str,
        axis: str,
        start: float,
        value: float,
        around: Mapping[str, float],
    ) -> None:
        column = f"{instrument}.{axis}"
        # from where a limit does not hold, an axis must be able to come back
        outside = not self._holds(limit, {**around, column: start})
        first = _SAMPLES if outside else 1
        for n in range(first, _SAMPLES + 1):
            place = value if n == _SAMPLES else start + (value - start) * n / _SAMPLES
            if not self._holds(limit, {**around, column: place}):
                beside = ", ".join(f"{name} = {plain(at)}" for name, at in around.items())
                where = f"{axis} = {plain(place)}" + (f" with {beside}" if beside else "")
                why = f" ({limit.spec.message})" if limit.spec.message else ""
                raise LimitViolation(
                    instrument, f"{where} is not allowed: {limit.spec.formula} must hold{why}"
                )

    def _holds(self, limit: SoftLimit, values: Mapping[str, float]) -> bool:
        try:
            return limit.formula.holds(values)
        except ExpressionError:
            return False

    def _here(self, column: str) -> float:
        instrument, _, axis = column.partition(".")
        known = self._instruments[instrument].positions[axis]
        return self._instruments[instrument].position(axis) if known is None else known

    def _places(self, column: str) -> tuple[float, ...]:
        """Where another axis is, and where it is going."""
        here, target = self._here(column), self._targets.get(column)
        return (here,) if target is None or target == here else (here, target)


def bound_limits(specs: Sequence[LimitSpec], units: Mapping[str, str]) -> list[SoftLimit]:
    """The limits with checked units; `units` are those of all axes. Raises ExpressionError."""
    made = []
    for spec in specs:
        formula = spec.parsed()
        formula.refuse_unknown(units.__contains__, "no instrument of the bench has the axis {name!r}")
        if not formula.is_condition:
            raise ExpressionError(spec.formula, None, "a limit must compare, such as stage.x + stage.y < 40")
        made.append(SoftLimit(spec, formula.in_units(units)))
    return made
