"""Readings of a scan: chunks and the later blocks of the journal, put together by columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, func, select

from engine.errors import InputRefused, NotFound, Problem
from engine.model import ids
from engine.model.bench import Column
from engine.model.events import EventName
from engine.model.records import MeasurementRecord
from engine.store import tables
from engine.store.blocks import HEADER, Numbers, RawBlock, decode_block, decode_header, width_of

_t, _c, _j = tables.streams.c, tables.chunks.c, tables.journal.c

_STREAMS = select(_t.id, _t.measurement, _t.columns).where(_t.scan == bindparam("scan")).order_by(_t.id)
_CHUNKED = (
    select(_c.stream, func.max(_c.seq), func.max(_c.first_index + _c.count))
    .join(tables.streams, _t.id == _c.stream)
    .where(_t.scan == bindparam("scan"))
    .group_by(_c.stream)
)
_CHUNK_KEYS = (
    select(_c.first_index)
    .where(
        _c.stream == bindparam("stream"),
        _c.first_index <= bindparam("last"),
        _c.first_index + _c.count > bindparam("first"),
    )
    .order_by(_c.first_index)
)
_CHUNK = select(_c.payload).where(_c.stream == bindparam("stream"), _c.first_index == bindparam("begin"))
_LATER = (_j.scan == bindparam("scan"), _j.kind == EventName.DATA_POINTS.value, _j.seq > bindparam("seq"))
_BLOCKS = select(_j.payload).where(*_LATER).order_by(_j.seq)
_HEADER = func.substr(_j.payload, 1, HEADER.size)
_NEWEST_BLOCKS = select(_HEADER).where(*_LATER).order_by(_j.seq.desc())
_END = 2**62
_MOST_NUMBERS = 500_000
"""Numbers in one piece of a streamed measurement."""


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


@dataclass(slots=True)
class _Stream:
    id: int
    columns: tuple[Column, ...]
    chunked_seq: int = 0
    """Journal number up to which the scan's blocks are in chunks."""
    end: int = 0
    """Index after its last reading."""


def measurements(conn: Connection, scan: int) -> list[MeasurementRecord]:
    """What each measurement of a scan holds, in the order in which they began."""
    return [
        MeasurementRecord(name=name, total=max(s.end for s in streams), columns=list(_merged(streams)))
        for name, streams in _streams(conn, scan).items()
    ]


def read(
    conn: Connection,
    scan: int,
    measurement: str,
    first: int | None = None,
    last: int | None = None,
    columns: Sequence[str] | None = None,
) -> Measurement:
    """Readings `first` to `last` (both included; all by default) of the columns named (all by default).

    Raises NotFound for an unknown measurement, InputRefused for unknown columns.
    """
    streams = _of(conn, scan, measurement)
    blocks = list(_blocks(conn, scan, streams, first or 0, _END if last is None else last))
    return _join(measurement, streams, blocks, _chosen(streams, columns), first or 0)


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
    for piece in _blocks(conn, scan, streams, first or 0, _END if last is None else last):
        gathered.append(piece)
        numbers += width * (piece.stop - piece.start)
        if numbers >= min(rows * width, _MOST_NUMBERS):
            yield _join(measurement, streams, gathered, chosen, first or 0)
            gathered, numbers, given = [], 0, True
    if gathered or not given:
        yield _join(measurement, streams, gathered, chosen, first or 0)


