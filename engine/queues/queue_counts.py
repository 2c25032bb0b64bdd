"""Counts of a queue's ended scans and of the work that they did, and the interrupted scans that can be resumed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from engine.model.states import ScanState
from engine.store import tables

_s = tables.scans.c
_ENDED = [state.value for state in ScanState if state.ended]
_COUNTS = (
    select(_s.queue, _s.status, func.count(), func.sum(_s.progress))
    .where(_s.status.in_(_ENDED))
    .group_by(_s.queue, _s.status)
)
_LAST_START = select(func.max(_s.started_at)).where(_s.queue == bindparam("queue"))
_INTERRUPTED = (
    select(_s.id, _s.ended_at)
    .where(_s.queue == bindparam("queue"), _s.status == ScanState.INTERRUPTED.value)
    .order_by(_s.position)
)


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """Ended scans of a queue, how many of them completed, and the work that the others have left."""

    ended: int = 0
    completed: int = 0
    left: float = 0.0
    """In scans: two scans that ended half-way leave 1, however they ended."""

    @property
    def done(self) -> float:
        """The work that is done, in scans."""
        return max(self.ended - self.left, 0.0)

    def with_ended(self, state: ScanState, progress: float, by: int = 1) -> QueueCounts:
        """Add (or subtract) `by` scans that ended in a state; `progress` (0 to 1) is that of each of them."""
        completed = state is ScanState.COMPLETED
        return QueueCounts(
            self.ended + by,
            self.completed + (by if completed else 0),
            self.left + (0.0 if completed else by * (1 - progress)),
        )


def read_counts(conn: Connection) -> dict[int, QueueCounts]:
    """Read the counts of every queue that has ended scans."""
    found: dict[int, QueueCounts] = {}
    for queue, status, count, progress in conn.execute(_COUNTS):
        found[queue] = found.get(queue, QueueCounts()).with_ended(ScanState(status), progress / count, count)
    return found


def resumable(conn: Connection, queue: int) -> list[int]:
    """List the interrupted scans that resuming the queue resumes, in order.

    Scans after which another scan of the queue started are left out: people continued without them.
    """
    last = conn.scalar(_LAST_START, {"queue": queue})
    rows = conn.execute(_INTERRUPTED, {"queue": queue}).all()
    return [row.id for row in rows if last is None or row.ended_at is None or row.ended_at >= last]
