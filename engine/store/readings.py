"""Readings of a scan: chunks and the later blocks of the journal, put together by columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import Connection

from engine.errors import DataDamaged, InputRefused, NotFound, Problem
from engine.model import ids
from engine.model.bench import Column
from engine.model.records import MeasurementRecord
from engine.model.values import NO_VALUE, Numbers
from engine.store.blocks import RawBlock, width_of
from engine.store.segments import Segment, find, load
from engine.store.streams import Stream, of_scan

_END = 2**62
_MOST_NUMBERS = 500_000
"""Numbers in one piece of a streamed measurement."""
LOOKED_THROUGH = 128_000_000
"""Bytes of readings whose checksums are looked at before the first byte of an answer: about a quarter of a second."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Readings of one measurement from `first_index` on; `total` is how many the scan holds in all.

    Each column is n numbers or n x shape; timestamps in seconds since the epoch.
    """

    name: str
    first_index: int
    total: int
    columns: dict[str, Numbers]
    units: dict[str, str]
    timestamps: Numbers
    damage: str = ""
    """Why there are no readings, where those that are stored cannot be read (only `tail` leaves it at that)."""


def measurements(conn: Connection, scan: int) -> list[MeasurementRecord]:
    """What each measurement of a scan holds, in the order in which they began. Raises DataDamaged."""
    return [
        MeasurementRecord(name=name, total=streams[-1].end, columns=list(_merged(streams)))
        for name, streams in of_scan(conn, scan).items()
    ]


def totals(conn: Connection, scan: int) -> dict[str, int]:
    """How many readings each measurement has. Raises DataDamaged when one of them is not there."""
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
    """Readings `first` to `last` (both included; all by default) of the columns named (all by default).

    Raises NotFound for an unknown measurement, InputRefused for unknown columns, DataDamaged for readings that are not
    as they were written.
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
    """The same in pieces of about `rows` readings (fewer where readings are large), for streaming; at least one."""
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
    """How many readings `first` to `last` are. Raises DataDamaged when one is missing.

    Where they have at most so many bytes (LOOKED_THROUGH by default), each is looked at, and DataDamaged raised when
    one is not as it was written.
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
    """The last n readings of each measurement of a scan, fewer where they have more than so many `numbers` together.

    Those of a measurement that cannot be read are left out, and its `damage` says why. Raises DataDamaged when not even
    the measurements are known.
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
    """Rows `start` to `stop` of a block, as wanted."""

    block: RawBlock
    names: tuple[str, ...]
    start: int
    stop: int


def _window(first: int | None, last: int | None) -> tuple[int, int]:
    """From where to before where."""
    return first or 0, _END if last is None else last + 1


def _of(conn: Connection, scan: int, measurement: str) -> list[Stream]:
    found = of_scan(conn, scan)
    if measurement not in found:
        has = f"it has {', '.join(found)}" if found else "it has none yet"
        raise NotFound(f"{ids.scan_id(scan)} has no measurement {measurement!r}; {has}")
    return found[measurement]


def _merged(streams: list[Stream]) -> tuple[Column, ...]:
    """Columns of a measurement: those of its last stream, then what earlier ones had beside them."""
    known: dict[str, Column] = {}
    for stream in reversed(streams):
        for column in stream.columns:
            known.setdefault(column.name, column)
    return tuple(known.values())


def _chosen(streams: list[Stream], names: Sequence[str] | None) -> tuple[Column, ...]:
    known = {column.name: column for column in _merged(streams)}
    if names is None:
        return tuple(known.values())
    unknown = [name for name in names if name not in known]
    if unknown:
        problems = [f"no column {name!r}; it has {', '.join(known)}" for name in unknown]
        raise InputRefused("readings", [Problem("columns", text) for text in problems])
    return tuple(known[name] for name in dict.fromkeys(names))


def _pieces(conn: Connection, segments: list[Segment], first: int, stop: int) -> Iterator[_Piece]:
    """The rows `first` to before `stop` of these places, loaded one by one: they may be more than fits into memory."""
    for segment in segments:
        names = tuple(column.name for column in segment.stream.columns)
        start, end = max(first, segment.begin), min(stop, segment.end)
        yield _Piece(load(conn, segment), names, start - segment.begin, end - segment.begin)


def _join(
    name: str, streams: list[Stream], pieces: Sequence[_Piece], columns: tuple[Column, ...], first: int
) -> Measurement:
    count = sum(piece.stop - piece.start for piece in pieces)
    timestamps = np.empty(count)
    made: dict[str, Numbers] = {column.name: np.empty((count, *column.shape)) for column in columns}
    at = 0
    for piece in pieces:
        rows, end = slice(piece.start, piece.stop), at + piece.stop - piece.start
        timestamps[at:end] = piece.block.timestamps[rows]
        given = dict(zip(piece.names, piece.block.columns, strict=True))
        for column in columns:
            values: Any = given.get(column.name)
            fits = values is not None and values.shape[1:] == column.shape
            made[column.name][at:end] = values[rows] if fits else NO_VALUE
        at = end
    return Measurement(
        name=name,
        first_index=pieces[0].block.first_index + pieces[0].start if pieces else first,
        total=streams[-1].end,
        columns=made,
        units={column.name: column.unit for column in columns},
        timestamps=timestamps,
    )
