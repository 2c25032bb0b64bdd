"""Turns rows of scans into records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.model import clock, ids
from engine.model.records import ScanRecord
from engine.model.states import ScanState
from engine.store import tables
from engine.store.damaged_rows import Reader, RowReader
from engine.store.timestamps import as_text, as_text_or_none

_UNLISTED = ("plan", "checkpoint", "needs", "duration", "described")
LISTED = tuple(column for column in tables.scans.c if column.name not in _UNLISTED)
"""Columns of a list: all but those that may be large, and those that only the engine needs."""


READERS: Mapping[str, Reader] = {
    "scan_id": lambda row: ids.scan_id(row.id),
    "queue_id": lambda row: ids.queue_id(row.queue),
    "name": lambda row: row.name,
    "status": lambda row: ScanState(row.status),
    "progress": lambda row: row.progress,
    "message": lambda row: row.message,
    "point": lambda row: row.point,
    "total_points": lambda row: row.total_points,
    "elapsed": lambda row: row.elapsed,
    "eta": lambda row: row.eta,
    "step": lambda row: row.step,
    "timestamp": lambda row: as_text(row.updated_at),
    "sample": lambda row: row.sample,
    "tags": lambda row: row.tags,
    "notes": lambda row: row.notes,
    "metadata": lambda row: row.metadata,
    "user": lambda row: row.user,
    "created_at": lambda row: as_text(row.created_at),
    "started_at": lambda row: as_text_or_none(row.started_at),
    "ended_at": lambda row: as_text_or_none(row.ended_at),
    "fault": lambda row: row.fault,
    "priority": lambda row: row.priority,
    "not_before": lambda row: as_text_or_none(row.not_before),
    "held": lambda row: bool(row.held),
    "retry_of": lambda row: None if row.retry_of is None else ids.scan_id(row.retry_of),
}
DEFAULTS: Mapping[str, Any] = {
    "queue_id": "",
    "name": "?",
    "status": ScanState.FAILED,
    "progress": 0.0,
    "message": "",
    "point": 0,
    "elapsed": 0.0,
    "step": "",
    "timestamp": clock.rfc3339(0),
    "sample": "",
    "tags": [],
    "notes": "",
    "metadata": {},
    "user": "",
    "created_at": clock.rfc3339(0),
}
LIST = RowReader(ScanRecord, tables.scans.c.id, READERS, DEFAULTS)
"""Scans of a list, from rows that have at least the columns LISTED."""
WHOLE = RowReader(ScanRecord, tables.scans.c.id, {**READERS, "plan": lambda row: row.plan}, DEFAULTS)
"""Scans with their plans."""
