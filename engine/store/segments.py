"""Finds where the readings of a stream are stored: in chunks, and later ones in the journal, each exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from engine.model.events import EventName
from engine.store import tables
from engine.store.blocks import HEADER_BYTES, BadBlock, RawBlock, decode_block, decode_header
from engine.store.streams import Stream, missing, readable

_t, _c, _j = tables.streams.c, tables.chunks.c, tables.journal.c

_CHUNKED = (
    select(func.max(_c.seq)).join(tables.streams, _t.id == _c.stream).where(_t.scan == bindparam("scan"))
)
_CHUNKS = (
    select(_c.first_index, _c.count)
    .where(
        _c.stream == bindparam("stream"),
        _c.first_index < bindparam("stop"),
        _c.first_index + _c.count > bindparam("start"),
    )
    .order_by(_c.first_index)
)
_LATER = (
    select(_j.seq, func.substr(_j.payload, 1, HEADER_BYTES))
    .where(_j.scan == bindparam("scan"), _j.kind == EventName.DATA_POINTS.value, _j.seq > bindparam("seq"))
    .order_by(_j.seq)
)
_CHUNK = select(_c.payload).where(_c.stream == bindparam("stream"), _c.first_index == bindparam("begin"))
_BLOCK = select(_j.payload).where(_j.seq == bindparam("seq"))


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows `begin` to before `end` of a stream, stored in one piece."""

    stream: Stream
    begin: int
    end: int
    seq: int | None
    """Number in the journal; None for a chunk."""


def find(conn: Connection, streams: list[Stream], first: int, stop: int) -> list[Segment]:
    """Find the segments of the rows `first` to before `stop` of a measurement, in order. Raises DataDamaged when
    one is missing.

    Fast: it reads no readings.
    """
    if not streams:
        return []
    scan = streams[0].scan
    with readable(scan):
        later = _later(conn, scan)
        made: list[Segment] = []
        for stream in streams:
            window = max(first, stream.begin), min(stop, stream.end)
            if window[0] < window[1]:
                made += _whole(stream, _candidates(conn, stream, later, *window), *window)
        return made


def load(conn: Connection, segment: Segment) -> RawBlock:
    """Load the readings of a segment. Raises DataDamaged when they are not what was written."""
    with _named(segment):
        return decode_block(_payload(conn, segment), segment.stream.columns)


def _later(conn: Connection, scan: int) -> list[tuple[int, int, int, int]]:
    """List (seq, stream, begin, end) of the scan's blocks in the journal that are in no chunk yet."""
    chunked = conn.scalar(_CHUNKED, {"scan": scan}) or 0
    made = []
    for seq, head in conn.execute(_LATER, {"scan": scan, "seq": chunked}).all():
        try:
            stream, begin, count = decode_header(head)
        except BadBlock:
            # Which stream it belonged to is known when its rows are missing.
            continue
        made.append((int(seq), stream, begin, begin + count))
    return made


def _candidates(
    conn: Connection, stream: Stream, later: list[tuple[int, int, int, int]], start: int, stop: int
) -> Iterator[Segment]:
    window = {"stream": stream.id, "start": start, "stop": stop}
    for begin, count in conn.execute(_CHUNKS, window).all():
        yield Segment(stream, int(begin), int(begin) + int(count), None)
    for seq, owner, begin, end in later:
        if owner == stream.id and begin < stop and end > start:
            yield Segment(stream, begin, end, seq)


def _whole(stream: Stream, candidates: Iterator[Segment], start: int, stop: int) -> list[Segment]:
    made: list[Segment] = []
    at = start
    for segment in candidates:
        # Only the first segment may start before the window.
        follows = segment.begin == at if made else stream.begin <= segment.begin <= at
        if not follows or not at < segment.end <= stream.end:
            raise missing(stream, at, max(at, segment.begin - 1), "missing or stored twice")
        made.append(segment)
        at = segment.end
    if at < stop:
        raise missing(stream, at, stop - 1, "missing")
    return made


def _payload(conn: Connection, segment: Segment) -> bytes:
    if segment.seq is None:
        found = conn.scalars(_CHUNK, {"stream": segment.stream.id, "begin": segment.begin}).all()
    else:
        found = conn.scalars(_BLOCK, {"seq": segment.seq}).all()
    if len(found) != 1:
        raise BadBlock("missing")
    payload: Any = found[0]
    if decode_header(payload) != (segment.stream.id, segment.begin, segment.end - segment.begin):
        raise BadBlock("other readings are stored there")
    return bytes(payload)


@contextmanager
def _named(segment: Segment) -> Iterator[None]:
    with readable(segment.stream.scan):
        try:
            yield
        except BadBlock as error:
            raise missing(segment.stream, segment.begin, segment.end - 1, str(error)) from None
