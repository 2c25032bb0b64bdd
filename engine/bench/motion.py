"""Moving axes of one instrument: followed by the caller that waits, or watched when nobody does."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.bench.driver import Driver
from engine.bench.last_values import LastValues
from engine.bench.move_manner import MoveManner
from engine.errors import MotionCancelled, NotReached
from engine.model.bench import AxisSpec, plain

_LOOK_EVERY = 0.05
"""Seconds between two polls of an axis that somebody waits for."""
_LONGEST_NAP = 0.02
_STALLS_AFTER = 10.0
"""Shortest time in seconds after which an axis that comes no nearer is reported; a tenth of its timeout if longer."""


def shown(value: float, axis: Axis) -> str:
    """A position with its unit."""
    return f"{plain(value)} {axis.spec.unit}".rstrip()


class Axis:
    """What a move of one axis needs."""

    __slots__ = ("done_delay", "follows", "high", "low", "manner", "order", "spec", "timeout")

    def __init__(
        self,
        spec: AxisSpec,
        follows: bool,
        timeout: float,
        done_delay: float = 0.0,
        manner: MoveManner | None = None,
    ) -> None:
        self.describe(spec)
        self.follows = follows
        self.timeout = timeout
        self.done_delay = done_delay
        """Seconds after a command in which the axis counts as moving."""
        self.manner = manner
        """How it is moved; None where its setpoint is simply sent."""
        self.order = 0
        """Counts the setpoints sent: a move whose number is not the last was replaced by a later one."""

    def describe(self, spec: AxisSpec) -> None:
        """Take over unit and limits."""
        self.spec = spec
        self.low, self.high = spec.limits or (-1.7e308, 1.7e308)


@dataclass(frozen=True, slots=True)
class _Unattended:
    """A motion that nobody waits for."""

    value: float | None
    """Its setpoint; None: until it stands still anywhere."""
    since: float
    until: float
    """When it is no longer watched."""


class Approach:
    """Notices once that a followed axis has come no nearer to its setpoint for a long time."""

    def __init__(self, value: float, timeout: float) -> None:
        self.here: float | None = None
        self._value = value
        self._patience = max(_STALLS_AFTER, timeout / 10)
        self._nearest = math.inf
        self._since = math.inf

    def stalls(self, here: float, now: float) -> bool:
        """Store where the axis is; returns whether to report now that it stalls."""
        self.here = here
        distance = abs(here - self._value)
        if distance < self._nearest:
            self._nearest, self._since = distance, now
        if distance == 0 or now - self._since < self._patience:
            return False
        self._since = math.inf  # reported once
        self._nearest = 0.0
        return True


class Motion:
    """Which axes move now, and where to."""

    def __init__(
        self,
        name: str,
        driver: Driver,
        axes: Mapping[str, Axis],
        known: LastValues,
        changed: Callable[[], None],
    ) -> None:
        self.axes = axes
        self.moving: set[str] = set()
        self.unattended: dict[str, _Unattended] = {}
        self.ramping: set[str] = set()
        """Axes on a ramp to their safe value, which nobody waits for."""
        self.halts = 0
        """Counts the stops: a move that started before the last one was stopped."""
        self._name = name
        self._driver = driver
        self._known = known
        self._changed = changed

    @property
    def attended(self) -> bool:
        """Whether somebody waits for an axis to arrive."""
        return len(self.moving) > len(self.unattended)

    def forget(self) -> None:
        """Forget all motion: the instrument is disconnected."""
        self.unattended.clear()
        self.moving.clear()

    def leave(self, axis: str, value: float | None, patience: float) -> None:
        """Nobody waits for an axis that moves to `value`, or until it stands still; `patience` is in seconds."""
        self.moving.add(axis)
        now = time.monotonic()
        self.unattended[axis] = _Unattended(value, now, now + patience)

    def watch(self) -> list[tuple[str, float, float]]:
        """Poll the axes nobody waits for; returns which arrived at their setpoint: axis, setpoint and readback.

        Raises InstrumentError.
        """
        landed = []
        for axis, left in list(self.unattended.items()):
            value = left.value
            if axis in self.ramping or time.monotonic() < left.since + self.axes[axis].done_delay:
                arrived = False
            else:
                arrived = self._driver.arrived(axis, value) or time.monotonic() > left.until
            read = self._driver.get_axis(axis)
            here = read if read is not None else self._known.position[axis] if value is None else value
            self._known.position[axis] = here
            if arrived and self.unattended.pop(axis, None) is not None:
                if value is None:
                    self._known.target[axis] = here
                elif read is not None:
                    landed.append((axis, value, read))
                self.moving.discard(axis)
        return landed

    def go_on(
        self,
        name: str,
        value: float,
        order: int,
        halts: int,
        cancelled: Callable[[], bool],
        halt: Callable[[], None],
    ) -> None:
        """Raise MotionCancelled when a move was stopped since `halts`, replaced since `order`, or is `cancelled()`."""
        if self.axes[name].order != order:
            raise MotionCancelled(self._name, f"the move of {name} to {value:g} was replaced by a later one")
        if self.halts != halts:
            raise MotionCancelled(self._name, f"the move of {name} to {value:g} was stopped")
        if cancelled():
            halt()
            raise MotionCancelled(self._name, f"the move of {name} to {value:g} was stopped")

    def follow(
        self,
        name: str,
        value: float,
        order: int,
        halts: int,
        cancelled: Callable[[], bool],
        halt: Callable[[], None],
        stalled: Callable[[str], None],
    ) -> None:
        """Wait until an axis is at `value`, keeping its position up to date; `stalled` is called once when it
        stalls.

        Raises MotionCancelled when it was stopped since `halts`, replaced since `order`, or is `cancelled()`.
        """
        axis = self.axes[name]
        began = time.monotonic()
        next_look = began + _LOOK_EVERY
        approach = Approach(value, axis.timeout)
        while True:
            self.go_on(name, value, order, halts, cancelled, halt)
            if time.monotonic() - began >= axis.done_delay and self._driver.arrived(name, value):
                return
            now = time.monotonic()
            if now - began > axis.timeout:
                why = self._driver.unfinished(name)
                halt()
                late = f"{name} did not arrive at {shown(value, axis)} within {axis.timeout:g} s"
                at = "" if approach.here is None else f"; it reads {shown(approach.here, axis)}"
                raise NotReached(self._name, f"{late}{at}" + (f"; {why}" if why else ""))
            if now >= next_look:
                next_look = now + _LOOK_EVERY
                here = self._driver.get_axis(name)
                if here is not None:
                    self._known.position[name] = here
                    if approach.stalls(here, now):
                        stands = f"{name} stands at {shown(here, axis)} and comes no nearer to {shown(value, axis)}"
                        stalled(f"{stands}; waiting at most {axis.timeout:g} s")
                    self._changed()
            # poll often during short moves, and during long ones no more often than people can see
            time.sleep(min(_LONGEST_NAP, max(0.0005, 0.1 * (now - began))))
