"""CSV: one row a point, arrays spread over columns, what is known of the scan in lines that begin with `#`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np
import orjson

from engine.exporters.about import facts, plain, time_name
from engine.exporters.base import Blocks, Exporter
from engine.exporters.moments import moments
from engine.model.bench import Column
from engine.model.records import MeasurementRecord, ScanRecord
from engine.store.readings import Measurement


def write(record: ScanRecord, measurements: Sequence[MeasurementRecord], blocks: Blocks) -> Iterator[bytes]:
    """The lines of one measurement; numbers in the shortest form that reads back the same, nothing for none."""
    yield _about(record, measurements)
    for measurement in measurements:
        yield _line(
            [
                *(cell for column in measurement.columns for cell in _heads(column)),
                time_name(measurement.columns),
            ]
        )
        names = [column.name for column in measurement.columns]
        for block in blocks(measurement.name, names):
            if len(block.timestamps):
                yield _rows(block)


def _about(record: ScanRecord, measurements: Sequence[MeasurementRecord]) -> bytes:
    # A line break of whatever kind would end the comment and begin a row.
    lines = [
        f"# {name}: {' '.join(plain(value).splitlines())}"
        for name, value in facts(record, measurements).items()
    ]
    return ("\n".join(lines) + "\n").encode()


def _heads(column: Column) -> Iterator[str]:
    unit = f" ({column.unit})" if column.unit else ""
    for index in np.ndindex(column.shape):
        yield column.name + "".join(f"[{i}]" for i in index) + unit


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def _rows(block: Measurement) -> bytes:
    count = len(block.timestamps)
    stamps = moments(block.timestamps)
    if not block.columns:
        return b"\n".join(stamps) + b"\n"
    table = np.concatenate([values.reshape(count, -1) for values in block.columns.values()], axis=1)
    # A JSON array of arrays is all but CSV already, and far quicker to write than anything made for CSV.
    text = orjson.dumps(np.ascontiguousarray(table), option=orjson.OPT_SERIALIZE_NUMPY)
    rows = text[2:-2].replace(b"null", b"").split(b"],[")
    return b"\n".join(map(b"%b,%b".__mod__, zip(rows, stamps, strict=True))) + b"\n"


EXPORTER = Exporter("csv", "text/csv; charset=utf-8", ".csv", write, single=True)
