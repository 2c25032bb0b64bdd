"""Emergency stops in the store: kept by the engine, dismissed by people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine.errors import NotFound
from engine.model import clock
from engine.model.events import EmergencyStop
from engine.model.records import StopRecord
from engine.store import tables
from engine.store.moments import as_text, from_text

_t = tables.stops.c
_ROWS = select(tables.stops).order_by(_t.asked_at.desc(), _t.id.desc())


def keep(conn: Connection, event: EmergencyStop) -> None:
    """Keeps what is known of a stop now."""
    data = event.model_dump(mode="json")
    changed = conn.execute(update(tables.stops).where(_t.id == event.stop_id).values(last=data)).rowcount
    if not changed:
        row = {"id": event.stop_id, "user": event.user, "asked_at": from_text(event.timestamp), "last": data}
        conn.execute(insert(tables.stops), row)


def latest(conn: Connection) -> StopRecord | None:
    """The last stop, dismissed or not; None when there never was one."""
    row = conn.execute(_ROWS.limit(1)).one_or_none()
    return None if row is None else _record(row)


def list_(conn: Connection, limit: int) -> list[StopRecord]:
    """The last stops, the newest first."""
    return [_record(row) for row in conn.execute(_ROWS.limit(limit))]


def get(conn: Connection, stop_id: str) -> StopRecord:
    """One stop; NotFound when there is none of this identifier."""
    row = conn.execute(_ROWS.where(_t.id == stop_id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no emergency stop {stop_id!r}")
    return _record(row)


def dismiss(conn: Connection, stop_id: str, user: str) -> tuple[StopRecord, bool]:
    """Notes that somebody took the banner away: the stop, and whether nobody had before.

    Raises NotFound when there is no such stop.
    """
    given = {"dismissed_at": clock.now(), "dismissed_by": user}
    waiting = update(tables.stops).where(_t.id == stop_id, _t.dismissed_at.is_(None))
    first = conn.execute(waiting.values(given)).rowcount > 0
    return get(conn, stop_id), first


def _record(row: Any) -> StopRecord:
    return StopRecord(
        **row.last,
        dismissed_by=row.dismissed_by,
        dismissed_at=None if row.dismissed_at is None else as_text(row.dismissed_at),
    )
