"""Queues in the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.errors import NotFound
from engine.model import clock, ids
from engine.model.records import QueueRecord
from engine.model.states import Loop, OnFailure, QueueMode, QueueState
from engine.store import tables
from engine.store.damaged_rows import Reader, RowReader
from engine.store.timestamps import as_text

_q = tables.queues.c

_ONE = select(tables.queues).where(_q.id == bindparam("id"))
_ALL = select(tables.queues).order_by(_q.id)


def _last(field: str, otherwise: Any = None) -> Reader:
    """Read a field of the queue's last status."""
    return lambda row: (row.last or {}).get(field, otherwise)


def _loop(text: str | None) -> Loop:
    return text if text is None or text == "for ever" else int(text)  # type: ignore[return-value]


_ROWS = RowReader(
    QueueRecord,
    _q.id,
    readers={
        "queue_id": lambda row: ids.queue_id(row.id),
        "name": lambda row: row.name,
        "status": lambda row: QueueState(row.status),
        "current_scan": _last("current_scan"),
        "current_scans": _last("current_scans", []),
        "completed_scans": _last("completed_scans", 0),
        "total_scans": _last("total_scans", 0),
        "progress": _last("progress", 0.0),
        "eta": _last("eta"),
        "mode": lambda row: QueueMode(row.mode),
        "on_failure": lambda row: OnFailure(row.on_failure),
        "loop": lambda row: _loop(row.loop),
        "parallel": lambda row: row.parallel,
        "pass_number": lambda row: row.pass_number,
        "message": lambda row: row.message,
        "timestamp": lambda row: (row.last or {}).get("timestamp", as_text(row.created_at)),
        "created_at": lambda row: as_text(row.created_at),
    },
    defaults={
        "name": "?",
        "status": QueueState.PAUSED,
        "current_scans": [],
        "completed_scans": 0,
        "total_scans": 0,
        "progress": 0.0,
        "mode": QueueMode.SERIAL,
        "on_failure": OnFailure.STOP,
        "message": "",
        "timestamp": clock.rfc3339(0),
        "created_at": clock.rfc3339(0),
    },
)


def create(
    conn: Connection,
    name: str,
    mode: QueueMode = QueueMode.SERIAL,
    on_failure: OnFailure = OnFailure.STOP,
    loop: Loop = None,
    parallel: int | None = None,
) -> QueueRecord:
    """Add an idle queue and return it."""
    row = {
        "name": name,
        "mode": mode.value,
        "on_failure": on_failure.value,
        "status": QueueState.IDLE.value,
        "message": "",
        "created_at": clock.now(),
        "loop": None if loop is None else str(loop),
        "parallel": parallel,
    }
    return get(conn, conn.execute(insert(tables.queues).returning(_q.id), row).scalar_one())


def get(conn: Connection, queue: int) -> QueueRecord:
    """Read the queue with this number. Raises NotFound when there is none."""
    found = _ROWS.one(conn, _ONE, {"id": queue})
    if found is None:
        raise NotFound(f"there is no queue {ids.queue_id(queue)}")
    return found


def list_(conn: Connection) -> list[QueueRecord]:
    """List all queues, oldest first."""
    return _ROWS.all(conn, _ALL)


def edit(conn: Connection, queue: int, changes: Mapping[str, Any]) -> QueueRecord:
    """Change fields (`name`, `mode`, `on_failure`, `loop`, `parallel`) and return the queue. Raises NotFound when there
    is none.
    """
    values = {
        name: value if value is None or name == "parallel" else str(value) for name, value in changes.items()
    }
    if values:
        conn.execute(update(tables.queues).where(_q.id == queue).values(values))
    return get(conn, queue)


def begin_pass(conn: Connection, queue: int, number: int, moment: datetime) -> None:
    """A pass through the scans of a queue begins; the first has the number 1."""
    conn.execute(update(tables.queues).where(_q.id == queue).values(pass_number=number, pass_began=moment))


def pass_began(conn: Connection, queue: int) -> datetime | None:
    """When the present pass of a queue began."""
    return conn.scalar(select(_q.pass_began).where(_q.id == queue))
