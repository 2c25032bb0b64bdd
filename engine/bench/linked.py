"""The connection of one instrument: opened for whoever needs it, its holder, and its state."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from engine.bench.config import InstrumentConfig
from engine.bench.derived import DerivedReadings
from engine.bench.driver import Driver, NoAnswer
from engine.bench.last_values import LastValues
from engine.bench.mismatch_check import MismatchCheck
from engine.bench.motion import Axis, Motion
from engine.bench.move_manner import MoveManner
from engine.bench.reporter import Reports
from engine.bench.soft_limits import SoftLimits
from engine.errors import IdentityMismatch, InstrumentError, InstrumentUnreachable, Interrupted
from engine.model.bench import InstrumentSpec
from engine.model.events import Event
from engine.model.states import InstrumentState


class LinkedInstrument:
    """An instrument's connection and what is known about it; `ManagedInstrument` uses the connection."""

    def __init__(
        self,
        config: InstrumentConfig,
        driver: Driver,
        mark: Callable[[Reports], None],
    ) -> None:
        self.id = 0
        self.name = config.name
        self.spec = config.spec(driver.resource)
        self.described = config.described()
        """Its table in the bench file, as `engine.model.bench_edits` compares it."""
        self.driver = driver
        self.wanted = True
        """Whether it should be connected: false after `disconnect`."""
        self.last_used = 0.0
        """When it was last used for somebody (`time.monotonic`)."""
        self.attend: Callable[[], None] = lambda: None
        """Called when the instrument needs attention soon: its connection broke, or it moves unattended."""
        self.described_anew: Callable[[InstrumentSpec], None] = lambda spec: None
        """Called when the connected instrument has added to its description."""
        self.taken = 0
        """Number of times that somebody started to hold it."""
        self.met = False
        """Whether it was ever connected."""
        self.connected = False
        """Whether it is connected, as far as is known."""
        self.error: str | None = None
        """The last error, until the instrument does what it is told again."""
        self._mark = mark
        self._marked = False
        self._last_values = LastValues(self.spec)
        self._axes = {
            name: Axis(
                spec,
                driver.follows(name),
                config.axes[name].timeout,
                config.axes[name].done_delay,
                MoveManner.of(config.axes[name]),
            )
            for name, spec in self.spec.axes.items()
        }
        self._motion = Motion(self.name, driver, self._axes, self._last_values, self._changed)
        self._mismatch_check = MismatchCheck(config, self.spec, driver)
        self._reads = tuple(config.reads)
        self._actions = config.actions
        self._soft_limits = SoftLimits((), {})
        self._limited: frozenset[str] = frozenset()
        """Its axes that have limits with other axes."""
        self.derived = DerivedReadings(self.name, {}, {})
        """Its readings that are calculated from others; the bench sets them when all instruments exist."""
        self._polled = tuple(name for name, read in config.reads.items() if read.poll and not read.shape)
        self._complains = config.complains
        self._connecting = threading.Lock()
        self._fresh = True
        self._mismatch = False
        self._identity = ""
        self._holder: str | None = None
        self._measuring = False
        self._asking: list[str] = []
        """What calls that neither measure nor move read or set now."""
        self._safe_at = 0
        """The count of stops when it was last sent to its safe values."""

    @property
    def state(self) -> InstrumentState:
        """What the instrument is doing now."""
        if not self.connected:
            return InstrumentState.ERROR if self._mismatch else InstrumentState.DISCONNECTED
        if self._motion.moving:
            return InstrumentState.MOVING
        if self._measuring:
            return InstrumentState.MEASURING
        if self.error is not None:
            return InstrumentState.ERROR
        return InstrumentState.CONNECTED if self._fresh else InstrumentState.IDLE

    @property
    def holder(self) -> str | None:
        """Who holds the instrument (a scan's identifier), or None."""
        return self._holder

    @holder.setter
    def holder(self, holder: str | None) -> None:
        self._holder = holder
        self.taken += holder is not None
        self._changed()

    @property
    def busy(self) -> bool:
        """Whether somebody moves, measures or changes settings now."""
        return self._measuring or bool(self._asking) or self._motion.attended

    @property
    def moves_unattended(self) -> bool:
        """Whether an axis moves while nobody waits for it: after a stop, or on its way to its safe value."""
        return bool(self._motion.unattended)

    @property
    def positions(self) -> dict[str, float | None]:
        """Where its axes are, as far as is known."""
        return dict(self._last_values.position)

    @property
    def group(self) -> Hashable:
        """What it shares with other instruments: those of one group are read one after the other."""
        return self.driver.group

    @property
    def others(self) -> frozenset[str]:
        """The instruments whose readings it needs for its own."""
        return frozenset(self.derived.others)

    @property
    def readings(self) -> Mapping[str, Any]:
        """Its last readings, None where one is not known."""
        return self._last_values.reading

    def connect(self) -> None:
        """Open and identify the instrument now, and keep it connected from now on; raises as `demand` does."""
        self.wanted = True
        self.demand()

    def demand(self) -> None:
        """Open and identify the instrument for somebody who needs it, unless it was disconnected on purpose.

        Raises InstrumentUnreachable or IdentityMismatch.
        """
        self._refuse_unwanted()
        with self._connecting:
            if self.connected:
                return
            try:
                self._identity = self.driver.open()
            except InstrumentError as error:
                self.connected = False
                self._mismatch = self.wanted and isinstance(error, IdentityMismatch)
                self.error = str(error) if self.wanted else None
                self.driver.close()
                self._changed()
                raise
            told = self.driver.told()
            if told is not None:
                self._describe(told)
            self.error, self._mismatch, self._fresh = None, False, True
            self.connected = self.met = True
            if not self.wanted:  # somebody disconnected it meanwhile
                self.connected = False
                self.driver.close()
            self._changed()
        self._refuse_unwanted()
        self.attend()

    def limit(self, limits: SoftLimits) -> None:
        """Keep the limits between axes of the bench, once all its instruments exist."""
        self._soft_limits, self._limited = limits, limits.axes_of(self.name)

    def reach(self) -> None:
        """Connect it unless it is connected; raises as `demand` does."""
        if not self.connected:
            self.demand()

    def disconnect(self) -> None:
        """Close the instrument and leave it closed until `connect`."""
        self.wanted = False
        self.connected, self._mismatch, self.error = False, False, None
        self._motion.halts += 1
        self._motion.forget()
        self.driver.close()
        self._changed()

    def changes(self) -> list[Event]:
        """The events about what changed since the last call."""
        self._marked = False
        return self._last_values.changes(
            self.id,
            self.name,
            self.state,
            bool(self._motion.moving),
            self.error,
            self._mismatch_check.warning if self.connected else None,
            self._holder,
            self._identity,
        )

    def _describe(self, config: InstrumentConfig) -> None:
        """Take over what the connected instrument adds to its table."""
        spec = config.spec(self.driver.resource)
        if spec == self.spec:
            return
        self.spec = spec
        for name, axis in self._axes.items():
            axis.describe(spec.axes[name])
        self._last_values.describe(spec)
        self._mismatch_check = MismatchCheck(config, spec, self.driver)
        self.described_anew(spec)

    def broke(self, why: str) -> None:
        """Report a driver that failed in an unexpected way; it is tried again."""
        self._failed(InstrumentError(self.name, why))

    def _changed(self) -> None:
        if not self._marked:
            self._marked = True
            self._mark(self)

    def _refuse_unwanted(self) -> None:
        if not self.wanted:
            raise InstrumentUnreachable(self.name, "it was disconnected on purpose; connect it first")

    def _failed(self, error: InstrumentError) -> None:
        if not self.wanted or isinstance(error, Interrupted):
            return  # somebody disconnected or stopped it during the call
        self.error = str(error)
        self._mismatch = isinstance(error, IdentityMismatch)
        lost = self._mismatch or (
            isinstance(error, InstrumentUnreachable) and not isinstance(error, NoAnswer)
        )
        if lost and self.connected:
            self.connected = False
            self._motion.forget()
            self.attend()
        self._changed()
