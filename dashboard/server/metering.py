"""Metering: how much a client has sent lately, and when a busy greenlet lets the others run."""

from __future__ import annotations

import time
from collections.abc import Callable

import gevent

from dashboard.server.limits import TURN_SECONDS, Rate

_LEAST = 1e-6


def yield_to_others() -> None:
    """Let everything else that is ready run, sockets included.

    `gevent.sleep(0)` is not enough: gevent runs up to fifty such wake-ups before it polls its sockets again.
    """
    gevent.sleep(_LEAST)


class TimeSlice:
    """The time that one greenlet has run without a break."""

    __slots__ = ("_since",)

    def __init__(self) -> None:
        self._since = time.monotonic()

    def waited(self) -> None:
        """The greenlet has just waited, so the others could run."""
        self._since = time.monotonic()

    def yield_when_busy(self) -> None:
        """Let the others run when this greenlet has run for long."""
        if time.monotonic() - self._since > TURN_SECONDS:
            yield_to_others()
            self._since = time.monotonic()


class Bucket:
    """The rest of a rate: full at first, and refilled as time passes."""

    __slots__ = ("_at", "_clock", "_left", "rate")

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._left = rate.burst
        self._at = clock()

    def take(self, amount: float = 1.0) -> bool:
        """Take `amount` if that much is left; returns whether it was."""
        self._fill()
        if self._left < amount:
            return False
        self._left -= amount
        return True

    def overdraw(self, amount: float = 1.0) -> float:
        """Take `amount` in any case; returns the seconds until it would have been there."""
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
