"""Values of conditions while a scan runs: read at the moment, or taken from what the scan just measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from engine.errors import InstrumentError
from engine.model.bench import BenchSpec, plain
from engine.model.clock import now
from engine.model.condition import Comparison
from engine.model.condition_check import source_of
from engine.scans.steps import Reading


class Readable(Protocol):
    """An instrument whose values can be read one by one."""

    @property
    def connected(self) -> bool:
        """Whether it is connected."""
        ...

    def look(self, name: str) -> float:
        """Read an axis or a reading now. Raises InstrumentError."""
        ...


class PresentValues:
    """Reads values at the moment; readings that are `known` are not read again."""

    def __init__(
        self,
        bench: BenchSpec,
        instruments: Mapping[str, Readable],
        known: Mapping[str, Reading] | None = None,
    ) -> None:
        self._bench = bench
        self._instruments = instruments
        self._known = known or {}
        self.seen: dict[str, str] = {}
        """The values that were read, as text with their units, by column."""

    def value(self, comparison: Comparison) -> float:
        """The present value. Raises InstrumentError when it cannot be read or is not a number."""
        source = source_of(comparison, self._bench, self._known)
        measured = self._known.get(source.instrument, {})
        if not source.axis and source.name in measured:
            value = float(measured[source.name])
        else:
            value = self._instruments[source.instrument].look(source.name)
        self.seen[f"{source.instrument}.{source.name}"] = f"{plain(value)} {source.unit}".rstrip()
        if math.isnan(value):
            raise InstrumentError(source.instrument, f"{source.name} is not a number")
        return value

    def connected(self, instrument: str) -> bool:
        """Whether an instrument is connected."""
        return self._instruments[instrument].connected

    def now(self) -> datetime:
        """The present time."""
        return now()

    def __str__(self) -> str:
        """What was read: `thermostat.temperature is 295.2 K`."""
        return ", ".join(f"{column} is {value}" for column, value in self.seen.items())


class RecordedValues:
    """Readings of the present pass of a repeat, by instrument; one that was not measured meets no condition."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self._readings = readings

    def value(self, comparison: Comparison) -> float:
        """The measured value; NaN where there is none."""
        name = comparison.column
        instrument, dot, part = name.partition(".")
        if comparison.instrument is None and dot and instrument in self._readings:
            return float(self._readings[instrument].get(part, math.nan))
        for instrument, reading in self._readings.items():
            if comparison.instrument in (None, instrument) and name in reading:
                return float(reading[name])
        return math.nan

    def connected(self, instrument: str) -> bool:
        """An instrument that was just measured is connected."""
        return instrument in self._readings

    def now(self) -> datetime:
        """The present time."""
        return now()
