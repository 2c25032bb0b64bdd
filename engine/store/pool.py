"""A pool of idle connections without a lock, which works under any event loop."""

from __future__ import annotations

from collections import deque

from sqlalchemy.pool import ConnectionPoolEntry, Pool

_KEPT = 16
"""Idle connections that are kept open; more may be in use at the same time."""


class IdlePool(Pool):
    """Hands out an idle connection or opens one.

    It has no lock: where an event loop has replaced Python's locks by its own, a lock would tie every thread to
    that loop.
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
        # Made at the first use: the constructor of Pool has a dozen arguments that do not concern us.
        kept: deque[ConnectionPoolEntry] = self.__dict__.setdefault("_idle", deque())
        return kept

    def recreate(self) -> IdlePool:
        """A new pool with the same settings."""
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
        """Close every idle connection."""
        for kept in self._every:
            while kept:
                kept.pop().close()

    def status(self) -> str:
        """The pool in one line, for debugging."""
        return f"{type(self).__name__} with {sum(map(len, self._every))} idle connections"

    @property
    def _every(self) -> list[deque[ConnectionPoolEntry]]:
        """All places that keep connections; a pool may have several."""
        return [self._kept]
