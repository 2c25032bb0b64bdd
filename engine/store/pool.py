"""A pool of idle connections without a lock, so that threads and greenlets of one process can share it."""

from __future__ import annotations

import threading
from collections import defaultdict, deque

from sqlalchemy.pool import ConnectionPoolEntry, Pool

_KEPT = 16
"""Idle connections kept open; more may be in use at once."""


class IdlePool(Pool):
    """Hands out an idle connection or opens one.

    No lock: under monkey-patching, a lock would tie native threads to the loop of the greenlets.
    """

    _idle: deque[ConnectionPoolEntry]

    def _do_get(self) -> ConnectionPoolEntry:
        try:
            return self._kept.pop()
        except IndexError:
            return self._create_connection()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        if len(self._kept) < _KEPT:
            self._kept.append(record)
        else:
            record.close()

    @property
    def _kept(self) -> deque[ConnectionPoolEntry]:
        # Made at the first use: Pool's constructor has a dozen arguments that are none of ours.
        kept: deque[ConnectionPoolEntry] = self.__dict__.setdefault("_idle", deque())
        return kept

    def recreate(self) -> IdlePool:
        """A fresh pool with the same settings."""
        return type(self)(
            self._creator,
            recycle=self._recycle,
            echo=self.echo,
            reset_on_return=self._reset_on_return,
            pre_ping=self._pre_ping,
            _dispatch=self.dispatch,
            dialect=self._dialect,
        )

    def dispose(self) -> None:
        """Closes every idle connection."""
        for kept in self._every:
            while kept:
                kept.pop().close()

    def status(self) -> str:
        """One line for debugging."""
        return f"{type(self).__name__} with {sum(map(len, self._every))} idle connections"

    @property
    def _every(self) -> list[deque[ConnectionPoolEntry]]:
        return [self._kept]


class ThreadsOwnPool(IdlePool):
    """A pool whose connections stay with the native thread that opened them: a greenlet's socket belongs to its loop.

    For programs with few threads: what a thread leaves idle when it ends is closed at the end only.
    """

    _by_thread: dict[int, deque[ConnectionPoolEntry]]

    @property
    def _kept(self) -> deque[ConnectionPoolEntry]:
        return self._threads[threading.get_native_id()]

    @property
    def _every(self) -> list[deque[ConnectionPoolEntry]]:
        return list(self._threads.values())

    @property
    def _threads(self) -> dict[int, deque[ConnectionPoolEntry]]:
        return self.__dict__.setdefault("_by_thread", defaultdict(deque))  # type: ignore[no-any-return]
