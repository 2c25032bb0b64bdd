"""Turns blocks of readings into events: one `data_points` for consecutive readings, or one `data_point` each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from engine.journal.reader import Block
from engine.model.ids import scan_id
from engine.model.values import as_json

NUMPY = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive readings of one stream: row i has sequence_index `first_index + i`."""

    scan: str
    measurement: str
    first_index: int
    timestamps: np.ndarray[Any, Any]
    columns: dict[str, np.ndarray[Any, Any]]

    @property
    def count(self) -> int:
        """Number of readings."""
        return len(self.timestamps)


def merge(blocks: Sequence[Block]) -> list[Run]:
    """Merge the blocks of one stream; consecutive blocks become one run."""
    runs: list[Run] = []
    group: list[Block] = []
    following = -1
    for block in blocks:
        if group and block.first_index != following:
            runs.append(_joined(group))
            group = []
        group.append(block)
        following = block.first_index + len(block.timestamps)
    if group:
        runs.append(_joined(group))
    return runs


def _joined(blocks: list[Block]) -> Run:
    first = blocks[0]
    if len(blocks) == 1:
        timestamps, columns = first.timestamps, {n: np.ascontiguousarray(c) for n, c in first.columns.items()}
    else:
        timestamps = np.concatenate([b.timestamps for b in blocks])
        columns = {name: np.concatenate([b.columns[name] for b in blocks]) for name in first.columns}
    return Run(scan_id(first.stream.scan), first.stream.measurement, first.first_index, timestamps, columns)


def moments(timestamps: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Seconds since 1970 as datetime64[us], which orjson writes as RFC 3339."""
    micros: np.ndarray[Any, Any] = np.rint(timestamps * 1e6).astype(np.int64)
    return micros.view("datetime64[us]")


def as_run(run: Run) -> bytes:
    """One `data_points` event."""
    data = {
        "scan_id": run.scan,
        "measurement": run.measurement,
        "first_index": run.first_index,
        "columns": {name: orjson.Fragment(as_json(column)) for name, column in run.columns.items()},
        "timestamps": moments(run.timestamps),
    }
    return orjson.dumps({"event": "data_points", "data": data}, option=NUMPY)


def as_points(run: Run) -> list[bytes]:
    """One `data_point` event for each reading."""
    columns = [_numbers(column) for column in run.columns.values()]
    fields = b",".join(_literal(name) + b":%b" for name in run.columns)
    shape = (
        b'{"event":"data_point","data":{"scan_id":%b,"measurement":%b,"data":{%b},"sequence_index":%%d,"timestamp":%%b}}'
    ) % (_literal(run.scan), _literal(run.measurement), fields)
    indices = range(run.first_index, run.first_index + run.count)
    stamps = orjson.dumps(moments(run.timestamps), option=NUMPY)[1:-1].split(b",")
    return [shape % row for row in zip(*columns, indices, stamps, strict=True)]


def _literal(text: str) -> bytes:
    """JSON text, safe inside a `%` template."""
    return orjson.dumps(text).replace(b"%", b"%%")


def _numbers(column: np.ndarray[Any, Any]) -> list[bytes]:
    """The JSON of each row of a column."""
    return as_json(column)[1:-1].split(b",") if column.ndim == 1 else [as_json(row) for row in column]
