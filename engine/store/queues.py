"""Queues in the store."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from engine.errors import NotFound
from engine.model import clock, ids
from engine.model.records import QueueRecord
from engine.model.states import OnFailure, QueueMode, QueueState
from engine.store import tables
from engine.store.moments import as_text

_q = tables.queues.c

_ONE = select(tables.queues).where(_q.id == bindparam("id"))
_ALL = select(tables.queues).order_by(_q.id)


def create(
    conn: Connection,
    name: str,
    mode: QueueMode = QueueMode.SERIAL,
    on_failure: OnFailure = OnFailure.STOP,
) -> QueueRecord:
    """Adds an idle queue and returns it."""
    row = {
        "name": name,
        "mode": mode.value,
        "on_failure": on_failure.value,
        "status": QueueState.IDLE.value,
        "message": "",
        "created_at": clock.now(),
    }
    return get(conn, conn.execute(insert(tables.queues).returning(_q.id), row).scalar_one())


def get(conn: Connection, queue: int) -> QueueRecord:
    """The queue of this number; NotFound when there is none."""
    row = conn.execute(_ONE, {"id": queue}).one_or_none()
    if row is None:
        raise NotFound(f"there is no queue {ids.queue_id(queue)}")
    return _record(row)


def list_(conn: Connection) -> list[QueueRecord]:
    """Every queue, oldest first."""
    return [_record(row) for row in conn.execute(_ALL)]


def edit(
    conn: Connection,
    queue: int,
    name: str | None = None,
    mode: QueueMode | None = None,
    on_failure: OnFailure | None = None,
) -> QueueRecord:
    """Changes what is given and returns the queue; NotFound when there is none."""
    given = {"name": name, "mode": mode, "on_failure": on_failure}
    changes = {column: str(value) for column, value in given.items() if value is not None}
    if changes:
        conn.execute(update(tables.queues).where(_q.id == queue).values(changes))
    return get(conn, queue)


def _record(row: Row[Any]) -> QueueRecord:
    last: dict[str, Any] = row.last or {}
    created = as_text(row.created_at)
    return QueueRecord(
        queue_id=ids.queue_id(row.id),
        name=row.name,
        status=QueueState(row.status),
        current_scan=last.get("current_scan"),
        current_scans=last.get("current_scans", []),
        completed_scans=last.get("completed_scans", 0),
        total_scans=last.get("total_scans", 0),
        progress=last.get("progress", 0.0),
        eta=last.get("eta"),
        mode=QueueMode(row.mode),
        on_failure=OnFailure(row.on_failure),
        message=row.message,
        timestamp=last.get("timestamp", created),
        created_at=created,
    )
