"""Metering: how much a client has sent lately, and when a greenlet that never has to wait lets the others go on."""

from __future__ import annotations

import time
from collections.abc import Callable

import gevent

from dashboard.server.limits import TURN_SECONDS, Rate

_LEAST = 1e-6


def let_others_go_on() -> None:
    """Let everything else that is ready go on, sockets included.

    `gevent.sleep(0)` would not do: gevent runs up to fifty such wake-ups before it looks at its sockets again.
    """
    gevent.sleep(_LEAST)


class TimeSlice:
    """The time for which one greenlet has gone on."""

    __slots__ = ("_since",)

    def __init__(self) -> None:
        self._since = time.monotonic()

    def rested(self) -> None:
        """The greenlet has just waited, so that others had their turn."""
        self._since = time.monotonic()

    def give_way(self) -> None:
        """Let others go on where this greenlet has gone on for long."""
        if time.monotonic() - self._since > TURN_SECONDS:
            let_others_go_on()
            self._since = time.monotonic()


class Bucket:
    """What is left of a rate: full at first, and filled again as time passes."""

    __slots__ = ("_at", "_clock", "_left", "rate")

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._left = rate.burst
        self._at = clock()

    def take(self, amount: float = 1.0) -> bool:
        """Take `amount` where that much is left; whether it was."""
        self._fill()
        if self._left < amount:
            return False
        self._left -= amount
        return True

    def overdraw(self, amount: float = 1.0) -> float:
        """Take `amount` in any case; seconds until it would have been there."""
        self._fill()
        self._left -= amount
        return max(0.0, -self._left / self.rate.per_second)

    @property
    def full(self) -> bool:
        """Whether nothing was taken lately."""
        self._fill()
        return self._left >= self.rate.burst

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self.rate.burst, self._left + (now - self._at) * self.rate.per_second)
        self._at = now
