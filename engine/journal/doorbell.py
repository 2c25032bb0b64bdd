"""Says when a reader should read the journal again. It may be late or wrong: the truth is in the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol


class Doorbell(Protocol):
    """What a reader waits at between two reads."""

    def wait(self, found: bool) -> None:
        """Return when it is time to read again; `found` says whether the last read found anything."""

    def close(self) -> None:
        """Stop listening."""


class PollingDoorbell:
    """Reads every `quickest` seconds while there are events; without events more and more rarely, down to `slowest`."""

    def __init__(
        self, sleep: Callable[[float], None] = time.sleep, quickest: float = 0.005, slowest: float = 0.05
    ) -> None:
        self._sleep = sleep
        self._quickest = quickest
        self._slowest = slowest
        self._rest = quickest

    def rest(self, found: bool) -> float:
        """Seconds to wait; doubles with every read that finds nothing."""
        self._rest = self._quickest if found else min(self._rest * 2, self._slowest)
        return self._rest

    def wait(self, found: bool) -> None:
        """Sleep for that time."""
        self._sleep(self.rest(found))

    def close(self) -> None:
        """There is nothing to stop."""
