"""Readings of a scan, joined from its chunks and the later blocks in the journal, by columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import Connection

from engine.errors import DataDamaged, InputRefused, NotFound, Problem
from engine.model import ids
from engine.model.bench import Column
from engine.model.marks import Mark, MarkColumn, mark_columns
from engine.model.records import MeasurementRecord
from engine.model.values import NO_VALUE, Numbers
from engine.store.blocks import BadBlock, RawBlock, width_of
from engine.store.marks import Marks, Values, is_text
from engine.store.segments import Segment, find, load
from engine.store.streams import Stream, missing, of_scan

_END = 2**62
_MOST_NUMBERS = 500_000
"""Numbers in one piece of a streamed measurement."""
LOOKED_THROUGH = 128_000_000
"""Bytes of readings whose checksums are checked before a response starts: about a quarter of a second (measured)."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Readings of one measurement from `first_index` on; `total` is the number of all readings of the scan's
    measurement.

    Each column has shape n or n x shape, texts are objects (None where there is none); timestamps are in seconds since
    1970.
    """

    name: str
    first_index: int
    total: int
    columns: dict[str, Values]
    units: dict[str, str]
    timestamps: Numbers
    damage: str = ""
    """Why there are no readings, where the stored ones cannot be read (only `tail` sets it)."""


def measurements(conn: Connection, scan: int) -> list[MeasurementRecord]:
    """Describe each measurement of a scan, in the order in which they started. Raises DataDamaged."""
    return [
        MeasurementRecord(
            name=name,
            total=streams[-1].end,
            columns=list(_merged(streams)),
            marks=[mark.column for mark in mark_columns(_merged(streams))],
        )
        for name, streams in of_scan(conn, scan).items()
    ]


def totals(conn: Connection, scan: int) -> dict[str, int]:
    """Count the readings of each measurement. Raises DataDamaged when a reading is missing."""
    made = {}
    for name, streams in of_scan(conn, scan).items():
        find(conn, streams, 0, _END)
        made[name] = streams[-1].end
    return made


def read(
    conn: Connection,
    scan: int,
    measurement: str,
    first: int | None = None,
    last: int | None = None,
    columns: Sequence[str] | None = None,
) -> Measurement:
    """Read the readings `first` to `last` (both included; all by default) of the named columns.

    By default these are all columns but the marks, which may be named too. Raises NotFound for an unknown
    measurement, InputRefused for unknown columns, DataDamaged for readings that are not what was written.
    """
    streams = _of(conn, scan, measurement)
    chosen = _chosen(streams, columns)
    pieces = list(_pieces(conn, find(conn, streams, *_window(first, last)), *_window(first, last)))
    return _join(measurement, streams, pieces, chosen, first or 0)


def iterate(
    conn: Connection,
    scan: int,
    measurement: str,
    first: int | None = None,
    last: int | None = None,
    columns: Sequence[str] | None = None,
    rows: int = 4096,
) -> Iterator[Measurement]:
    """Read the same in pieces of about `rows` readings (fewer where readings are large), at least one piece."""
    streams = _of(conn, scan, measurement)
    chosen = _chosen(streams, columns)
    gathered: list[_Piece] = []
    numbers, given = 0, False
    width = width_of(chosen)
    for piece in _pieces(conn, find(conn, streams, *_window(first, last)), *_window(first, last)):
        gathered.append(piece)
        numbers += width * (piece.stop - piece.start)
        if numbers >= min(rows * width, _MOST_NUMBERS):
            yield _join(measurement, streams, gathered, chosen, first or 0)
            gathered, numbers, given = [], 0, True
    if gathered or not given:
        yield _join(measurement, streams, gathered, chosen, first or 0)


def inspect(
    conn: Connection,
    scan: int,
    measurement: str,
    first: int | None = None,
    last: int | None = None,
    most: int | None = None,
) -> int:
    """Count the readings `first` to `last`. Raises DataDamaged when one is missing.

    When they have at most `limit` bytes (LOOKED_THROUGH by default), each is checked, and DataDamaged is raised
    when one is not what was written.
    """
    streams = _of(conn, scan, measurement)
    start, stop = _window(first, last)
    segments = find(conn, streams, start, stop)
    limit = LOOKED_THROUGH if most is None else most
    if sum(8 * width_of(p.stream.columns) * (p.end - p.begin) for p in segments) <= limit:
        for segment in segments:
            load(conn, segment)
    return max(0, min(stop, streams[-1].end) - start)


def tail(conn: Connection, scan: int, n: int = 1000, numbers: int | None = None) -> dict[str, Measurement]:
    """Read the last n readings of each measurement of a scan, fewer where they have more than `numbers` numbers
    together.

    A measurement that cannot be read has no readings, and its `damage` says why. Raises DataDamaged when even the
    measurements are unknown.
    """
    made = {}
    for name, streams in of_scan(conn, scan).items():
        columns = _chosen(streams, None)
        count = n if numbers is None else max(1, min(n, numbers // width_of(columns)))
        first = max(0, streams[-1].end - count)
        try:
            pieces = list(_pieces(conn, find(conn, streams, first, _END), first, _END))
        except DataDamaged as error:
            nothing = _join(name, streams, [], columns, streams[-1].end)
            made[name] = replace(nothing, damage=str(error))
        else:
            made[name] = _join(name, streams, pieces, columns, first)
    return made


@dataclass(slots=True)
class _Piece:
    """The wanted rows `start` to before `stop` of a block."""

    block: RawBlock
    stream: Stream
    start: int
    stop: int

    def given(self, marks: Sequence[MarkColumn]) -> dict[str, Values]:
        """Values of all rows of the block by name of the column, these marks included. Raises DataDamaged."""
        columns = self.stream.columns
        made: dict[str, Values] = dict(zip((c.name for c in columns), self.block.columns, strict=True))
        if marks:
            try:
                found = self.block.marks(columns)
            except BadBlock as error:
                last = self.block.first_index + len(self.block.timestamps) - 1
                raise missing(self.stream, self.block.first_index, last, str(error)) from None
            index = {column.name: i for i, column in enumerate(columns)}
            for mark in marks:
                values = _marked(found, mark, index)
                if values is not None:
                    made[mark.column.name] = values
        return made


def _marked(found: Marks, wanted: MarkColumn, index: dict[str, int]) -> Values | None:
    if wanted.mark is not Mark.SETPOINT:
        return found.each[wanted.mark]
    return found.setpoints.get(index.get(wanted.axis, -1))


def _window(first: int | None, last: int | None) -> tuple[int, int]:
    """Index of the first row, and of the one after the last."""
    return first or 0, _END if last is None else last + 1


def _of(conn: Connection, scan: int, measurement: str) -> list[Stream]:
    found = of_scan(conn, scan)
    if measurement not in found:
        has = f"it has {', '.join(found)}" if found else "it has none yet"
        raise NotFound(f"{ids.scan_id(scan)} has no measurement {measurement!r}; {has}")
    return found[measurement]


def _merged(streams: list[Stream]) -> tuple[Column, ...]:
    """Columns of a measurement: those of its last stream, then further ones of earlier streams."""
    known: dict[str, Column] = {}
    for stream in reversed(streams):
        for column in stream.columns:
            known.setdefault(column.name, column)
    return tuple(known.values())


def _chosen(streams: list[Stream], names: Sequence[str] | None) -> tuple[Column, ...]:
    merged = _merged(streams)
    if names is None:
        return merged
    known = {column.name: column for column in (*merged, *(mark.column for mark in mark_columns(merged)))}
    unknown = [name for name in names if name not in known]
    if unknown:
        problems = [f"no column {name!r}; it has {', '.join(known)}" for name in unknown]
        raise InputRefused("readings", [Problem("columns", text) for text in problems])
    return tuple(known[name] for name in dict.fromkeys(names))


def _pieces(conn: Connection, segments: list[Segment], first: int, stop: int) -> Iterator[_Piece]:
    """Load the rows `first` to before `stop` of these segments one by one: all may be more than fits into memory."""
    for segment in segments:
        start, end = max(first, segment.begin), min(stop, segment.end)
        yield _Piece(load(conn, segment), segment.stream, start - segment.begin, end - segment.begin)


def _join(
    name: str, streams: list[Stream], pieces: Sequence[_Piece], columns: tuple[Column, ...], first: int
) -> Measurement:
    count = sum(piece.stop - piece.start for piece in pieces)
    timestamps = np.empty(count)
    made: dict[str, Values] = {
        column.name: np.empty((count, *column.shape), object if is_text(column) else np.float64)
        for column in columns
    }
    marks = [mark for mark in mark_columns(_merged(streams)) if mark.column.name in made]
    at = 0
    for piece in pieces:
        rows, end = slice(piece.start, piece.stop), at + piece.stop - piece.start
        timestamps[at:end] = piece.block.timestamps[rows]
        given = piece.given(marks)
        for column in columns:
            values: Any = given.get(column.name)
            fits = values is not None and values.shape[1:] == column.shape
            nothing = None if is_text(column) else NO_VALUE
            made[column.name][at:end] = values[rows] if fits else nothing
        at = end
    return Measurement(
        name=name,
        first_index=pieces[0].block.first_index + pieces[0].start if pieces else first,
        total=streams[-1].end,
        columns=made,
        units={column.name: column.unit for column in columns},
        timestamps=timestamps,
    )
