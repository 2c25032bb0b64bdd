"""Frames: what is sent to clients, encoded once for all connections at the same position.

A frame's `body` is its JSON (docs/reference/room-sockets.md); `wire` is the same as one whole WebSocket message.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import orjson

from dashboard.live.points import as_points, as_run, merge
from engine.journal.reader import Block, Entry
from engine.model.events import STREAMS, EventName

MAX_BYTES = 1_000_000
"""Approximate largest size of a frame of events in bytes; a record is never split."""

_RUN_GROWTH = 3
_POINT_GROWTH = 9
"""Factor from a block in the journal to its JSON, as `data_points` and as `data_point` events (measured)."""


class FrameKind(StrEnum):
    """Kind of a frame."""

    SNAPSHOT = "snapshot"
    EVENTS = "events"
    HEARTBEAT = "heartbeat"


@dataclass(eq=False)
class Frame:
    """One frame; `seq` is the position of a connection that has it."""

    room: str
    kind: FrameKind
    seq: int
    cursor: str
    events: Sequence[bytes] = ()
    """JSON of each event, for frames of events."""
    state: bytes = b""
    """JSON of the state, for snapshots."""
    engine: bytes = b""
    """JSON of the engine's status, for snapshots and heartbeats."""

    @cached_property
    def body(self) -> bytes:
        """The JSON text."""
        return b"".join(self._parts())

    @cached_property
    def wire(self) -> bytes:
        """The frame as one unmasked WebSocket text message, header included."""
        parts = self._parts()
        return b"".join((text_header(sum(map(len, parts))), *parts))

    @cached_property
    def packets(self) -> list[str]:
        """The frame as Socket.IO packets: its events under their own names, then the cursor after them."""
        where = {"room": self.room, "cursor": self.cursor}
        if self.kind is FrameKind.SNAPSHOT:
            return ['2["snapshot",' + self.body.decode() + "]"]
        made = []
        for text in self.events:
            name, data = split_event(text)
            made.append(f'2["{name}",{data.decode()}]')
        return [*made, '2["cursor",' + orjson.dumps(where).decode() + "]"]

    def _parts(self) -> list[bytes]:
        head = b'{"room":"%b","kind":"%b","cursor":"%b"' % (
            self.room.encode(),
            self.kind.encode(),
            self.cursor.encode(),
        )
        parts = [head]
        if self.kind is FrameKind.EVENTS:
            parts += (b',"events":[', b",".join(self.events), b"]")
        elif self.kind is FrameKind.SNAPSHOT:
            parts += (b',"state":', self.state)
        if self.engine:
            parts += (b',"engine":', self.engine)
        parts.append(b"}")
        return parts


def text_header(length: int) -> bytes:
    """Header of an unmasked, final WebSocket text frame of `length` bytes (RFC 6455, section 5.2)."""
    if length < 126:
        return struct.pack("!BB", 0x81, length)
    if length < 65536:
        return struct.pack("!BBH", 0x81, 126, length)
    return struct.pack("!BBQ", 0x81, 127, length)


def fitting(entries: Sequence[Entry], batch: bool, limit: int = MAX_BYTES) -> int:
    """How many of the entries go into one frame: at least one, and as many as stay below `limit` bytes of JSON."""
    growth = _RUN_GROWTH if batch else _POINT_GROWTH
    size = 0
    for position, entry in enumerate(entries):
        size += len(entry.payload) * (growth if entry.kind is EventName.DATA_POINTS else 1)
        if size > limit and position:
            return position
    return len(entries)


Decode = Callable[[Entry], Block]


def events_of(entries: Sequence[Entry], decode: Decode, batch: bool) -> list[bytes]:
    """The events of entries in the order of the journal, each as JSON.

    Of several values of a state only the last stays, at its own position. The readings of one stream are merged at
    the position of the first, so they never come after a state that followed them.
    """
    last = {_key(e): position for position, e in enumerate(entries) if e.kind not in STREAMS}
    blocks: dict[int, list[Block]] = {}
    places: list[bytes | int] = []
    for position, entry in enumerate(entries):
        if entry.kind is EventName.DATA_POINTS:
            block = decode(entry)
            if block.stream.id not in blocks:
                blocks[block.stream.id] = []
                places.append(block.stream.id)
            blocks[block.stream.id].append(block)
        elif entry.kind in STREAMS or last[_key(entry)] == position:
            places.append(entry.payload)
    made: list[bytes] = []
    for place in places:
        if isinstance(place, bytes):
            made.append(place)
            continue
        for run in merge(blocks[place]):
            made.extend([as_run(run)] if batch else as_points(run))
    return made


def _key(entry: Entry) -> tuple[EventName, int | None]:
    """Key of a state: a later event with the same key replaces it."""
    if entry.kind is EventName.SCAN_STATUS or entry.kind is EventName.SCAN_ANNOTATED:
        return entry.kind, entry.scan
    if entry.kind is EventName.QUEUE_STATUS or entry.kind is EventName.QUEUE_ORDER:
        return entry.kind, entry.queue
    return entry.kind, entry.instrument


def split_event(text: bytes) -> tuple[str, bytes]:
    """Name and data of an event's JSON, which is always written as `{"event":"NAME","data":{…}}`."""
    end = text.index(b'"', _NAME_AT)
    return text[_NAME_AT:end].decode(), text[end + len(b'","data":') : -1]


_NAME_AT = len(b'{"event":"')
