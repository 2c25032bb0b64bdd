"""JSON by columns, with units and timestamps; values that are not finite numbers as in `engine.model.values`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import orjson

from engine.exporters.about import as_json
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.timestamps import moments
from engine.exporters.typed import in_json
from engine.model.bench import Column
from engine.model.records import ScanRecord
from engine.store.readings import Measurement


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """One document; each column is read and written separately, so that a scan of any size fits into memory."""
    yield b'{"scan_id":%b,"record":%b,"measurements":{' % (
        orjson.dumps(record.scan_id),
        as_json(record).encode(),
    )
    for number, measurement in enumerate(measurements):
        yield b"," * (number > 0) + orjson.dumps(measurement.name) + b":{"
        yield from _measurement(measurement, blocks)
        yield b"}"
    yield b"}}"


def _measurement(measurement: Wanted, blocks: Blocks) -> Iterator[bytes]:
    units = {column.name: column.unit for column in measurement.columns}
    pieces = blocks(measurement.name, [])
    head = next(pieces, None)
    first_index = head.first_index if head else 0
    facts = (first_index, measurement.total, orjson.dumps(units))
    yield b'"first_index":%d,"total":%d,"units":%b,"columns":{' % facts
    for number, column in enumerate(measurement.columns):
        yield b"," * (number > 0) + orjson.dumps(column.name) + b":["
        yield from _joined(_values(block, column) for block in blocks(measurement.name, [column.name]))
        yield b"]"
    yield b'},"timestamps":['
    yield from _joined(map(_moments, chain([head] if head else [], pieces)))
    yield b"]"


def _values(block: Measurement, column: Column) -> bytes:
    return in_json(column, block.columns[column.name])[1:-1]


def _moments(block: Measurement) -> bytes:
    return b",".join(b'"%b"' % text if text else b"null" for text in moments(block.timestamps))


def _joined(parts: Iterator[bytes]) -> Iterator[bytes]:
    begun = False
    for part in parts:
        if part:
            yield b"," + part if begun else part
            begun = True


EXPORTER = Exporter("json", "application/json", ".json", write)
