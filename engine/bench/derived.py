"""Readings that are calculated from others at the moment when they are measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from engine.bench.scope import BoundFormula, Kind, Value
from engine.errors import InstrumentError
from engine.model.expressions import ExpressionError

Readings = Mapping[str, Any]


class ReadInstrument(Protocol):
    """What formulas need of an instrument."""

    @property
    def positions(self) -> dict[str, float | None]:
        """Where its axes are, as far as is known."""
        ...

    @property
    def readings(self) -> Mapping[str, Any]:
        """Its last readings, as far as they are known."""
        ...

    def position(self, axis: str) -> float:
        """Read where an axis is now."""
        ...

    def measure(self, reads: Any = None) -> dict[str, Any]:
        """Take readings."""
        ...

    def setting(self, name: str) -> float | str | None:
        """The present value of a setting."""
        ...


@dataclass(frozen=True)
class DerivedReadings:
    """The derived readings of one instrument, in the order in which they can be calculated."""

    owner: str
    formulas: Mapping[str, BoundFormula]
    instruments: Mapping[str, ReadInstrument]

    @property
    def others(self) -> set[str]:
        """The other instruments that they need."""
        return {name for formula in self.formulas.values() for name in formula.others(self.owner)}

    def needed(self, names: list[str]) -> set[str]:
        """Own readings that some of the readings are calculated from, however far back; derived ones too."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            formula = self.formulas.get(waiting.pop())
            if formula is None:
                continue
            for value in formula.needs:
                if value.instrument == self.owner and value.kind is Kind.READING and value.part not in found:
                    found.add(value.part)
                    waiting.append(value.part)
        return found

    def measured(
        self,
        read_all: Callable[[Iterable[str]], dict[str, Any]],
        reads: Sequence[str],
        wanted: Sequence[str] | None,
        together: Mapping[str, Readings],
    ) -> dict[str, Any]:
        """Take the `wanted` readings (default: all), measured and derived; `read_all` can take `reads`."""
        names = [*reads, *self.formulas] if wanted is None else list(wanted)
        needed = {*names, *self.needed(names)}
        own = read_all([name for name in reads if name in needed])
        made = own | self._calculated(own, needed, together)
        return {name: made[name] for name in names}

    def _calculated(
        self, own: dict[str, Any], wanted: set[str], together: Mapping[str, Readings]
    ) -> dict[str, Any]:
        """The wanted readings from the instrument's `own` ones of this moment.

        `together` holds what other instruments measured for the same point; what is not there is read now. Raises
        InstrumentError.
        """
        known: dict[str, Any] = {}
        made: dict[str, Any] = {}
        for name, formula in self.formulas.items():
            if name not in wanted:
                continue
            values = {v.name: self._value(v, own, made, together, known) for v in formula.needs}
            made[name] = self._measured(name, formula, values)
        return made

    def from_known(self, own: Mapping[str, Any]) -> dict[str, Any]:
        """The readings whose values are all known without asking an instrument."""
        made: dict[str, Any] = {}
        for name, formula in self.formulas.items():
            values = {}
            for value in formula.needs:
                if value.instrument == self.owner and value.kind is Kind.READING:
                    values[value.name] = made.get(value.part, own.get(value.part))
                elif value.kind is Kind.SETTING:
                    values[value.name] = None
                else:
                    other = self.instruments[value.instrument]
                    known = other.readings if value.kind is Kind.READING else other.positions
                    values[value.name] = known.get(value.part)
            if all(value is not None for value in values.values()):
                made[name] = self._measured(name, formula, values)
        return made

    def _value(
        self,
        value: Value,
        own: dict[str, Any],
        made: dict[str, Any],
        together: Mapping[str, Readings],
        known: dict[str, Any],
    ) -> Any:
        if value.instrument == self.owner and value.kind is Kind.READING:
            return made[value.part] if value.part in made else own[value.part]
        if value.name in known:
            return known[value.name]
        instrument = self.instruments[value.instrument]
        if value.kind is Kind.READING:
            taken = together.get(value.instrument)
            found = taken[value.part] if taken is not None else instrument.measure([value.part])[value.part]
        elif value.kind is Kind.AXIS:
            found = instrument.position(value.part)
        else:
            found = instrument.setting(value.part)
            if not isinstance(found, int | float):
                raise InstrumentError(
                    self.owner, f"the setting {value.name} reads {found!r}, which is not a number"
                )
        known[value.name] = found
        return found

    def _measured(self, name: str, formula: BoundFormula, values: Mapping[str, Any]) -> float | np.ndarray:
        try:
            return formula.expression.measured(values)
        except ExpressionError as error:
            raise InstrumentError(self.owner, f"{name} cannot be calculated: {error}") from None
