"""A room somebody is in: its last records, who is there, and the frames they share."""

from __future__ import annotations

import time
from collections.abc import Sequence

from dashboard.live.connection import Connection
from dashboard.live.cursors import Cursors, place
from dashboard.live.frames import Decode, Events, Frame, FrameKind, events_of, fitting
from dashboard.live.presence import Watchers
from dashboard.live.ring import Ring
from dashboard.live.rooms import Room
from engine.journal.reader import Entry


class LiveRoom:
    """Delivers one room; `start` is the last record of the journal it does not need to know of."""

    def __init__(self, room: Room, start: int, cursors: Cursors, decode: Decode) -> None:
        self.room = room
        self.name = room.name
        self.ring = Ring(start)
        self.connections: set[Connection] = set()
        self.empty_since = time.monotonic()
        self.watchers = Watchers(self.name)
        self._tag = cursors.tag(room)
        self._decode = decode

    def cursor(self, seq: int) -> str:
        """The room's cursor after record `seq`."""
        return place(self._tag, seq)

    def enter(self, connection: Connection, user: str) -> None:
        """Let a connection of `user` in."""
        self.connections.add(connection)
        if self.room.replayable:
            self.watchers.enter(connection.client, user)
            # Who is alone need not be told so; everybody else is, of this change or an earlier one.
            connection.presence = 0 if self.watchers.several else self.watchers.version

    def leave(self, connection: Connection) -> None:
        """Forget a connection."""
        if connection not in self.connections:
            return
        self.connections.remove(connection)
        if self.room.replayable:
            self.watchers.leave(connection.client)
        if not self.connections:
            self.empty_since = time.monotonic()

    def next_frame(self, position: int, batch: bool, presence: bool = False) -> Frame:
        """What follows a position that the ring covers; a frame of no events when nothing does.

        With `presence` it also tells who is there now.
        """
        entries = self.ring.after(position)
        frame = self.frame_of(entries[: fitting(entries, batch)], position, batch)
        if presence:
            frame.events = [*frame.events, self.watchers.event]
            frame.count += 1
        return frame

    def frame_of(self, entries: Sequence[Entry], position: int, batch: bool) -> Frame:
        """A frame of these records; at `position` when there are none."""
        made = events_of(entries, self._decode, batch) if entries else Events()
        seq = entries[-1].seq if entries else position
        return Frame(
            self.name,
            FrameKind.EVENTS,
            seq,
            self.cursor(seq),
            events=made.texts,
            count=made.count,
            oldest=made.oldest,
        )

    def snapshot(self, seq: int, state: bytes, engine: bytes) -> Frame:
        """A frame of the room's whole state after record `seq`."""
        return Frame(self.name, FrameKind.SNAPSHOT, seq, self.cursor(seq), state=state, engine=engine)

    def heartbeat(self, seq: int, engine: bytes) -> Frame:
        """A sign of life for connections that have everything up to `seq`."""
        return Frame(self.name, FrameKind.HEARTBEAT, seq, self.cursor(seq), engine=engine)
