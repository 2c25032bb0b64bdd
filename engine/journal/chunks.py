"""Writes a stream's blocks of the journal once more as few large chunks, which read back fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, func, insert, select

from engine.model.bench import Column
from engine.model.events import EventName
from engine.store import tables
from engine.store.blocks import RawBlock, decode_block, decode_header, encode_block, width_of

CHUNK_ROWS = 4096
CHUNK_BYTES = 1_000_000

_t, _c, _j = tables.streams.c, tables.chunks.c, tables.journal.c
_OF_SCAN = select(_t.id, _t.columns).where(_t.scan == bindparam("scan"))
_SEQ = select(func.max(_c.seq)).where(_c.stream == bindparam("stream"))
_LATER = (
    select(_j.seq, _j.payload)
    .where(_j.scan == bindparam("scan"), _j.kind == EventName.DATA_POINTS.value, _j.seq > bindparam("seq"))
    .order_by(_j.seq)
)


def is_due(rows: int, columns: tuple[Column, ...]) -> bool:
    """Whether so many rows outside chunks are worth one."""
    return rows >= CHUNK_ROWS or rows * width_of(columns) * 8 >= CHUNK_BYTES


def consolidate_scan(conn: Connection, scan: int) -> None:
    """Brings all readings of a scan into chunks; for when it has ended."""
    for stream, columns in conn.execute(_OF_SCAN, {"scan": scan}).all():
        consolidate(conn, scan, stream, tuple(Column(**c) for c in columns))


def consolidate(conn: Connection, scan: int, stream: int, columns: tuple[Column, ...]) -> None:
    """Brings the readings of one stream into chunks."""
    seq = conn.scalar(_SEQ, {"stream": stream}) or 0
    chunks: list[dict[str, Any]] = []
    for last, run in _runs(conn, scan, stream, seq, columns):
        timestamps = np.concatenate([block.timestamps for block in run])
        values = [np.concatenate(parts) for parts in zip(*(block.columns for block in run), strict=True)]
        chunks.append(
            {
                "stream": stream,
                "first_index": run[0].first_index,
                "count": len(timestamps),
                "seq": last,
                "payload": encode_block(stream, run[0].first_index, timestamps, values),
            }
        )
    if chunks:
        conn.execute(insert(tables.chunks), chunks)


def _runs(
    conn: Connection, scan: int, stream: int, seq: int, columns: tuple[Column, ...]
) -> Iterator[tuple[int, list[RawBlock]]]:
    """Runs of blocks without a gap, each of a chunk's size but the last, with the journal number of their end."""
    run: list[RawBlock] = []
    rows, last = 0, seq
    for number, payload in conn.execute(_LATER, {"scan": scan, "seq": seq}):
        if decode_header(payload)[0] != stream:
            continue
        block = decode_block(payload, columns)
        if run and (is_due(rows, columns) or block.first_index != run[0].first_index + rows):
            yield last, run
            run, rows = [], 0
        run.append(block)
        rows += len(block.timestamps)
        last = number
    if run:
        yield last, run
