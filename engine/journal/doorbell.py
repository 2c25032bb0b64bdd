"""Tells a reader when to look into the journal again. It may be late or wrong: the truth is in SQL."""

from __future__ import annotations

from typing import Protocol


class Doorbell(Protocol):
    """How long a reader waits before its next look."""

    def rest(self, found: bool) -> float:
        """Seconds to wait; `found` says whether the last look found anything."""


class PollingDoorbell:
    """Looks every `quickest` seconds while there is work; the longer there is none, the rarer, down to `slowest`."""

    def __init__(self, quickest: float = 0.005, slowest: float = 0.05) -> None:
        self._quickest = quickest
        self._slowest = slowest
        self._rest = quickest

    def rest(self, found: bool) -> float:
        """Seconds to wait; doubles from one empty look to the next."""
        self._rest = self._quickest if found else min(self._rest * 2, self._slowest)
        return self._rest
