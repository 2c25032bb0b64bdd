"""Writes a scan's blocks of the journal once more as few large chunks, which read back fast."""

from __future__ import annotations

from dataclasses import dataclass, field
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
_STREAMS = select(_t.id, _t.columns).where(_t.scan == bindparam("scan"))
_SEQ = select(func.max(_c.seq)).join(tables.streams, _t.id == _c.stream).where(_t.scan == bindparam("scan"))
_LATER = (
    select(_j.seq, _j.payload)
    .where(_j.scan == bindparam("scan"), _j.kind == EventName.DATA_POINTS.value, _j.seq > bindparam("seq"))
    .order_by(_j.seq)
)


@dataclass(slots=True)
class _Run:
    """Blocks of one stream without a gap, from `first_index` to before `end`."""

    stream: int
    first_index: int
    end: int
    blocks: list[RawBlock] = field(default_factory=list)

    def as_chunk(self, seq: int) -> dict[str, Any]:
        timestamps = np.concatenate([block.timestamps for block in self.blocks])
        columns = [np.concatenate(parts) for parts in zip(*(b.columns for b in self.blocks), strict=True)]
        return {
            "stream": self.stream,
            "first_index": self.first_index,
            "count": len(timestamps),
            "seq": seq,
            "payload": encode_block(self.stream, self.first_index, timestamps, columns),
        }


def is_due(rows: int, columns: tuple[Column, ...]) -> bool:
    """Whether so many rows outside chunks are worth one."""
    return rows >= CHUNK_ROWS or rows * width_of(columns) * 8 >= CHUNK_BYTES


def consolidate(conn: Connection, scan: int) -> None:
    """Brings every reading of a scan into chunks, all its measurements at once.

    Hence one journal number, the greatest of its chunks, tells for the whole scan what is in chunks.
    """
    streams = conn.execute(_STREAMS, {"scan": scan})
    shapes = {number: tuple(Column(**c) for c in columns) for number, columns in streams}
    seq = conn.scalar(_SEQ, {"scan": scan}) or 0
    runs: dict[int, _Run] = {}
    every: list[_Run] = []
    for number, payload in conn.execute(_LATER, {"scan": scan, "seq": seq}):
        seq = number
        stream = decode_header(payload)[0]
        block = decode_block(payload, shapes[stream])
        run = runs.get(stream)
        if run is None or block.first_index != run.end or is_due(run.end - run.first_index, shapes[stream]):
            run = runs[stream] = _Run(stream, block.first_index, block.first_index)
            every.append(run)
        run.blocks.append(block)
        run.end += len(block.timestamps)
    chunks = [run.as_chunk(seq) for run in every]
    if chunks:
        conn.execute(insert(tables.chunks), chunks)
