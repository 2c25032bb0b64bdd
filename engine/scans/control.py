"""Requests to a running scan from other threads. The runner checks them between steps and during every wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum, IntEnum
from threading import Condition

from engine.model.faults import HeldFault

_LOOK_EVERY = 0.05
"""Seconds between two checks whether the trouble is over."""


class Request(IntEnum):
    """What a scan is asked to do. Of two requests to end, the higher one wins."""

    RUN = 0
    HOLD = 1
    INTERRUPT = 2
    STOP = 3
    HALT = 4
    ABORT = 5


class Decision(Enum):
    """What to do with a point that failed."""

    AGAIN = "again"
    SKIP = "skip"


class Control:
    """Any thread makes requests; the runner carries them out."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._held = 0.0
        self.request = Request.RUN
        """A plain attribute: the runner reads it before every step."""
        self._paused = False
        self._asks = False
        """Whether it holds after a fault, and nobody has decided."""
        self.suspended = False
        """Whether a rule holds the scan, whatever people ask."""
        self.holds_so_far = 0
        """How many times the scan has held."""
        self.rest = 0.0
        """Remaining seconds of a wait while the scan holds in the middle of it."""
        self.at_once = False
        """Whether the scan is to hold within its step, not after it."""
        self._cut = False
        self.fault: HeldFault | None = None
        """The fault for which the scan holds until somebody decides."""
        self._decision = Decision.AGAIN
        self.abandoned = False
        """Set when the scheduler no longer waits for the runner, which must not touch readings or instruments from
        then on.
        """

    def pause(self, *, now: bool = False) -> None:
        """Hold after the current step, or in the middle of one that only waits; `now`: of a move too."""
        with self._changed:
            self.at_once = self.at_once or now
            self._paused = True
            if self.request is Request.RUN:
                self.request = Request.HOLD
                self._changed.notify_all()

    def resume(self) -> None:
        """Continue at the next step."""
        with self._changed:
            self.at_once = False
            self._paused = self._asks = False
            if self.request is Request.HOLD and not self.suspended:
                self.request = Request.RUN
                self._changed.notify_all()

    def suspend(self) -> None:
        """Hold as `pause` does, until `unsuspend`."""
        with self._changed:
            self.suspended = True
            if self.request is Request.RUN:
                self.request = Request.HOLD
                self._changed.notify_all()

    def unsuspend(self) -> None:
        """Continue at the next step, unless the scan is paused or holds after a fault."""
        with self._changed:
            self.suspended = False
            if self.request is Request.HOLD and not self._paused and not self._asks:
                self.request = Request.RUN
                self._changed.notify_all()

    def decide(self, decision: Decision) -> None:
        """Say what a scan that holds after a fault is to do with the point; it continues."""
        with self._changed:
            self._decision = decision
        self.resume()

    def ask(self, fault: HeldFault, holding: Callable[[], None]) -> Decision:
        """Hold for a fault until somebody decides, or the scan is to end; `holding` is called when it holds."""
        with self._changed:
            if self.request > Request.HOLD:
                return Decision.AGAIN
            self.request = Request.HOLD
            self.fault, self._decision = fault, Decision.AGAIN
            self._asks = True
        try:
            self.hold(holding)
        finally:
            self.fault = None
        return self._decision

    def end(self, how: Request) -> None:
        """End now: INTERRUPT, STOP, HALT or ABORT. A higher request wins later."""
        with self._changed:
            if how > self.request:
                self.request = how
                self._changed.notify_all()

    def abandon(self) -> None:
        """Tell the runner that the scheduler no longer waits for it."""
        self.abandoned = True
        self.end(Request.ABORT)

    def ending(self) -> bool:
        """Whether the scan is to end."""
        return self.request >= Request.INTERRUPT

    def halts(self) -> bool:
        """Whether a move is to stop; moves get this to know when they are cancelled."""
        request = self.request
        if request is Request.HOLD and self.at_once:
            self._cut = True
        return request >= Request.INTERRUPT or self._cut

    def take_cut(self) -> bool:
        """Whether a move was stopped because the scan was to hold at once; it is to be repeated."""
        cut, self._cut = self._cut, False
        return cut

    def holds(self) -> bool:
        """Whether the scan is asked to hold."""
        return self.request is Request.HOLD

    def clock(self) -> float:
        """Monotonic time in seconds that stands still while the scan holds."""
        return time.monotonic() - self._held

    def wait(self, seconds: float, holding: Callable[[], None] | None = None) -> None:
        """Wait; returns at once when the scan is to end.

        With `holding`, a request to hold interrupts the wait, and the rest of it follows afterwards; without it,
        the wait belongs to the step and ends first.
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
        self.holds_so_far += 1
        holding()
        with self._changed:
            while self.holds():
                self._changed.wait()
        self._held += time.monotonic() - began

    def hold_while(self, troubled: Callable[[], object], holding: Callable[[], None]) -> None:
        """Wait while there is trouble; the clock stands still, and requests to hold or to end are carried out."""
        began, held = time.monotonic(), self._held
        while troubled() and not self.ending():
            self.hold(holding)
            self._wait(_LOOK_EVERY, until_hold=True)
        self._held = held + time.monotonic() - began

    def _wait(self, seconds: float, until_hold: bool) -> float:
        """Wait until the time is over or there is a request; returns the remaining seconds."""
        heeds = Request.HOLD if until_hold else Request.INTERRUPT
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                left = deadline - time.monotonic()
                if left <= 0 or self.request >= heeds:
                    return max(left, 0.0)
                self._changed.wait(left)
