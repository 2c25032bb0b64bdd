"""Excel workbook: a sheet for each measurement, arrays spread over columns, and a sheet with facts and the record."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from engine.errors import InputRefused, Problem
from engine.exporters.about import as_json, facts, plain, time_name
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.cells import defused
from engine.exporters.names import distinct
from engine.exporters.timestamps import moments
from engine.model.bench import Column, ColumnType
from engine.model.records import ScanRecord
from engine.model.values import is_no_value
from engine.store.readings import Measurement

_MOST_ROWS, _MOST_COLUMNS = 1_048_575, 16_384
_LONGEST = 32_000
"""Characters of a cell: Excel takes 32,767."""
_SHEET = 31
"""Longest name of a sheet."""
_PIECE = 1 << 18
_MADE = datetime(1980, 1, 1)
"""Of every file, so that the same readings are the same bytes."""


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """A row for each reading; NaN and infinities are texts, no value is an empty cell; texts are never formulas.

    Raises InputRefused for more rows or columns than a sheet can have.
    """
    for measurement in measurements:
        _fits(measurement)
    return _pieces(record, measurements, blocks)


def _pieces(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(prefix="pybirch-") as folder:
        path = Path(folder) / "export.xlsx"
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "tmpdir": folder,
        }
        book = xlsxwriter.Workbook(path, options)
        book.set_properties({"title": record.name, "created": _MADE})
        bold = book.add_format({"bold": True})
        for measurement, name in zip(measurements, _sheets(measurements), strict=True):
            sheet = book.add_worksheet(name)
            heads = [cell for column in measurement.columns for cell in _heads(column)]
            for index, head in enumerate([*heads, time_name(measurement.columns)]):
                sheet.write_string(0, index, defused(head), bold)
            row = 1
            for block in blocks(measurement.name, [column.name for column in measurement.columns]):
                _rows(sheet, row, block, measurement.columns)
                row += len(block.timestamps)
                yield b""
            sheet.freeze_panes(1, 0)
        _facts(book.add_worksheet("Scan" if measurements else "Sheet1"), record, measurements)
        book.close()
        with path.open("rb") as made:
            while piece := made.read(_PIECE):
                yield piece


def _fits(measurement: Wanted) -> None:
    columns = 1 + sum(column.size for column in measurement.columns)
    if measurement.rows > _MOST_ROWS or columns > _MOST_COLUMNS:
        text = (
            f"{measurement.name} has {measurement.rows:,} rows and {columns:,} columns; a sheet of Excel takes "
            f"{_MOST_ROWS:,} and {_MOST_COLUMNS:,}: choose fewer with first, last and columns, or another format"
        )
        raise InputRefused("export", [Problem("format", text)])


def _sheets(measurements: Sequence[Wanted]) -> list[str]:
    shown = [m.name.translate(str.maketrans("[]'", "()."))[: _SHEET - 4] for m in measurements]
    names = distinct(["Scan", *shown])[1:]
    return [name[:_SHEET] for name in names]


def _heads(column: Column) -> Iterator[str]:
    unit = f" ({column.unit})" if column.unit else ""
    for index in np.ndindex(column.shape):
        yield column.name + "".join(f"[{i}]" for i in index) + unit


def _rows(sheet: Any, first: int, block: Measurement, columns: Sequence[Column]) -> None:
    count = len(block.timestamps)
    cells: list[list[Any]] = []
    for column in columns:
        values = block.columns[column.name].reshape(count, column.size)
        cells.extend(_cells(column, values[:, index]) for index in range(values.shape[1]))
    cells.append([stamp.decode() for stamp in moments(block.timestamps)])
    for row in range(count):
        for at, listed in enumerate(cells):
            value = listed[row]
            if isinstance(value, str):
                if value:
                    sheet.write_string(first + row, at, value)
            elif isinstance(value, bool):
                sheet.write_boolean(first + row, at, value)
            elif value is not None:
                sheet.write_number(first + row, at, value)


def _cells(column: Column, values: Any) -> list[Any]:
    if column.type is ColumnType.TEXT:
        return [None if value is None else value[:_LONGEST] for value in values]
    nothing = is_no_value(values).tolist()
    if column.type is ColumnType.BOOLEAN:
        return [None if none else bool(value) for value, none in zip(values.tolist(), nothing, strict=True)]
    return [
        None if none else value if math.isfinite(value) else str(value)
        for value, none in zip(values.tolist(), nothing, strict=True)
    ]


def _facts(sheet: Any, record: ScanRecord, measurements: Sequence[Wanted]) -> None:
    text = as_json(record)
    known = [(name, plain(value)) for name, value in facts(record, measurements).items()]
    parts = [("record", text[at : at + _LONGEST]) for at in range(0, len(text), _LONGEST)]
    for row, (name, value) in enumerate([*known, *parts]):
        sheet.write_string(row, 0, name[:_LONGEST])
        sheet.write_string(row, 1, value[:_LONGEST])


MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTER = Exporter("xlsx", MEDIA_TYPE, ".xlsx", write)
