"""What is known of a scan beside its readings, as every format carries it along in its own way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from engine.exporters.base import Wanted
from engine.model.bench import Column
from engine.model.records import ScanRecord

SOURCE = "PyBirch"
_TIME = "timestamp"


def facts(record: ScanRecord, measurements: Sequence[Wanted]) -> dict[str, Any]:
    """What a person wants to know first, by name; what is not known is left out.

    `points` are those of the scan's measurements, `rows` those in the file.
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


def as_json(record: ScanRecord) -> str:
    """The whole record, its plan included, as JSON text."""
    return json.dumps(record.model_dump(mode="json"), ensure_ascii=False)


def plain(value: object) -> str:
    """A fact as text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def time_name(columns: Iterable[Column]) -> str:
    """Name of the column of moments: `timestamp`, with a line after it where a reading has that name."""
    taken = {column.name for column in columns}
    name = _TIME
    while name in taken:
        name += "_"
    return name
