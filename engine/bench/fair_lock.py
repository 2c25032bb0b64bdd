"""A fair lock: first come, first served, except that urgent callers go first."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType


class FairLock:
    """One holder at a time, in order of arrival; an urgent caller goes before all who wait.

    A plain lock would let a thread that asks again at once win over all who wait: a stop could then wait as long as
    a fast scan runs.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._urgent: deque[threading.Lock] = deque()
        self._reserved = 0
        self.busy = False
        """Whether somebody holds the lock."""
        self.urgent = False
        """Whether the holder is urgent."""

    @property
    def urgently_wanted(self) -> bool:
        """Whether an urgent caller waits."""
        return bool(self._urgent)

    @property
    def waiting(self) -> int:
        """Number of callers that wait."""
        return len(self._waiting) + len(self._urgent)

    def take(self, urgent: bool = False, timeout: float = -1) -> bool:
        """Wait for the lock, forever or at most `timeout` seconds; returns whether it was acquired."""
        with self._mutex:
            if not self.busy and (urgent or not self._reserved):
                self.busy, self.urgent = True, urgent
                return True
            ticket = threading.Lock()
            ticket.acquire()
            line = self._urgent if urgent else self._waiting
            line.append(ticket)
        if ticket.acquire(timeout=timeout):
            return True
        with self._mutex:
            if ticket not in line:
                return True  # it was handed over at the last moment
            line.remove(ticket)
            return False

    def give(self) -> None:
        """Hand the lock to the next caller."""
        with self._mutex:
            self.busy = self.urgent = False
            self._hand_on()

    @contextmanager
    def reserved(self) -> Iterator[None]:
        """Let only urgent callers have the lock: their messages are sent without any other between."""
        with self._mutex:
            self._reserved += 1
        try:
            yield
        finally:
            with self._mutex:
                self._reserved -= 1
                if not self.busy:
                    self._hand_on()

    def _hand_on(self) -> None:
        if self._urgent:
            self.busy = self.urgent = True
            self._urgent.popleft().release()
        elif self._waiting and not self._reserved:
            self.busy = True
            self._waiting.popleft().release()

    def __enter__(self) -> None:
        self.take()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give()
