"""What others ask of a running scan. The runner looks here between steps and waits here in every wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import IntEnum
from threading import Condition

_LOOK_EVERY = 0.05
"""Seconds between two looks at what is in the way."""


class Request(IntEnum):
    """What a scan is asked to do; of two ends the greater one wins."""

    RUN = 0
    HOLD = 1
    INTERRUPT = 2
    STOP = 3
    ABORT = 4


class Control:
    """Asked from any thread, heeded by the runner."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._held = 0.0
        self.request = Request.RUN
        """Plain attribute: the runner reads it before every step."""
        self.rest = 0.0
        """Seconds of a wait that are left while the scan holds in the middle of it."""
        self.abandoned = False
        """Set when nobody waits for the runner any more: it must not touch readings or instruments again."""

    def pause(self) -> None:
        """Hold after the current step; in the middle of one that only waits."""
        with self._changed:
            if self.request is Request.RUN:
                self.request = Request.HOLD
                self._changed.notify_all()

    def resume(self) -> None:
        """Go on at the next step."""
        with self._changed:
            if self.request is Request.HOLD:
                self.request = Request.RUN
                self._changed.notify_all()

    def end(self, how: Request) -> None:
        """End now: INTERRUPT, STOP or ABORT. A greater one later wins."""
        with self._changed:
            if how > self.request:
                self.request = how
                self._changed.notify_all()

    def abandon(self) -> None:
        """Nobody waits for the runner any more."""
        self.abandoned = True
        self.end(Request.ABORT)

    def ending(self) -> bool:
        """Whether the scan is to end; what moves are given to be cancelled by."""
        return self.request >= Request.INTERRUPT

    def holds(self) -> bool:
        """Whether the scan is asked to hold."""
        return self.request is Request.HOLD

    def clock(self) -> float:
        """Seconds that only grow, and stand still while the scan holds."""
        return time.monotonic() - self._held

    def wait(self, seconds: float, holding: Callable[[], None] | None = None) -> None:
        """Wait; returns at once when the scan is to end.

        With `holding`, a scan that is asked to hold does so in the middle of the wait, and waits for the rest of it
        when it goes on; without, the wait is a part of the step and comes to its end first.
        """
        left = seconds
        while left > 0:
            left = self._wait(left, until_hold=holding is not None)
            if left > 0 and holding is not None and self.holds():
                self.rest = left
                self.hold(holding)
                self.rest = 0.0
            if self.ending():
                return

    def hold(self, holding: Callable[[], None]) -> None:
        """Call `holding`, then wait while the scan is asked to hold."""
        if not self.holds():
            return
        began = time.monotonic()
        holding()
        with self._changed:
            while self.holds():
                self._changed.wait()
        self._held += time.monotonic() - began

    def hold_while(self, troubled: Callable[[], object], holding: Callable[[], None]) -> None:
        """Wait while something is in the way; the clock stands still, and who asks to hold or to end is heeded."""
        began, held = time.monotonic(), self._held
        while troubled() and not self.ending():
            self.hold(holding)
            self._wait(_LOOK_EVERY, until_hold=True)
        self._held = held + time.monotonic() - began

    def _wait(self, seconds: float, until_hold: bool) -> float:
        """Wait until the time is over or the scan is asked for something; the seconds that are left."""
        heeds = Request.HOLD if until_hold else Request.INTERRUPT
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                left = deadline - time.monotonic()
                if left <= 0 or self.request >= heeds:
                    return max(left, 0.0)
                self._changed.wait(left)
