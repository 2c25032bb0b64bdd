"""Journal records made by hand, for tests of what reads them."""

from __future__ import annotations

import numpy as np
import orjson

from engine.journal.reader import Block, Entry, StreamInfo
from engine.model.bench import Column
from engine.model.events import EventName

STREAM = StreamInfo(1, 3, "lockin", (Column(name="stage.x", unit="mm"), Column(name="signal", unit="V")))


class Blocks:
    """Makes block records and decodes them again, like a journal reader."""

    def __init__(self) -> None:
        self._known: dict[int, Block] = {}

    def entry(
        self, seq: int, first: int, count: int, stream: StreamInfo = STREAM, start: float = 1000.0
    ) -> Entry:
        index = np.arange(first, first + count, dtype=np.float64)
        columns = {
            c.name: index.reshape(-1, *[1] * len(c.shape)) * np.ones(c.shape)
            if c.shape
            else index + position / 2
            for position, c in enumerate(stream.columns)
        }
        self._known[seq] = Block(stream, first, start + index, columns)
        return Entry(seq, EventName.DATA_POINTS, stream.scan, 1, None, b"x" * 8 * count)

    def decode(self, entry: Entry) -> Block:
        return self._known[entry.seq]


def event(
    seq: int, kind: EventName, *, scan: int | None = None, instrument: int | None = None, **data: object
) -> Entry:
    """A record of an event that is no reading."""
    text = b'{"event":"%b","data":%b}' % (kind.encode(), orjson.dumps({"seq": seq, **data}))
    return Entry(seq, kind, scan, 1, instrument, text)
