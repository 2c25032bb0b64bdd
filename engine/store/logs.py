"""Log lines of scans and queues, read from the journal."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
from sqlalchemy import Connection, bindparam, select, text

from engine.model.events import EventName
from engine.model.records import LogRecord
from engine.store import tables

_j = tables.journal.c

# The kind stands in the text, not in a parameter: only so is the partial index of scan logs used.
_SCAN = select(_j.payload).where(_j.scan == bindparam("number"), text(f"kind = '{EventName.SCAN_LOG}'"))
_QUEUE = select(_j.payload).where(_j.queue == bindparam("number"), text(f"kind = '{EventName.QUEUE_LOG}'"))
_SCAN_TAIL = _SCAN.order_by(_j.seq.desc()).limit(bindparam("count"))
_QUEUE_TAIL = _QUEUE.order_by(_j.seq.desc()).limit(bindparam("count"))
_SCAN_ALL = _SCAN.order_by(_j.seq)
_QUEUE_ALL = _QUEUE.order_by(_j.seq)


def scan_tail(conn: Connection, scan: int, n: int = 200) -> list[LogRecord]:
    """The last n lines of a scan's log, oldest first."""
    return [_line(p) for p in conn.scalars(_SCAN_TAIL, {"number": scan, "count": n})][::-1]


def queue_tail(conn: Connection, queue: int, n: int = 200) -> list[LogRecord]:
    """The last n lines of a queue's log, oldest first."""
    return [_line(p) for p in conn.scalars(_QUEUE_TAIL, {"number": queue, "count": n})][::-1]


def scan_all(conn: Connection, scan: int) -> Iterator[LogRecord]:
    """A scan's whole log, oldest first."""
    return map(_line, conn.scalars(_SCAN_ALL, {"number": scan}))


def queue_all(conn: Connection, queue: int) -> Iterator[LogRecord]:
    """A queue's whole log, oldest first."""
    return map(_line, conn.scalars(_QUEUE_ALL, {"number": queue}))


def _line(payload: bytes) -> LogRecord:
    return LogRecord(**orjson.loads(payload)["data"])
