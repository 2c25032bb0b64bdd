"""Waiting and active scans with only the fields that the scheduler needs: fast with thousands of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select, update

from engine.model import ids
from engine.model.states import ScanState
from engine.store import tables

_s = tables.scans.c
_BEGUN = or_(
    _s.started_at.is_not(None), select(tables.streams.c.id).where(tables.streams.c.scan == _s.id).exists()
)
_COLUMNS = (_s.id, _s.queue, _s.name, _s.status, _s.message, _s.point, _s.total_points, _s.step, _s.elapsed)
_WAITING = (
    select(*_COLUMNS, _s.needs, _s.duration, _BEGUN.label("begun"), _s.priority, _s.not_before, _s.held)
    .where(_s.status == ScanState.QUEUED.value)
    .order_by(_s.queue, _s.position)
)
_ACTIVE = (
    select(_s.id).where(_s.status.in_([state.value for state in ScanState if state.active])).order_by(_s.id)
)
_FOUND = (
    update(tables.scans)
    .where(_s.id == bindparam("scan"))
    .values(needs=bindparam("found_needs", type_=_s.needs.type), duration=bindparam("found_duration"))
)


@dataclass(frozen=True, slots=True)
class WaitingScan:
    """A queued scan without its plan."""

    number: int
    queue: int
    name: str
    status: ScanState
    message: str
    point: int
    total_points: int | None
    step: str
    elapsed: float
    needs: frozenset[str] | None
    """Names of the instruments that it needs; None for a scan that an earlier version stored."""
    duration: float | None
    begun: bool
    """Whether it was interrupted before and will be resumed."""
    priority: int = 0
    not_before: datetime | None = None
    held: bool = False

    @property
    def scan_id(self) -> str:
        """Identifier of the scan."""
        return ids.scan_id(self.number)

    @property
    def queue_id(self) -> str:
        """Identifier of its queue."""
        return ids.queue_id(self.queue)


def waiting(conn: Connection) -> list[WaitingScan]:
    """List all queued scans, by queue and position."""
    return [
        WaitingScan(
            row.id,
            row.queue,
            row.name,
            ScanState(row.status),
            row.message,
            row.point,
            row.total_points,
            row.step,
            row.elapsed,
            None if row.needs is None else frozenset(row.needs),
            row.duration,
            row.begun,
            row.priority,
            row.not_before,
            bool(row.held),
        )
        for row in conn.execute(_WAITING)
    ]


def active(conn: Connection) -> list[int]:
    """List the numbers of the scans that are neither queued nor ended."""
    return list(conn.scalars(_ACTIVE))


def set_needs(conn: Connection, found: Iterable[tuple[int, Iterable[str], float | None]]) -> None:
    """Store what scans need: number, names of instruments, seconds."""
    rows = [{"scan": n, "found_needs": sorted(needs), "found_duration": t} for n, needs, t in found]
    if rows:
        conn.execute(_FOUND, rows)
