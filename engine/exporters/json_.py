"""JSON by columns, with units and timestamps; numbers that are none become null."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import orjson

from engine.exporters.base import Blocks, Exporter
from engine.exporters.moments import moments
from engine.model.records import MeasurementRecord, ScanRecord


def write(record: ScanRecord, measurements: Sequence[MeasurementRecord], blocks: Blocks) -> Iterator[bytes]:
    """One document; each column is written in a walk of its own, so that a scan of any size fits into memory."""
    yield b'{"scan_id":%b,"measurements":{' % orjson.dumps(record.scan_id)
    for number, measurement in enumerate(measurements):
        yield b"," * (number > 0) + orjson.dumps(measurement.name) + b":{"
        yield from _measurement(measurement, blocks)
        yield b"}"
    yield b"}}"


def _measurement(measurement: MeasurementRecord, blocks: Blocks) -> Iterator[bytes]:
    units = {column.name: column.unit for column in measurement.columns}
    yield b'"total":%d,"units":%b,"columns":{' % (measurement.total, orjson.dumps(units))
    for number, column in enumerate(measurement.columns):
        yield b"," * (number > 0) + orjson.dumps(column.name) + b":["
        yield from _joined(
            orjson.dumps(block.columns[column.name], option=orjson.OPT_SERIALIZE_NUMPY)[1:-1]
            for block in blocks(measurement.name, [column.name])
        )
        yield b"]"
    first_index = None
    yield b'},"timestamps":['
    texts = []
    for block in blocks(measurement.name, []):
        if first_index is None:
            first_index = block.first_index
        texts.append(b",".join(b'"%b"' % moment for moment in moments(block.timestamps)))
    yield from _joined(iter(texts))
    yield b'],"first_index":%d' % (first_index or 0)


def _joined(parts: Iterator[bytes]) -> Iterator[bytes]:
    begun = False
    for part in parts:
        if part:
            yield b"," + part if begun else part
            begun = True


EXPORTER = Exporter("json", "application/json", ".json", write)
