"""Tells a reader when to look into the journal again. It may be late or wrong: the truth is in SQL."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol


class Doorbell(Protocol):
    """What a reader waits at between two looks."""

    def wait(self, found: bool) -> None:
        """Return when it is time for the next look; `found` says whether the last one found anything."""

    def close(self) -> None:
        """Stop listening."""


class PollingDoorbell:
    """Looks every `quickest` seconds while there is work; the longer there is none, the rarer, down to `slowest`."""

    def __init__(
        self, sleep: Callable[[float], None] = time.sleep, quickest: float = 0.005, slowest: float = 0.05
    ) -> None:
        self._sleep = sleep
        self._quickest = quickest
        self._slowest = slowest
        self._rest = quickest

    def rest(self, found: bool) -> float:
        """Seconds to wait; doubles from one empty look to the next."""
        self._rest = self._quickest if found else min(self._rest * 2, self._slowest)
        return self._rest

    def wait(self, found: bool) -> None:
        """Sleep that long."""
        self._sleep(self.rest(found))

    def close(self) -> None:
        """Nothing to stop."""
