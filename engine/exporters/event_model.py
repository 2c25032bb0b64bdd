"""Event-model documents of Bluesky, for databroker and Tiled: a line of JSON for each, `[name, document]`.

https://blueskyproject.io/event-model: a `start`, for each measurement a `descriptor` and pages of events, a `stop`.
Names of data keys have `_` for the dots of columns, which the model does not allow; `source` has the column's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from engine.exporters.about import SOURCE, as_json
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.model import ids
from engine.model.bench import Column, ColumnType
from engine.model.records import ScanRecord
from engine.model.states import ScanState
from engine.model.values import is_no_value
from engine.store.readings import Measurement
from engine.store.timestamps import from_text

_TYPES = {
    ColumnType.NUMBER: "number",
    ColumnType.INTEGER: "integer",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.TEXT: "string",
}
_EXITS = {ScanState.COMPLETED: "success", ScanState.ABORTED: "abort", ScanState.STOPPED: "success"}


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """The documents; identifiers are the same whenever the scan is exported."""
    start = _identifier(record, "start")
    yield _line("start", _start(record, measurements, start))
    counts: dict[str, int] = {}
    for number, measurement in enumerate(measurements):
        stream = "primary" if number == 0 else measurement.name
        keys = _keys(measurement.columns)
        descriptor = _identifier(record, "descriptor", measurement.name)
        began = from_text(record.started_at or record.created_at).timestamp()
        yield _line(
            "descriptor",
            {
                "uid": descriptor,
                "run_start": start,
                "time": began,
                "name": stream,
                "data_keys": {key: _data_key(column) for key, column in keys.items()},
                "object_keys": {measurement.name.replace(".", "_"): list(keys)},
                "hints": {},
                "configuration": {},
            },
        )
        counts[stream] = 0
        for block in blocks(measurement.name, [column.name for column in measurement.columns]):
            if len(block.timestamps):
                page = _page(record, measurement, block, keys, descriptor)
                counts[stream] += len(block.timestamps)
                yield _line("event_page", page)
    if record.status.ended:
        ended = from_text(record.ended_at or record.timestamp).timestamp()
        stop = {
            "uid": _identifier(record, "stop"),
            "run_start": start,
            "time": ended,
            "exit_status": _EXITS.get(record.status, "fail"),
            "reason": record.message,
            "num_events": counts,
        }
        yield _line("stop", stop)


def _identifier(record: ScanRecord, *parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, " ".join((SOURCE, record.scan_id, record.created_at, *parts))))


def _start(record: ScanRecord, measurements: Sequence[Wanted], uid: str) -> dict[str, Any]:
    swept = [c.name.replace(".", "_") for m in measurements[:1] for c in m.measured if c.axis]
    dimensions = [[[name], "primary"] for name in swept] or [[["time"], "primary"]]
    return {
        "uid": uid,
        "time": from_text(record.started_at or record.created_at).timestamp(),
        "scan_id": ids.scan_number(record.scan_id),
        "plan_name": record.name,
        "sample": record.sample,
        "owner": record.user,
        "hints": {"dimensions": dimensions},
        "detectors": [m.name for m in measurements],
        "motors": swept,
        "num_points": record.point,
        "pybirch_scan": record.scan_id,
        "pybirch_tags": record.tags,
        "pybirch_notes": record.notes,
        "pybirch_record": as_json(record),
    }


def _keys(columns: Sequence[Column]) -> dict[str, Column]:
    made: dict[str, Column] = {}
    for column in columns:
        key = column.name.replace(".", "_").replace("/", "_")
        while key in made:
            key += "_"
        made[key] = column
    return made


def _data_key(column: Column) -> dict[str, Any]:
    kind = "array" if column.shape else _TYPES[column.type]
    told: dict[str, Any] = {"source": f"{SOURCE}:{column.name}", "dtype": kind, "shape": list(column.shape)}
    return {**told, "units": column.unit} if column.unit else told


def _page(
    record: ScanRecord, measurement: Wanted, block: Measurement, keys: dict[str, Column], descriptor: str
) -> dict[str, Any]:
    first, count = block.first_index, len(block.timestamps)
    times = [time if time == time else 0.0 for time in block.timestamps.tolist()]
    return {
        "descriptor": descriptor,
        "uid": [_identifier(record, measurement.name, str(first + i)) for i in range(count)],
        "seq_num": [first + i + 1 for i in range(count)],
        "time": times,
        "timestamps": dict.fromkeys(keys, times),
        "data": {key: _values(column, block.columns[column.name]) for key, column in keys.items()},
        "filled": {},
    }


def _values(column: Column, values: Any) -> list[Any]:
    if column.type in (ColumnType.INTEGER, ColumnType.BOOLEAN):
        made = int if column.type is ColumnType.INTEGER else bool
        return [made(value) if np.isfinite(value) else None for value in values.tolist()]
    if column.type is ColumnType.NUMBER and not column.shape:
        nothing = is_no_value(values).tolist()
        return [None if none else value for value, none in zip(values.tolist(), nothing, strict=True)]
    return list(values.tolist())


def _line(name: str, document: dict[str, Any]) -> bytes:
    # NaN and infinities as Python's JSON reads them, as other writers of these documents do.
    return json.dumps([name, document], ensure_ascii=False).encode() + b"\n"


EXPORTER = Exporter("event-model", "application/jsonl", ".jsonl", write)
