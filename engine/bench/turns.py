"""A lock that serves first come, first served, and lets the urgent pass."""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class Turns:
    """One at a time, in order of arrival; an urgent caller goes before everyone who waits.

    A plain lock would let a thread that asks again at once win over all who wait: a stop could then wait for the whole
    of a fast scan.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._busy = False

    @property
    def busy(self) -> bool:
        """Somebody has the turn now."""
        return self._busy

    def take(self, urgent: bool = False, timeout: float = -1) -> bool:
        """Wait for the turn, for ever or up to `timeout` seconds; whether it was got."""
        with self._mutex:
            if not self._busy:
                self._busy = True
                return True
            ticket = threading.Lock()
            ticket.acquire()
            if urgent:
                self._waiting.appendleft(ticket)
            else:
                self._waiting.append(ticket)
        if ticket.acquire(timeout=timeout):
            return True
        with self._mutex:
            if ticket not in self._waiting:
                return True  # it was handed over at the last moment
            self._waiting.remove(ticket)
            return False

    def give(self) -> None:
        """Hand the turn to the next in line."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._busy = False

    def __enter__(self) -> None:
        self.take()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give()
