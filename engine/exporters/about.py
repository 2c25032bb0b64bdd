"""Facts about a scan besides its readings, which every format stores in its own way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from engine.exporters.base import ExportedScan, Wanted
from engine.model.bench import Column
from engine.model.records import ScanRecord

SOURCE = "PyBirch"
TIME = "timestamp"


def facts(record: ScanRecord, measurements: Sequence[Wanted]) -> dict[str, Any]:
    """The facts that people want to know first, by name; unknown ones are left out.

    `points` counts those of the scan's measurements, `rows` those in the file.
    """
    known = {
        "scan": record.scan_id,
        "name": record.name,
        "measurement": ", ".join(m.name for m in measurements),
        "status": record.status.value,
        "sample": record.sample,
        "tags": ", ".join(record.tags),
        "notes": record.notes,
        "user": record.user,
        "started": record.started_at,
        "ended": record.ended_at,
        "points": sum(m.total for m in measurements),
        "rows": sum(m.rows for m in measurements),
        **{f"metadata.{name}": value for name, value in record.metadata.items()},
    }
    return {name: value for name, value in known.items() if value not in ("", None)}


def whole(record: ScanRecord) -> dict[str, Any]:
    """All there is about the scan and the laboratory during it, as plain data."""
    laboratory = record.record if isinstance(record, ExportedScan) else {}
    return {**record.model_dump(mode="json", exclude={"record"}), **laboratory}


def as_json(record: ScanRecord) -> str:
    """The same as JSON text."""
    return json.dumps(whole(record), ensure_ascii=False)


def plain(value: object) -> str:
    """A fact as text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def time_name(columns: Iterable[Column]) -> str:
    """Name of the column of timestamps: `timestamp`, with an underscore after it where a reading has that name."""
    taken = {column.name for column in columns}
    name = TIME
    while name in taken:
        name += "_"
    return name
