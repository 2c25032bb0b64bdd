"""One move of an axis that ramps, takes out backlash, or settles; it ends at once when it is stopped."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.bench.driver import Driver
from engine.bench.motion import Axis, shown
from engine.bench.move_manner import MoveManner
from engine.errors import InstrumentError, NotReached

_NAP = 0.02
"""Longest time in seconds after which a waiting move notices that it was stopped."""
_LOOK_EVERY = 0.2
"""Seconds between two readbacks during a ramp."""
_SETTLE_LOOK = 0.05


@dataclass(frozen=True, slots=True)
class GuidedMove:
    """Moves `axis`, named `name`, of the instrument `owner`.

    `go_on` raises MotionCancelled when the move was stopped or replaced. `send` sends a setpoint. `follow` waits until
    the axis has arrived at one. `place` takes where the axis is.
    """

    owner: str
    name: str
    axis: Axis
    manner: MoveManner
    driver: Driver
    go_on: Callable[[], None]
    send: Callable[[float], None]
    follow: Callable[[float], None]
    place: Callable[[float], None]

    def run(self, value: float) -> None:
        """Move to `value` and settle. Raises InstrumentError."""
        here = self.position() if self.manner.needs_start else value
        stops = self.manner.stops(here, value, (self.axis.low, self.axis.high)) if here != value else [value]
        for stop in stops:
            self.ramp(here, stop)
            self.follow(stop)
            here = stop
        if self.manner.settle_within is not None:
            self._settle(value, self.manner.settle_within)

    def ramp(self, start: float, value: float) -> None:
        """Send setpoints from `start` to `value` at the pace of the ramp, the last one without a pause after it."""
        pause = self.manner.pause(start, value)
        next_look = time.monotonic() + _LOOK_EVERY
        for point in self.manner.ramped(start, value, self.axis.spec):
            self.go_on()
            self.send(point)
            if point == value:
                return
            if pause is None:
                self.follow(point)
                continue
            self.wait(pause)
            if time.monotonic() >= next_look:
                self.position()
                next_look = time.monotonic() + _LOOK_EVERY

    def position(self) -> float:
        """Read where the axis is. Raises InstrumentError where that cannot be known: a ramp must not begin anywhere."""
        here = self.driver.get_axis(self.name)
        if here is None or not math.isfinite(here):
            said = "it cannot be read" if here is None else f"it reads {here}"
            raise InstrumentError(
                self.owner, f"{self.name} was not moved: a ramp needs to know where it is, and {said}"
            )
        self.place(here)
        return here

    def wait(self, seconds: float) -> None:
        """Wait; ends at once when the move is stopped."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.go_on()
            time.sleep(min(left, _NAP))

    def _settle(self, value: float, within: float) -> None:
        began = time.monotonic()
        inside_since: float | None = None
        while True:
            here = self.position()
            now = time.monotonic()
            if abs(here - value) > within:
                inside_since = None
            elif inside_since is None:
                inside_since = now
            if inside_since is not None and now - inside_since >= self.manner.settle_for:
                return
            if now - began > self.manner.timeout:
                window = f"{within:g} {self.axis.spec.unit}".rstrip()
                raise NotReached(
                    self.owner,
                    f"{self.name} did not stay within {window} of {shown(value, self.axis)} for "
                    f"{self.manner.settle_for:g} s within {self.manner.timeout:g} s; it reads {shown(here, self.axis)}",
                )
            self.wait(min(_SETTLE_LOOK, max(self.manner.settle_for, 0.005)))
