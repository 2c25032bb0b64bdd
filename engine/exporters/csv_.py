"""CSV: one row a point, arrays spread over columns, what is known of the scan in lines that begin with `#`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np
import orjson

from engine.exporters.about import facts, plain, time_name
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.moments import moments
from engine.model.bench import Column
from engine.model.records import ScanRecord
from engine.store.blocks import Numbers
from engine.store.readings import Measurement

_AT_ONCE = 32_768
"""Numbers made into text in one go: nothing else runs in this process meanwhile."""


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
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
            yield b"".join(_lines(block))


def _about(record: ScanRecord, measurements: Sequence[Wanted]) -> bytes:
    # A line break of whatever kind, in a name that somebody gave too, would end the comment and begin a row.
    lines = [
        "# " + " ".join(f"{name}: {plain(value)}".splitlines())
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


def _lines(block: Measurement) -> Iterator[bytes]:
    count = len(block.timestamps)
    arrays = [values.reshape(count, -1) for values in block.columns.values()] if count else []
    step = max(1, _AT_ONCE // max(1, sum(array.shape[1] for array in arrays)))
    for first in range(0, count, step):
        rows = slice(first, first + step)
        yield _rows([array[rows] for array in arrays], moments(block.timestamps[rows]))


def _rows(arrays: Sequence[Numbers], stamps: Sequence[bytes]) -> bytes:
    if not arrays:
        return b"\n".join(stamps) + b"\n"
    table = np.concatenate(arrays, axis=1)
    # A JSON array of arrays is all but CSV already, and far quicker to write than anything made for CSV.
    text = orjson.dumps(np.ascontiguousarray(table), option=orjson.OPT_SERIALIZE_NUMPY)
    rows = text[2:-2].replace(b"null", b"").split(b"],[")
    return b"\n".join(map(b"%b,%b".__mod__, zip(rows, stamps, strict=True))) + b"\n"


EXPORTER = Exporter("csv", "text/csv; charset=utf-8", ".csv", write, single=True)
