"""Dismisses an emergency stop's banner: stores it and writes the event, in one transaction of the web process."""

from __future__ import annotations

from sqlalchemy import Connection

from engine.model.events import StopDismissed
from engine.model.records import StopRecord
from engine.store import stops
from engine.store.database import Database

_RECORD = "INSERT INTO journal (kind, latest_key, payload) VALUES (?, ?, ?)"


def dismiss(database: Database, conn: Connection, stop_id: str, user: str) -> StopRecord:
    """Store who dismissed the banner, and write the event; the first user counts.

    Raises NotFound when there is no such stop.
    """
    made, first = stops.dismiss(conn, stop_id, user)
    if first and made.dismissed_at is not None:
        event = StopDismissed(
            stop_id=stop_id, dismissed_by=user, dismissed_at=made.dismissed_at, timestamp=made.dismissed_at
        )
        row = (event.event.value, f"{event.event}:{event.key}", event.encode())
        conn.exec_driver_sql(database.sql(_RECORD), row)
    return made
