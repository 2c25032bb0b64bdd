"""What others ask of a running scan. The runner looks here between steps and waits here in every wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import IntEnum
from threading import Condition


class Ask(IntEnum):
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
        self.asked = Ask.RUN
        """Plain attribute: the runner reads it before every step."""
        self.abandoned = False
        """Set when nobody waits for the runner any more: it must not touch readings or instruments again."""

    def pause(self) -> None:
        """Hold after the current step."""
        with self._changed:
            if self.asked is Ask.RUN:
                self.asked = Ask.HOLD

    def resume(self) -> None:
        """Go on at the next step."""
        with self._changed:
            if self.asked is Ask.HOLD:
                self.asked = Ask.RUN
                self._changed.notify_all()

    def end(self, how: Ask) -> None:
        """End now: INTERRUPT, STOP or ABORT. A greater one later wins."""
        with self._changed:
            if how > self.asked:
                self.asked = how
                self._changed.notify_all()

    def abandon(self) -> None:
        """Nobody waits for the runner any more."""
        self.abandoned = True
        self.end(Ask.ABORT)

    def ending(self) -> bool:
        """Whether the scan is to end; what moves are given to be cancelled by."""
        return self.asked >= Ask.INTERRUPT

    def wait(self, seconds: float) -> None:
        """Wait; returns at once when the scan is to end."""
        if seconds <= 0:
            return
        deadline = time.monotonic() + seconds
        with self._changed:
            while self.asked < Ask.INTERRUPT:
                left = deadline - time.monotonic()
                if left <= 0:
                    return
                self._changed.wait(left)

    def hold(self, holding: Callable[[], None]) -> None:
        """Call `holding`, then wait while the scan is asked to hold."""
        if self.asked is not Ask.HOLD:
            return
        holding()
        with self._changed:
            while self.asked is Ask.HOLD:
                self._changed.wait()
