"""Log lines of scans and queues, read from the journal."""

from __future__ import annotations

import orjson
from sqlalchemy import Connection, bindparam, select, text

from engine.model import clock
from engine.model.events import EventName
from engine.model.records import LogRecord
from engine.model.states import Level
from engine.store import tables

_j = tables.journal.c

# The kind must be part of the text, not a parameter, or the partial index of scan logs is not used.
_SCAN = select(_j.payload).where(_j.scan == bindparam("number"), text(f"kind = '{EventName.SCAN_LOG}'"))
_QUEUE = select(_j.payload).where(_j.queue == bindparam("number"), text(f"kind = '{EventName.QUEUE_LOG}'"))
_SCAN_TAIL = _SCAN.order_by(_j.seq.desc()).limit(bindparam("count"))
_QUEUE_TAIL = _QUEUE.order_by(_j.seq.desc()).limit(bindparam("count"))


def scan_tail(conn: Connection, scan: int, n: int = 200) -> list[LogRecord]:
    """Read the last n lines of a scan's log, oldest first."""
    return [_line(p) for p in conn.scalars(_SCAN_TAIL, {"number": scan, "count": n})][::-1]


def queue_tail(conn: Connection, queue: int, n: int = 200) -> list[LogRecord]:
    """Read the last n lines of a queue's log, oldest first."""
    return [_line(p) for p in conn.scalars(_QUEUE_TAIL, {"number": queue, "count": n})][::-1]


def _line(payload: bytes) -> LogRecord:
    try:
        return LogRecord(**orjson.loads(payload)["data"])
    except (ValueError, TypeError, KeyError):
        return LogRecord(
            queue_id="",
            level=Level.WARNING,
            message="A line of this log cannot be read from the database.",
            timestamp=clock.rfc3339(0),
        )
