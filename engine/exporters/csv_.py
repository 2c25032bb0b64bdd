"""CSV: one row for each reading, arrays spread over columns, facts about the scan in lines that begin with `#`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from engine.exporters.about import facts, plain, time_name
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.cells import comment, header
from engine.exporters.timestamps import moments
from engine.model.bench import Column
from engine.model.records import ScanRecord
from engine.model.values import Numbers, Words, as_json
from engine.store.readings import Measurement

_AT_ONCE = 32_768
"""Numbers that are turned into text at a time: nothing else runs in this process meanwhile."""
_WORDS = Words(b"nan", b"inf", b"-inf", b"")


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """The lines of one measurement; numbers in the shortest form that reads back exactly, no value as an empty cell."""
    yield _about(record, measurements)
    for measurement in measurements:
        heads = [cell for column in measurement.columns for cell in _heads(column)]
        yield (header([*heads, time_name(measurement.columns)]) + "\n").encode()
        names = [column.name for column in measurement.columns]
        for block in blocks(measurement.name, names):
            yield b"".join(_lines(block))


def _about(record: ScanRecord, measurements: Sequence[Wanted]) -> bytes:
    lines = [comment(name, plain(value)) for name, value in facts(record, measurements).items()]
    return ("\n".join(lines) + "\n").encode()


def _heads(column: Column) -> Iterator[str]:
    unit = f" ({column.unit})" if column.unit else ""
    for index in np.ndindex(column.shape):
        yield column.name + "".join(f"[{i}]" for i in index) + unit


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
    # A JSON array of arrays is almost CSV already, and much faster to write than with any CSV library.
    rows = as_json(table, _WORDS)[2:-2].split(b"],[")
    return b"\n".join(map(b"%b,%b".__mod__, zip(rows, stamps, strict=True))) + b"\n"


EXPORTER = Exporter("csv", "text/csv; charset=utf-8", ".csv", write, single=True)
