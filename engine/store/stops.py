"""Emergency stops in the store: stored by the engine, dismissed by people."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from engine.errors import NotFound
from engine.model import clock
from engine.model.events import EmergencyStop
from engine.model.records import StopRecord
from engine.store import tables
from engine.store.damaged_rows import Reader, RowReader
from engine.store.timestamps import as_text_or_none, from_text

_t = tables.stops.c
_LATEST = select(tables.stops).order_by(_t.asked_at.desc(), _t.id.desc())


def _last(field: str) -> Reader:
    return lambda row: row.last[field]


_ROWS = RowReader(
    StopRecord,
    _t.id,
    readers={
        "stop_id": lambda row: row.id,
        "user": lambda row: row.user,
        "scans": _last("scans"),
        "queues": _last("queues"),
        "instruments": _last("instruments"),
        "timestamp": _last("timestamp"),
        "dismissed_by": lambda row: row.dismissed_by,
        "dismissed_at": lambda row: as_text_or_none(row.dismissed_at),
    },
    defaults={"user": "", "scans": [], "queues": [], "instruments": [], "timestamp": clock.rfc3339(0)},
)


def keep(conn: Connection, event: EmergencyStop) -> None:
    """Store the present state of a stop."""
    data = event.model_dump(mode="json")
    changed = conn.execute(update(tables.stops).where(_t.id == event.stop_id).values(last=data)).rowcount
    if not changed:
        row = {"id": event.stop_id, "user": event.user, "asked_at": from_text(event.timestamp), "last": data}
        conn.execute(insert(tables.stops), row)


def latest(conn: Connection) -> StopRecord | None:
    """Read the last stop, dismissed or not; None when there never was one."""
    return _ROWS.one(conn, _LATEST.limit(1), {})


def list_(conn: Connection, limit: int) -> list[StopRecord]:
    """List the last stops, the newest first."""
    return _ROWS.all(conn, _LATEST.limit(limit))


def get(conn: Connection, stop_id: str) -> StopRecord:
    """Read a stop. Raises NotFound when there is none with this identifier."""
    found = _ROWS.one(conn, _LATEST.where(_t.id == stop_id), {})
    if found is None:
        raise NotFound(f"there is no emergency stop {stop_id!r}")
    return found


def dismiss(conn: Connection, stop_id: str, user: str) -> tuple[StopRecord, bool]:
    """Store who dismissed the banner; returns the stop, and whether nobody had dismissed it before.

    Raises NotFound when there is no such stop.
    """
    given = {"dismissed_at": clock.now(), "dismissed_by": user}
    waiting = update(tables.stops).where(_t.id == stop_id, _t.dismissed_at.is_(None))
    first = conn.execute(waiting.values(given)).rowcount > 0
    return get(conn, stop_id), first