def tail(conn: Connection, scan: int, n: int = 1000, numbers: int | None = None) -> dict[str, Measurement]:
    """The last n readings of each measurement of a scan, fewer where they have more than so many `numbers` together."""
    made = {}
    for name, streams in _streams(conn, scan).items():
        columns = _chosen(streams, None)
        count = n if numbers is None else max(1, min(n, numbers // width_of(columns)))
        first = max(0, max(s.end for s in streams) - count)
        blocks = list(_blocks(conn, scan, streams, first, _END))
        made[name] = _join(name, streams, blocks, columns, first)
    return made


@dataclass(slots=True)
class _Piece:
    """Rows `start` to `stop` of a block, as wanted."""

    block: RawBlock
    names: tuple[str, ...]
    start: int
    stop: int


def _streams(conn: Connection, scan: int) -> dict[str, list[_Stream]]:
    """Streams of each measurement, each with where it ends."""
    made: dict[str, list[_Stream]] = {}
    by_id: dict[int, _Stream] = {}
    for number, name, columns in conn.execute(_STREAMS, {"scan": scan}):
        stream = by_id[number] = _Stream(number, tuple(Column(**c) for c in columns))
        made.setdefault(name, []).append(stream)
    if not by_id:
        return made
    chunked = 0
    for number, seq, end in conn.execute(_CHUNKED, {"scan": scan}):
        by_id[number].end = end
        chunked = max(chunked, seq)
    unseen = set(by_id)
    for header in conn.scalars(_NEWEST_BLOCKS, {"scan": scan, "seq": chunked}):
        number, first_index, count = decode_header(header)
        if number in unseen:
            by_id[number].end = max(by_id[number].end, first_index + count)
            unseen.discard(number)
            if not unseen:
                break
    for stream in by_id.values():
        stream.chunked_seq = chunked
    return made


def _of(conn: Connection, scan: int, measurement: str) -> list[_Stream]:
    found = _streams(conn, scan)
    if measurement not in found:
        has = f"it has {', '.join(found)}" if found else "it has none yet"
        raise NotFound(f"{ids.scan_id(scan)} has no measurement {measurement!r}; {has}")
    return found[measurement]


def _merged(streams: list[_Stream]) -> tuple[Column, ...]:
    """Columns of a measurement: those of its last stream, then what earlier ones had beside them."""
    known: dict[str, Column] = {}
    for stream in reversed(streams):
        for column in stream.columns:
            known.setdefault(column.name, column)
    return tuple(known.values())


def _chosen(streams: list[_Stream], names: Sequence[str] | None) -> tuple[Column, ...]:
    known = {column.name: column for column in _merged(streams)}
    if names is None:
        return tuple(known.values())
    unknown = [name for name in names if name not in known]
    if unknown:
        problems = [f"no column {name!r}; it has {', '.join(known)}" for name in unknown]
        raise InputRefused("readings", [Problem("columns", text) for text in problems])
    return tuple(known[name] for name in dict.fromkeys(names))


def _blocks(conn: Connection, scan: int, streams: list[_Stream], first: int, last: int) -> Iterator[_Piece]:
    """Blocks that hold readings `first` to `last`, in order: of each stream its chunks, then its later blocks."""
    for stream in streams:
        if stream.end <= first:
            continue
        for payload in _payloads(conn, scan, stream, first, last):
            _, begin, count = decode_header(payload)
            start, stop = max(first - begin, 0), min(last + 1 - begin, count)
            if start < stop:
                names = tuple(column.name for column in stream.columns)
                yield _Piece(decode_block(payload, stream.columns), names, start, stop)


def _payloads(conn: Connection, scan: int, stream: _Stream, first: int, last: int) -> Iterator[bytes]:
    # Keys first, payloads one by one: a scan may hold more than fits into memory.
    window = {"stream": stream.id, "first": first, "last": last}
    for key in conn.scalars(_CHUNK_KEYS, window).all():
        yield conn.execute(_CHUNK, {"stream": stream.id, "begin": key}).scalar_one()
    for payload in conn.scalars(_BLOCKS, {"scan": scan, "seq": stream.chunked_seq}):
        if decode_header(payload)[0] == stream.id:
            yield payload


def _join(
    name: str, streams: list[_Stream], pieces: Sequence[_Piece], columns: tuple[Column, ...], first: int
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
            made[column.name][at:end] = values[rows] if fits else np.nan
        at = end
    return Measurement(
        name=name,
        first_index=pieces[0].block.first_index + pieces[0].start if pieces else first,
        total=max(stream.end for stream in streams),
        columns=made,
        units={column.name: column.unit for column in columns},
        timestamps=timestamps,
    )
