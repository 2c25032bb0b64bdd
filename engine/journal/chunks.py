"""Copies a scan's blocks from the journal into a few large chunks, which are faster to read."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, func, insert, select

from engine.model.bench import Column
from engine.model.events import EventName
from engine.store import tables
from engine.store.blocks import BadBlock, RawBlock, decode_block, decode_header, encode_block, width_of
from engine.store.marks import Marks, joined
from engine.store.streams import damaged, of_scan, readable

CHUNK_ROWS = 4096
CHUNK_BYTES = 1_000_000
_log = logging.getLogger(__name__)

_t, _c, _j = tables.streams.c, tables.chunks.c, tables.journal.c
_REACH = (
    select(_c.stream, func.max(_c.seq), func.max(_c.first_index + _c.count))
    .join(tables.streams, _t.id == _c.stream)
    .where(_t.scan == bindparam("scan"))
    .group_by(_c.stream)
)
_LATER = (
    select(_j.seq, _j.payload)
    .where(_j.scan == bindparam("scan"), _j.kind == EventName.DATA_POINTS.value, _j.seq > bindparam("seq"))
    .order_by(_j.seq)
)


@dataclass(slots=True)
class _Run:
    """Consecutive blocks of one stream from `first_index` on."""

    stream: int
    first_index: int
    columns: tuple[Column, ...]
    blocks: list[RawBlock] = field(default_factory=list)

    def as_chunk(self, seq: int) -> dict[str, Any]:
        timestamps = np.concatenate([block.timestamps for block in self.blocks])
        columns = [np.concatenate(parts) for parts in zip(*(b.columns for b in self.blocks), strict=True)]
        return {
            "stream": self.stream,
            "first_index": self.first_index,
            "count": len(timestamps),
            "seq": seq,
            "payload": encode_block(self.stream, self.first_index, timestamps, columns, self._marks()),
        }

    def _marks(self) -> Marks | None:
        """The marks of all blocks, None when no block has any."""
        if all(block.section is None for block in self.blocks):
            return None
        return joined([block.marks(self.columns) for block in self.blocks])


def is_due(rows: int, columns: tuple[Column, ...]) -> bool:
    """Whether this many rows outside chunks are worth a chunk."""
    return rows >= CHUNK_ROWS or rows * width_of(columns) * 8 >= CHUNK_BYTES


def consolidate(conn: Connection, scan: int) -> None:
    """Copy every reading of a scan into chunks, all its measurements at once.

    So one journal number, the largest of its chunks, says for the whole scan what is in chunks. A damaged block is
    left out: reading it later reports that it is missing. Raises DataDamaged and does nothing when chunks and
    journal hold the same readings.
    """
    shapes = {stream.id: stream.columns for streams in of_scan(conn, scan).values() for stream in streams}
    runs: dict[int, _Run] = {}
    every: list[_Run] = []
    with readable(scan):
        reached = {stream: (seq, end) for stream, seq, end in conn.execute(_REACH, {"scan": scan}).all()}
        chunked = max((seq for seq, _ in reached.values()), default=0)
        ends = {stream: end for stream, (_, end) in reached.items()}
        for seq, payload in conn.execute(_LATER, {"scan": scan, "seq": chunked}).all():
            block = _decoded(seq, payload, shapes)
            if block is None:
                continue
            stream, end = block.stream, ends.get(block.stream, 0)
            if block.first_index < end:
                raise damaged(scan, f"reading {block.first_index} is stored twice")
            run = runs.get(stream)
            if run is None or block.first_index != end or is_due(end - run.first_index, shapes[stream]):
                run = runs[stream] = _Run(stream, block.first_index, shapes[stream])
                every.append(run)
            run.blocks.append(block)
            ends[stream] = block.first_index + len(block.timestamps)
    chunks = [run.as_chunk(seq) for run in every]
    if chunks:
        conn.execute(insert(tables.chunks), chunks)


def _decoded(seq: int, payload: bytes, shapes: Mapping[int, tuple[Column, ...]]) -> RawBlock | None:
    try:
        stream, _, _ = decode_header(payload)
        if stream not in shapes:
            raise BadBlock("of no known measurement")
        return decode_block(payload, shapes[stream])
    except BadBlock as error:
        _log.error("cannot copy the readings of journal record %d into chunks: %s", seq, error)
        return None
