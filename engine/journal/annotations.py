"""Annotates a scan: changes it and writes the event, in one transaction of the process that makes the change."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from engine.journal.batch import place_of
from engine.model import clock
from engine.model.events import ScanAnnotated
from engine.model.records import ScanRecord
from engine.store import scans
from engine.store.database import Database

_RECORD = "INSERT INTO journal (kind, scan, queue, latest_key, payload) VALUES (?, ?, ?, ?, ?)"
_REPLACED = "DELETE FROM journal WHERE latest_key = ?"


def annotate(database: Database, conn: Connection, scan: int, **changes: Any) -> ScanRecord:
    """Change what people noted about a scan, as `engine.store.scans.annotate` does, and write the event."""
    before = scans.get(conn, scan)
    made = scans.annotate(conn, scan, **changes)
    if made == before:
        return made
    event = ScanAnnotated(
        scan_id=made.scan_id,
        queue_id=made.queue_id,
        sample=made.sample,
        tags=made.tags,
        notes=made.notes,
        metadata=made.metadata,
        timestamp=clock.timestamp(),
    )
    place, key = place_of(event), f"{event.event}:{event.key}"
    conn.exec_driver_sql(database.sql(_REPLACED), (key,))
    row = (event.event.value, place.scan, place.queue, key, event.encode())
    conn.exec_driver_sql(database.sql(_RECORD), row)
    return made
