"""CSV: one row for each reading, arrays spread over columns, facts about the scan in lines that begin with `#`."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from engine.exporters.about import as_json as record_as_json
from engine.exporters.about import facts, plain, time_name
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.cells import cell, comment, header
from engine.exporters.timestamps import moments
from engine.exporters.typed import in_json
from engine.model.bench import Column, ColumnType
from engine.model.records import ScanRecord
from engine.model.values import Words, as_json
from engine.store.readings import Measurement

_AT_ONCE = 32_768
"""Numbers that are turned into text at a time: nothing else runs in this process meanwhile."""
_WORDS = Words(b"nan", b"inf", b"-inf", b"")


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """The lines of one measurement; numbers in the shortest form that reads back exactly, no value as an empty cell."""
    return _written(record, measurements, blocks, ",", bom=False)


def for_spreadsheets(separator: str, *, bom: bool) -> Exporter:
    """CSV with another separator (one that text cells are quoted for: `;` or a tab), and with the mark from which Excel
    knows UTF-8.
    """
    return replace(EXPORTER, write=partial(_written, separator=separator, bom=bom))


def _written(
    record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks, separator: str, *, bom: bool
) -> Iterator[bytes]:
    yield BOM_UTF8 if bom else b""
    yield _about(record, measurements)
    for measurement in measurements:
        heads = [cell for column in measurement.columns for cell in _heads(column)]
        yield (header([*heads, time_name(measurement.columns)], separator) + "\n").encode()
        names = [column.name for column in measurement.columns]
        for block in blocks(measurement.name, names):
            yield b"".join(_lines(block, measurement.columns, separator.encode()))


def _about(record: ScanRecord, measurements: Sequence[Wanted]) -> bytes:
    lines = [comment(name, plain(value)) for name, value in facts(record, measurements).items()]
    lines.append(comment("record", record_as_json(record)))
    return ("\n".join(lines) + "\n").encode()


def _heads(column: Column) -> Iterator[str]:
    unit = f" ({column.unit})" if column.unit else ""
    for index in np.ndindex(column.shape):
        yield column.name + "".join(f"[{i}]" for i in index) + unit


def _lines(block: Measurement, columns: Sequence[Column], separator: bytes) -> Iterator[bytes]:
    count = len(block.timestamps)
    step = max(1, _AT_ONCE // max(1, sum(column.size for column in columns)))
    for first in range(0, count, step):
        rows = slice(first, first + step)
        cells = [part for run in _runs(columns) for part in _cells(run, block, rows, separator)]
        yield b"".join(
            b"%b\n" % separator.join(row) for row in zip(*cells, moments(block.timestamps[rows]), strict=True)
        )


def _runs(columns: Sequence[Column]) -> list[list[Column]]:
    """Consecutive columns of numbers together, every other column alone."""
    made: list[list[Column]] = []
    for column in columns:
        number = column.type is ColumnType.NUMBER
        if number and made and made[-1][0].type is ColumnType.NUMBER:
            made[-1].append(column)
        else:
            made.append([column])
    return made


def _cells(run: Sequence[Column], block: Measurement, rows: slice, separator: bytes) -> Iterator[list[bytes]]:
    """The cells of these columns for each row, with separators between the columns."""
    arrays = [block.columns[column.name][rows] for column in run]
    count = len(arrays[0])
    if run[0].type is ColumnType.TEXT:
        known = {
            text: b"" if text is None else cell(text).encode() for text in dict.fromkeys(arrays[0].tolist())
        }
        yield [known[text] for text in arrays[0].tolist()]
    elif run[0].type is not ColumnType.NUMBER:
        texts = in_json(run[0], arrays[0].reshape(-1))[1:-1].replace(b"null", b"").split(b",")
        size = run[0].size
        yield [separator.join(texts[i * size : (i + 1) * size]) for i in range(count)]
    elif sum(column.size for column in run):
        table = np.concatenate([array.reshape(count, -1) for array in arrays], axis=1)
        # A JSON array of arrays is almost CSV already, and much faster to write than with any CSV library.
        yield [row.replace(b",", separator) for row in as_json(table, _WORDS)[2:-2].split(b"],[")]


EXPORTER = Exporter("csv", "text/csv; charset=utf-8", ".csv", write, single=True)
