"""How a row of scans becomes a record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from engine.model import ids
from engine.model.records import MeasurementRecord, ScanRecord
from engine.model.states import ScanState
from engine.store import tables
from engine.store.moments import as_text, as_text_or_none

_UNLISTED = ("plan", "checkpoint", "needs", "duration", "described")
LISTED = tuple(column for column in tables.scans.c if column.name not in _UNLISTED)
"""Columns of a list: all but those that may be large, and those for the engine alone."""


def record(
    row: Row[Any],
    plan: dict[str, Any] | None = None,
    measurements: list[MeasurementRecord] | None = None,
    damage: str = "",
) -> ScanRecord:
    """The record of a row that holds at least the columns LISTED."""
    return ScanRecord(
        scan_id=ids.scan_id(row.id),
        queue_id=ids.queue_id(row.queue),
        name=row.name,
        status=ScanState(row.status),
        progress=row.progress,
        message=row.message,
        point=row.point,
        total_points=row.total_points,
        elapsed=row.elapsed,
        eta=row.eta,
        step=row.step,
        timestamp=as_text(row.updated_at),
        sample=row.sample,
        tags=row.tags,
        notes=row.notes,
        metadata=row.metadata,
        user=row.user,
        created_at=as_text(row.created_at),
        started_at=as_text_or_none(row.started_at),
        ended_at=as_text_or_none(row.ended_at),
        retry_of=None if row.retry_of is None else ids.scan_id(row.retry_of),
        plan=plan,
        measurements=measurements,
        damage=damage,
    )
