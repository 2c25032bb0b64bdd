"""Last known values of an instrument, and the events that tell about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.model.bench import InstrumentSpec
from engine.model.clock import timestamp
from engine.model.events import Event, InstrumentPosition, InstrumentStatus
from engine.model.states import InstrumentState
from engine.model.values import told


class LastValues:
    """Positions, setpoints, readings and settings by name (None while unknown); the keys never change."""

    def __init__(self, spec: InstrumentSpec) -> None:
        self.position: dict[str, float | None] = dict.fromkeys(spec.axes)
        self.target: dict[str, float | None] = dict.fromkeys(spec.axes)
        self.reading: dict[str, Any] = dict.fromkeys(spec.reads)
        self.setting: dict[str, float | str | None] = dict.fromkeys(spec.settings)
        self._scalars = [name for name, read in spec.reads.items() if not read.shape]
        self._units: dict[str, str] = {}
        self._sent: tuple[Any, ...] | None = None
        self.describe(spec)
        self._sent_place: tuple[Any, ...] | None = None

    def describe(self, spec: InstrumentSpec) -> None:
        """Take over the units."""
        self._units = {
            name: part.unit
            for parts in (spec.settings, spec.reads, spec.axes)
            for name, part in parts.items()
        }
        self._sent = None

    def take(self, readings: Mapping[str, float | np.ndarray]) -> None:
        """Store what was just measured."""
        self.reading.update(readings)

    def plain(self) -> dict[str, Any]:
        """All known values as plain data; arrays are left out."""
        return {
            "settings": dict(self.setting),
            "positions": dict(self.position),
            "setpoints": dict(self.target),
            "values": {key: told(self.reading[key]) for key in self._scalars},
            "units": dict(self._units),
        }

    def changes(
        self,
        number: int,
        name: str,
        state: InstrumentState,
        moving: bool,
        error: str | None,
        warning: str | None,
        holder: str | None,
        identity: str,
    ) -> list[Event]:
        """The events about what changed since the last call; the last one of a motion has `is_moving` false."""
        now = timestamp()
        position, target, setting = dict(self.position), dict(self.target), dict(self.setting)
        value = {key: told(self.reading[key]) for key in self._scalars}
        place = (position, target, moving)
        rest = (
            state,
            error,
            warning,
            holder,
            identity,
            value,
            setting,
            None if moving else (position, target),
        )
        events: list[Event] = []
        if rest != self._sent:
            self._sent = rest
            events.append(
                InstrumentStatus(
                    instrument_id=number,
                    instrument_name=name,
                    status=state,
                    position=_known(position),
                    target=_known(target),
                    value=value,
                    settings=setting,
                    units=self._units,
                    identity=identity,
                    held_by=holder,
                    error=error,
                    warning=warning,
                    timestamp=now,
                )
            )
        if place != self._sent_place and position:
            self._sent_place = place
            events.append(
                InstrumentPosition(
                    instrument_id=number,
                    instrument_name=name,
                    position=_known(position),
                    target=_known(target),
                    is_moving=moving,
                    timestamp=now,
                )
            )
        return events


def _known(values: dict[str, float | None]) -> dict[str, float | None]:
    """The known values only: clients get numbers."""
    return {name: value for name, value in values.items() if value is not None}
