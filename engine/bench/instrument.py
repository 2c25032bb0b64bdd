"""One instrument as the engine uses it: moves, readings and settings, with its state kept and reported."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from engine.bench.config import InstrumentConfig
from engine.bench.driver import Driver, NoAnswer
from engine.bench.known import Known
from engine.bench.limits import check_setpoint, check_setting, unknown
from engine.bench.motion import Axis, Motion
from engine.errors import (
    IdentityMismatch,
    InstrumentError,
    InstrumentUnreachable,
    LimitViolation,
    MotionCancelled,
)
from engine.model.events import Event
from engine.model.states import InstrumentState

_STAND_WITHIN = 10.0
"""Seconds that a halted axis is watched until it stands."""


def never() -> bool:
    """The default of `cancelled`: a move that nobody cancels."""
    return False


class ManagedInstrument:
    """An instrument with its state; every method may be called from any thread."""

    def __init__(
        self,
        config: InstrumentConfig,
        driver: Driver,
        mark: Callable[[ManagedInstrument], None],
    ) -> None:
        self.id = 0
        self.name = config.name
        self.spec = config.spec(driver.resource)
        self.driver = driver
        self.wanted = True
        """Whether it should be connected: false after `disconnect`."""
        self.last_used = 0.0
        """When it was last talked to on behalf of somebody (`time.monotonic`)."""
        self.attend: Callable[[], None] = lambda: None
        """Called when the instrument wants to be looked after soon: its connection broke, it moves unattended."""
        self.met = False
        """Whether it was ever connected."""
        self._mark = mark
        self._marked = False
        self._known = Known(self.spec)
        self._axes = {
            name: Axis(spec, driver.follows(name), config.axes[name].timeout)
            for name, spec in self.spec.axes.items()
        }
        self._motion = Motion(self.name, driver, self._axes, self._known, self._changed)
        self._reads = tuple(self.spec.reads)
        self._polled = tuple(name for name, read in config.reads.items() if read.poll and not read.shape)
        self._connecting = threading.Lock()
        self._connected = False
        self._fresh = True
        self._mismatch = False
        self._identity = ""
        self._error: str | None = None
        self._holder: str | None = None
        self._measuring = False

    @property
    def state(self) -> InstrumentState:
        """What the instrument is doing now."""
        if not self._connected:
            return InstrumentState.ERROR if self._mismatch else InstrumentState.DISCONNECTED
        if self._motion.moving:
            return InstrumentState.MOVING
        if self._measuring:
            return InstrumentState.MEASURING
        if self._error is not None:
            return InstrumentState.ERROR
        return InstrumentState.CONNECTED if self._fresh else InstrumentState.IDLE

    @property
    def holder(self) -> str | None:
        """Who holds the instrument (a scan's identifier), or None."""
        return self._holder

    @holder.setter
    def holder(self, holder: str | None) -> None:
        self._holder = holder
        self._changed()

    @property
    def error(self) -> str | None:
        """The last error, until the instrument does as asked again."""
        return self._error

    @property
    def connected(self) -> bool:
        """Whether the instrument can be talked to, as far as is known."""
        return self._connected

    @property
    def busy(self) -> bool:
        """Somebody moves or measures now."""
        return self._measuring or self._motion.attended

    @property
    def moves_unattended(self) -> bool:
        """An axis moves while nobody waits for it: after a stop, or on its way to its safe value."""
        return bool(self._motion.unattended)

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
            if self._connected:
                return
            try:
                self._identity = self.driver.open()
            except InstrumentError as error:
                self._connected = False
                self._mismatch = self.wanted and isinstance(error, IdentityMismatch)
                self._error = str(error) if self.wanted else None
                self.driver.close()
                self._changed()
                raise
            self._error, self._mismatch, self._fresh = None, False, True
            self._connected = self.met = True
            if not self.wanted:  # somebody disconnected it meanwhile
                self._connected = False
                self.driver.close()
            self._changed()
        self._refuse_unwanted()
        self.attend()

    def disconnect(self) -> None:
        """Close the instrument and leave it closed until `connect`."""
        self.wanted = False
        self._connected, self._mismatch, self._error = False, False, None
        self._motion.halts += 1
        self._motion.forget()
        self.driver.close()
        self._changed()

    def check(self, axis: str, value: float) -> None:
        """Raise LimitViolation (or InstrumentError for an unknown axis) when `value` is no legal setpoint."""
        check_setpoint(self.name, axis, self._axis(axis).spec, value)

    def move(self, axis: str, value: float, cancelled: Callable[[], bool] = never) -> float:
        """Move an axis and wait until it stands there; the readback, in the axis's unit.

        The setpoint itself is returned where the axis cannot be read. Raises LimitViolation before anything moved,
        MotionCancelled after halting when `cancelled()` turns true or `halt()` is called, InstrumentError otherwise.
        """
        known_axis = self._axes.get(axis) or self._axis(axis)
        if not known_axis.low <= value <= known_axis.high:
            self.check(axis, value)
        if not self._connected:
            self.demand()
        if cancelled():
            raise MotionCancelled(self.name, f"{axis} was not moved: it was stopped before")
        motion = self._motion
        known_axis.order = order = known_axis.order + 1
        halts = motion.halts
        motion.moving.add(axis)
        motion.unattended.pop(axis, None)
        self._known.target[axis] = value
        if not self._marked:
            self._changed()
        try:
            self.driver.set_axis(axis, value)
            if known_axis.follows:
                motion.follow(axis, value, order, halts, cancelled, self.halt)
            readback = self.driver.get_axis(axis)
            if readback is None:
                readback = value
            self._known.position[axis] = readback
            if self._error is not None:
                self._error = None
            return readback
        except (MotionCancelled, LimitViolation):
            raise
        except InstrumentError as error:
            self._failed(error)
            raise
        finally:
            if known_axis.order == order and axis not in motion.unattended:
                motion.moving.discard(axis)
            self._fresh = False
            self.last_used = time.monotonic()
            if not self._marked:
                self._changed()

    def position(self, axis: str) -> float:
        """Where an axis stands now, read from the instrument; its last setpoint where it cannot be read."""
        self._axis(axis)
        if not self._connected:
            self.demand()
        try:
            value = self.driver.get_axis(axis)
        except InstrumentError as error:
            self._failed(error)
            raise
        self.last_used = time.monotonic()
        if value is None:
            value = self._known.position[axis]
        if value is None:
            raise InstrumentError(self.name, f"{axis} cannot be read, and was not set yet")
        self._known.position[axis] = value
        self._changed()
        return value

    def measure(self, reads: Sequence[str] | None = None) -> dict[str, float | np.ndarray]:
        """Take the named readings (default: all of `spec.reads`), in order."""
        if not self._connected:
            self.demand()
        read = self.driver.read
        self._measuring = True
        if not self._marked:
            self._changed()
        try:
            result = {name: read(name) for name in (self._reads if reads is None else reads)}
            if self._error is not None:
                self._error = None
        except InstrumentError as error:
            self._failed(error)
            raise
        except KeyError:
            wrong = next((name for name in reads or () if name not in self.spec.reads), None)
            if wrong is None:
                raise
            raise unknown(self.name, "reading", wrong, self.spec.reads) from None
        finally:
            self._measuring = self._fresh = False
            self.last_used = time.monotonic()
        self._known.take(result)
        if not self._marked:
            self._changed()
        return result

    def check_settings(self, settings: Mapping[str, float | str]) -> None:
        """Raise InstrumentError (LimitViolation for a value) when these settings cannot be changed so."""
        for name, value in settings.items():
            if name not in self.spec.settings:
                raise unknown(self.name, "setting", name, self.spec.settings)
            check_setting(self.name, name, self.spec.settings[name], value)

    def apply(self, settings: Mapping[str, float | str]) -> None:
        """Change settings; every name, limit and choice is checked before anything is sent."""
        self.check_settings(settings)
        if not self._connected:
            self.demand()
        try:
            for name, value in settings.items():
                self.driver.set_setting(name, value)
                present = self.driver.get_setting(name)
                self._known.setting[name] = value if present is None else present
        except InstrumentError as error:
            self._failed(error)
            raise
        finally:
            self.last_used = time.monotonic()
            self._changed()

    def halt(self) -> None:
        """Stop motion now, from any thread; moves under way raise MotionCancelled."""
        self._motion.halts += 1
        if not self._connected:
            return
        moving = tuple(self._motion.moving)
        try:
            self.driver.halt(moving)
        except InstrumentError as error:
            self._failed(error)
            raise
        finally:
            self.last_used = time.monotonic()
        for axis in moving:
            self._motion.leave(axis, None, _STAND_WITHIN)
        self.attend()
        self._changed()

    def make_safe(self) -> None:
        """Halt, then send the axes to their safe values without waiting for them to arrive.

        Raises InstrumentUnreachable, and does nothing, when it was disconnected on purpose: it may be in other hands.
        """
        self._refuse_unwanted()
        problem: InstrumentError | None = None
        if not self._connected:
            self.demand()
        try:
            self.halt()
        except InstrumentError as error:
            problem = error
        for name, axis in self._axes.items():
            if axis.spec.safe is None:
                continue
            try:
                axis.order += 1
                self._known.target[name] = axis.spec.safe
                self.driver.set_axis(name, axis.spec.safe)
                self._motion.leave(name, axis.spec.safe, axis.timeout)
            except InstrumentError as error:
                problem = problem or error
        try:
            self.driver.secure()
        except InstrumentError as error:
            problem = problem or error
        self.last_used = time.monotonic()
        self.attend()
        self._changed()
        if problem is not None:
            self._failed(problem)
            raise problem

    def refresh(self, settings: bool = False) -> None:
        """Read what can be read until somebody uses the instrument. Raises InstrumentError.

        The first look after connecting takes the `settings` too; it leaves the instrument `connected`, which everybody
        should get to see, and the next one makes it `idle`.
        """
        used = self.last_used
        try:
            if settings:
                for name in self.spec.settings:
                    self._known.setting[name] = self.driver.get_setting(name)
            for axis in self._axes:
                if self.busy or self.last_used != used:
                    return
                here = self.driver.get_axis(axis)
                if here is not None and not self.busy:
                    self._known.position[axis] = here
            for name in self._polled:
                if self.busy or self.last_used != used:
                    return
                self._known.reading[name] = self.driver.read(name)
        except InstrumentError as error:
            self._failed(error)
            raise
        self._error, self._fresh = None, self._fresh and settings
        self._changed()

    def watch_motion(self) -> None:
        """Look after axes that move while nobody waits for them. Raises InstrumentError."""
        try:
            self._motion.watch()
        except InstrumentError as error:
            self._motion.forget()
            self._failed(error)
            raise
        self._changed()

    def news(self) -> list[Event]:
        """The events that tell what changed since the last call."""
        self._marked = False
        return self._known.news(
            self.id,
            self.name,
            self.state,
            bool(self._motion.moving),
            self._error,
            self._holder,
            self._identity,
        )

    def _changed(self) -> None:
        if not self._marked:
            self._marked = True
            self._mark(self)

    def _axis(self, axis: str) -> Axis:
        found = self._axes.get(axis)
        if found is None:
            raise unknown(self.name, "axis", axis, self._axes)
        return found

    def _refuse_unwanted(self) -> None:
        if not self.wanted:
            raise InstrumentUnreachable(self.name, "it was disconnected on purpose; connect it first")

    def _failed(self, error: InstrumentError) -> None:
        if not self.wanted:
            return  # somebody disconnected it under the call
        self._error = str(error)
        self._mismatch = isinstance(error, IdentityMismatch)
        lost = self._mismatch or (
            isinstance(error, InstrumentUnreachable) and not isinstance(error, NoAnswer)
        )
        if lost and self._connected:
            self._connected = False
            self._motion.forget()
            self.attend()
        self._changed()
