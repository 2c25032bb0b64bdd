"""A room with connections: its last records, who is there, and the frames they share."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

import orjson

from dashboard.live.cursors import Cursors, place
from dashboard.live.frames import Decode, Frame, FrameKind, events_of, fitting
from dashboard.live.presence import Guests, Watcher, Watchers
from dashboard.live.ring import Ring
from dashboard.live.rooms import Room
from engine.journal.reader import Entry


class Member(Protocol):
    """What can be in a room."""

    watcher: Watcher


M = TypeVar("M", bound=Member)


class LiveRoom(Generic[M]):
    """Delivers one room; `start` is the last record of the journal that it does not need."""

    def __init__(self, room: Room, start: int, cursors: Cursors, decode: Decode, guests: Guests) -> None:
        self.room = room
        self.name = room.name
        self.ring = Ring(start)
        self.connections: set[M] = set()
        self.empty_since = time.monotonic()
        self.required_at = time.monotonic()
        """When the store last confirmed that the room exists."""
        self.watchers = Watchers(self.name, guests)
        self._tag = cursors.tag(room)
        self._decode = decode

    def cursor(self, seq: int) -> str:
        """The room's cursor after record `seq`."""
        return place(self._tag, seq)

    def enter(self, connection: M) -> bool:
        """Let a connection in; returns whether a change of who is here starts."""
        self.connections.add(connection)
        return self.room.watched and self.watchers.enter(connection.watcher)

    def leave(self, connection: M) -> bool:
        """Remove a connection; returns whether a change of who is here starts."""
        self.connections.remove(connection)
        if not self.connections:
            self.empty_since = time.monotonic()
        return self.room.watched and self.watchers.leave(connection.watcher)

    def next_frame(self, position: int, batch: bool, presence: bool = False) -> Frame:
        """What follows a position that the ring covers; a frame without events when nothing does.

        With `presence` it also tells who is there now.
        """
        entries = self.ring.after(position)
        frame = self.frame_of(entries[: fitting(entries, batch)], position, batch)
        if presence:
            frame.events = [*frame.events, self.watchers.event]
        return frame

    def frame_of(self, entries: Sequence[Entry], position: int, batch: bool) -> Frame:
        """A frame of these records; at `position` when there are none."""
        events = events_of(entries, self._decode, batch)
        seq = entries[-1].seq if entries else position
        return Frame(self.name, FrameKind.EVENTS, seq, self.cursor(seq), events=events)

    def snapshot(self, seq: int, state: bytes, engine: bytes) -> Frame:
        """A frame of the room's whole state after record `seq`, and of who is there."""
        if self.room.watched:
            state = b'%b,"presence":%b}' % (state[:-1], orjson.dumps(self.watchers.users))
        return Frame(self.name, FrameKind.SNAPSHOT, seq, self.cursor(seq), state=state, engine=engine)

    def heartbeat(self, seq: int, engine: bytes) -> Frame:
        """A heartbeat for connections that have everything up to `seq`."""
        return Frame(self.name, FrameKind.HEARTBEAT, seq, self.cursor(seq), engine=engine)
