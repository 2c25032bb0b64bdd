"""A pool of connections to a database server for a process of greenlets."""

from __future__ import annotations

import threading
from collections import defaultdict, deque

from sqlalchemy.pool import ConnectionPoolEntry

from engine.store.pool import IdlePool


class PoolPerThread(IdlePool):
    """A pool whose connections stay with the native thread that opened them: a greenlet's socket belongs to its
    loop.

    For programs with few threads: idle connections of an ended thread are closed only at the end.
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
