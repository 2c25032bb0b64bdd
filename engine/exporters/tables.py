"""Readings as Arrow tables: the common part of Parquet and Arrow files. Fields carry units and shapes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from engine.exporters.about import SOURCE, as_json, facts, plain, time_name
from engine.exporters.base import Blocks, Wanted
from engine.exporters.sink import Sink
from engine.exporters.typed import integers
from engine.model.bench import Column, ColumnType
from engine.model.records import ScanRecord
from engine.model.values import Numbers, is_no_value
from engine.store.marks import Values
from engine.store.readings import Measurement

_MOMENT = pa.timestamp("us", tz="UTC")
_SCALARS = {
    ColumnType.NUMBER: pa.float64(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.TEXT: pa.string(),
}
_FULL = 500_000
"""Numbers in one batch: large enough to be read fast, small enough for any memory."""

Open = Callable[[Sink, pa.Schema], Any]
"""Makes a writer of batches with this schema into the sink; closing the writer ends the file."""


def pieces(
    record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks, open_writer: Open
) -> Iterator[bytes]:
    """A file of one measurement (empty when nothing was measured), batch by batch."""
    columns = [column for measurement in measurements for column in measurement.columns]
    schema = _schema(record, measurements, columns)
    sink = Sink()
    with open_writer(sink, schema) as writer:
        yield sink.take()
        for measurement in measurements:
            for batch in _batches(blocks(measurement.name, [column.name for column in columns]), schema):
                writer.write_batch(batch)
                yield sink.take()
    yield sink.take()


def _schema(record: ScanRecord, measurements: Sequence[Wanted], columns: Sequence[Column]) -> pa.Schema:
    fields = [
        pa.field(c.name, _type(c), metadata={"unit": c.unit, "shape": json.dumps(c.shape)}) for c in columns
    ]
    fields.append(pa.field(time_name(columns), _MOMENT))
    known = {name: plain(value) for name, value in facts(record, measurements).items()}
    units = {column.name: column.unit for column in columns}
    about = {
        **known,
        "source": SOURCE,
        "record": as_json(record),
        # pandas makes this the `attrs` of a frame.
        "PANDAS_ATTRS": json.dumps({**known, "units": units}, ensure_ascii=False),
    }
    return pa.schema(fields, metadata=about)


def _type(column: Column) -> pa.DataType:
    made: pa.DataType = _SCALARS[column.type]
    for length in reversed(column.shape):
        made = pa.list_(made, length)
    return made


def _batches(blocks: Iterator[Measurement], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    gathered: list[Measurement] = []
    numbers = 0
    for block in blocks:
        gathered.append(block)
        numbers += len(block.timestamps) + sum(values.size for values in block.columns.values())
        if numbers >= _FULL:
            full = _batch(gathered, schema)
            gathered, numbers = [], 0
            yield full
    if gathered:
        yield _batch(gathered, schema)


def _batch(blocks: Sequence[Measurement], schema: pa.Schema) -> pa.RecordBatch:
    names = list(blocks[0].columns)
    arrays = [
        _array(np.concatenate([block.columns[name] for block in blocks]), schema.field(name).type)
        for name in names
    ]
    arrays.append(_moments(np.concatenate([block.timestamps for block in blocks])))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(values: Values, kind: pa.DataType) -> pa.Array:
    scalar = kind
    while pa.types.is_fixed_size_list(scalar):
        scalar = scalar.value_type
    flat = np.ascontiguousarray(values).reshape(-1)
    if pa.types.is_string(scalar):
        made = pa.array(flat, pa.string())
    elif pa.types.is_floating(scalar):
        nothing = is_no_value(flat)
        made = pa.array(flat, mask=nothing if nothing.any() else None)
    else:
        whole, there = integers(flat)
        made = pa.array(whole, mask=None if there.all() else ~there).cast(scalar)
    for length in reversed(values.shape[1:]):
        made = pa.FixedSizeListArray.from_arrays(made, length)
    return made


def _moments(timestamps: Numbers) -> pa.Array:
    known = np.isfinite(timestamps)
    micros = np.round(np.where(known, timestamps, 0) * 1e6).astype("int64")
    return pa.array(micros, mask=~known).cast(_MOMENT)
