"""One instrument in the engine: moves, readings and settings; each connects the instrument when necessary."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from engine.bench.acting import ActingInstrument, not_cancelled
from engine.bench.driver import NoAnswer
from engine.bench.guided_move import GuidedMove
from engine.bench.limits import check_setpoint, check_setting, unknown
from engine.bench.mismatch_check import Warn, ignore_warning
from engine.bench.motion import Axis
from engine.bench.move_manner import MoveManner
from engine.bench.safe_ramp import SafeRamp
from engine.errors import InstrumentError, Interrupted, LimitViolation, MotionCancelled
from engine.model.exchange import Direction

_STAND_WITHIN = 10.0
"""Seconds for which a stopped axis is watched until it stands still."""
_RECEIVED_WITHIN = 0.15
"""Seconds within which a message arrives at an instrument that is there."""
_LISTEN_AT_MOST = 0.5
"""Seconds that a check for unread answers may wait for the lock."""

_log = logging.getLogger(__name__)


class ManagedInstrument(ActingInstrument):
    """What can be done with an instrument; any thread may call any method."""

    def check(self, axis: str, value: float) -> None:
        """Raise LimitViolation (or InstrumentError for an unknown axis) when `value` is not an allowed setpoint."""
        check_setpoint(self.name, axis, self._axis(axis).spec, value)
        if axis in self._limited:
            self._soft_limits.check(self.name, axis, value)
        self.driver.check_axis(axis, value)

    def move(
        self,
        axis: str,
        value: float,
        cancelled: Callable[[], bool] = not_cancelled,
        warn: Warn = ignore_warning,
    ) -> float:
        """Move an axis and wait until it has arrived; returns the readback in the axis's unit.

        Returns the setpoint as it was sent where the axis cannot be read. `warn` is called when the readback is not
        the setpoint. Raises LimitViolation before anything moves, MotionCancelled after stopping when `cancelled()`
        turns true or `halt()` is called, InstrumentError otherwise.
        """
        known_axis, asked = self._axes.get(axis) or self._axis(axis), value
        if known_axis.spec.format or not known_axis.low <= value <= known_axis.high:
            self.check(axis, value)
            value = known_axis.spec.sent(value)
        if not self.connected:
            self.demand()
        if cancelled():
            raise MotionCancelled(self.name, f"{axis} was not moved: a stop came before")
        limited = axis in self._limited
        if limited:
            self._soft_limits.begin(self.name, axis, value)
        motion = self._motion
        known_axis.order = order = known_axis.order + 1
        halts = motion.halts
        motion.moving.add(axis)
        motion.unattended.pop(axis, None)
        motion.ramping.discard(axis)
        self._last_values.target[axis] = asked
        if not self._marked:
            self._changed()
        try:
            if known_axis.manner is None:
                self.driver.set_axis(axis, value)
                if motion.halts != halts:
                    self._stop_again(axis, value, halts)
                if known_axis.follows:
                    stalled = partial(self._mismatch_check.note, axis, warn=warn)
                    motion.follow(axis, value, order, halts, cancelled, self.halt, stalled)
            else:
                self._guided(axis, known_axis.manner, value, halts, cancelled, warn).run(value)
            readback = self.driver.get_axis(axis)
            wrong = None
            if readback is None:
                readback = value
            elif known_axis.order == order and motion.halts == halts:
                readback, wrong = self._mismatch_check.axis(axis, value, readback)
            self._last_values.position[axis] = readback
            self._mismatch_check.report(axis, wrong, warn)
            self._complain(warn)
            if self.error is not None:
                self.error = None
            return readback
        except (MotionCancelled, LimitViolation):
            raise
        except Interrupted:
            raise self._stopped(axis, value) from None
        except InstrumentError as error:
            self._failed(error)
            if isinstance(error, NoAnswer) and motion.halts == halts:
                self._halt_lost()
            raise
        finally:
            if limited:
                self._soft_limits.end(self.name, axis, value)
            if known_axis.order == order and axis not in motion.unattended:
                motion.moving.discard(axis)
            self._fresh = False
            self.last_used = time.monotonic()
            if not self._marked:
                self._changed()

    def position(self, axis: str) -> float:
        """Read where an axis is now; its last setpoint where it cannot be read."""
        self._axis(axis)
        if not self.connected:
            self.demand()
        self._asking.append(axis)
        try:
            value = self.driver.get_axis(axis)
        except InstrumentError as error:
            self._failed(error)
            raise
        finally:
            self._asking.pop()
        self.last_used = time.monotonic()
        if value is None:
            value = self._last_values.position[axis]
        if value is None:
            raise self._unknown_position(axis)
        self._last_values.position[axis] = value
        self._changed()
        return value

    def check_settings(self, settings: Mapping[str, float | str]) -> None:
        """Raise InstrumentError (LimitViolation for a value) when these settings cannot be changed."""
        for name, value in settings.items():
            if name not in self.spec.settings:
                raise unknown(self.name, "setting", name, self.spec.settings)
            check_setting(self.name, name, self.spec.settings[name], value)

    def apply(self, settings: Mapping[str, float | str], warn: Warn = ignore_warning) -> None:
        """Change settings; every name, limit and choice is checked before anything is sent.

        `warn` is called when a setting reads back another value than it was set to.
        """
        self.check_settings(settings)
        if not self.connected:
            self.demand()
        self._asking.append("settings")
        try:
            for name, value in settings.items():
                self.driver.set_setting(name, value)
                present, wrong = self._mismatch_check.setting(name, value)
                self._last_values.setting[name] = value if present is None else present
                self._mismatch_check.report(name, wrong, warn)
                self._complain(warn)
        except InstrumentError as error:
            self._failed(error)
            raise
        finally:
            self._asking.pop()
            self.last_used = time.monotonic()
            self._changed()

    def say(self, message: str, asks: bool, by: str) -> str:
        """Send a message that `by` typed, and return the answer where it `asks`; no limits are checked."""
        log = self.driver.exchanges
        if log is None:
            raise InstrumentError(self.name, f"its driver ({self.spec.driver}) takes no messages")
        if not self.connected:
            self.demand()
        log.remark(Direction.BY_HAND, self.name, f"{by or 'somebody'} sends {message}")
        _log.info("%s sends %r to %s by hand", by or "somebody", message, self.name)
        self._asking.append("message")
        try:
            return self.driver.say(message, asks)
        except InstrumentError as error:
            self._failed(error)
            raise
        finally:
            self._asking.pop()
            self.last_used = time.monotonic()
            self._changed()

    def halt(self) -> None:
        """Stop motion now, from any thread; running moves raise MotionCancelled."""
        self._motion.halts += 1
        if not self.connected:
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
        """Stop, then send the axes to their safe values without waiting until they arrive.

        Raises InstrumentUnreachable, and does nothing, when it was disconnected on purpose: it may be in use
        elsewhere.
        """
        self._refuse_unwanted()
        if not self.connected:
            self.demand()
        with self.driver.urgently():
            problem = self._failure_of(self.halt)
            self._safe_at = self._motion.halts
            for name, axis in self._axes.items():
                if axis.spec.safe is not None:
                    problem = (
                        self._failure_of(partial(self._send_safe, name, axis, axis.spec.safe)) or problem
                    )
            problem = self._failure_of(self.driver.secure) or problem
        if problem is None and not self.driver.received(_RECEIVED_WITHIN):
            problem = NoAnswer(self.name, "the stop was sent, but nothing at its address receives it")
        self.last_used = time.monotonic()
        self.attend()
        self._changed()
        if problem is not None:
            self._failed(problem)
            raise problem

    def interrupt(self) -> None:
        """Make a running call of another thread fail with Interrupted; a move that somebody waits for is stopped."""
        if self._motion.attended:
            self.halt()
        else:
            self.driver.interrupt()

    def tidy(self, patience: float = _LISTEN_AT_MOST) -> None:
        """Discard what came while nobody measured; waits at most `patience` seconds."""
        if self.connected:
            self.driver.tidy(patience)

    def confirm(self, patience: float = _LISTEN_AT_MOST) -> None:
        """Raise InstrumentError when an answer since `tidy` could belong to another question."""
        if self.connected:
            self.driver.confirm(patience)

    def told(self) -> dict[str, Any]:
        """The last known state as plain data: identity, positions, setpoints, settings and values with units."""
        return {
            "identity": self._identity,
            "status": self.state.value,
            "driver": self.spec.driver,
            "resource": self.spec.resource,
            **self._last_values.plain(),
            "error": self.error,
        }

    def refresh(self, settings: bool = False) -> None:
        """Read what can be read until somebody uses the instrument. Raises InstrumentError.

        The first poll after connecting reads the `settings` too; it leaves the instrument `connected`, so that
        people see this state, and the next one makes it `idle`.
        """
        used = self.last_used
        if self._holder is None:
            self.tidy()
        try:
            if settings:
                for name in self.spec.settings:
                    self._last_values.setting[name] = self.setting(name)
            for axis in self._axes:
                if self.busy or self.last_used != used:
                    return
                here = self.driver.get_axis(axis)
                if here is not None and not self.busy:
                    self._last_values.position[axis] = here
            for names in self.driver.together(self._polled):
                if self.busy or self.last_used != used:
                    return
                self._last_values.take(self.driver.read_all(names))
            if self.derived.formulas:
                self._last_values.reading.update(self.derived.from_known(self._last_values.reading))
        except Interrupted:
            return
        except InstrumentError as error:
            self._failed(error)
            raise
        self.error, self._fresh = None, self._fresh and settings
        self._changed()

    def watch_motion(self) -> None:
        """Poll the axes that move while nobody waits for them. Raises InstrumentError."""
        try:
            for axis, value, here in self._motion.watch():
                self._landed(axis, value, here)
        except Interrupted:
            return
        except InstrumentError as error:
            self._motion.forget()
            self._failed(error)
            raise
        self._changed()

    def setting(self, name: str) -> float | str | None:
        """The present value of a setting, as one of its choices where it has some; None where it cannot be read."""
        return self._mismatch_check.value(name)

    def _landed(self, axis: str, value: float, here: float) -> None:
        """An axis that nobody waited for has ended its move, usually to a safe value."""
        here, wrong = self._mismatch_check.axis(axis, value, here)
        self._last_values.position[axis] = here
        if wrong is not None:
            _log.warning("%s: %s", self.name, wrong)
        self._mismatch_check.report(axis, wrong, ignore_warning)

    def _stopped(self, axis: str, value: float) -> MotionCancelled:
        return MotionCancelled(self.name, f"the move of {axis} to {value:g} was stopped")

    def _stop_again(self, axis: str, value: float, halts: int) -> None:
        """A setpoint was sent while the instrument was being stopped: stop what it may have started too."""
        problem = self._failure_of(self.make_safe if self._safe_at > halts else self.halt)
        if problem is not None:
            raise problem
        raise self._stopped(axis, value)

    def _halt_lost(self) -> None:
        """Stop an axis that did not arrive in time."""
        problem = self._failure_of(self.halt)
        if problem is not None:
            _log.warning("%s", problem)

    def _guided(
        self,
        name: str,
        manner: MoveManner,
        value: float,
        halts: int,
        cancelled: Callable[[], bool] = not_cancelled,
        warn: Warn = ignore_warning,
    ) -> GuidedMove:
        """The move of an axis that ramps, takes out backlash, or settles."""
        axis, motion = self._axes[name], self._motion
        order = axis.order
        stalled = partial(self._mismatch_check.note, name, warn=warn)

        def send(point: float) -> None:
            self.driver.set_axis(name, point)
            if motion.halts != halts:
                self._stop_again(name, value, halts)

        def follow(point: float) -> None:
            if axis.follows:
                motion.follow(name, point, order, halts, cancelled, self.halt, stalled)

        def place(here: float) -> None:
            self._last_values.position[name] = here
            self._changed()

        go_on = partial(motion.go_on, name, value, order, halts, cancelled, self.halt)
        return GuidedMove(self.name, name, axis, manner, self.driver, go_on, send, follow, place)

    def _send_safe(self, name: str, axis: Axis, safe: float) -> None:
        value = axis.spec.sent(safe)
        axis.order += 1
        self._last_values.target[name] = safe
        self._motion.leave(name, value, axis.timeout)
        if axis.manner is None or axis.manner.step is None:
            self.driver.set_safe(name, value)
            return
        move = self._guided(name, axis.manner, value, self._motion.halts)
        SafeRamp(move, value, self._motion, self.reach, self._failed, self._ramped).start()

    def _ramped(self) -> None:
        self.last_used = time.monotonic()
        self.attend()

    def _failure_of(self, work: Callable[[], None]) -> InstrumentError | None:
        """Call a function and return what went wrong: everything else that stops the instrument is done all the
        same.
        """
        try:
            work()
        except InstrumentError as error:
            return error
        return None

    def _axis(self, axis: str) -> Axis:
        found = self._axes.get(axis)
        if found is None:
            raise unknown(self.name, "axis", axis, self._axes)
        return found
