"""A connection: its position in a room's records, whether it can take more, and when it is given up."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum, auto
from typing import Protocol

from gevent.event import Event

from dashboard.live.close_codes import CloseCode
from dashboard.live.frames import Frame
from dashboard.live.live_room import LiveRoom
from dashboard.live.presence import Users, Watcher

FRAME_INTERVAL = 0.035
"""Least time in seconds between two frames of one connection: just under 30 a second."""

ACK_SECONDS = 60.0
"""Time in seconds in which a client must acknowledge a frame."""


class Phase(Enum):
    """Where a connection is in its life."""

    CATCHING_UP = auto()
    LIVE = auto()
    CLOSED = auto()


class Sink(Protocol):
    """Where a connection's frames go: a room socket, or one subscription of a Socket.IO client."""

    def ready(self) -> bool:
        """Whether the client has taken everything that was sent before."""

    def deliver(self, frame: Frame) -> None:
        """Take a frame, without waiting."""

    def end(self, code: CloseCode, reason: str) -> None:
        """Close for this reason, without waiting."""

    def probe(self) -> None:
        """Ask for a sign of life, and close the client when there was none for long."""


class Connection:
    """One client in one room; `position` is the last record that was sent, None before its snapshot."""

    __slots__ = (
        "_idle",
        "_news",
        "_sent_at",
        "awaiting",
        "awaiting_since",
        "batch",
        "flow",
        "frames",
        "light",
        "phase",
        "position",
        "presence",
        "room",
        "sink",
        "watcher",
    )

    def __init__(
        self,
        room: LiveRoom[Connection],
        sink: Sink,
        *,
        position: int | None,
        batch: bool,
        flow: bool,
        light: bool = False,
        watcher: Watcher,
        news: Callable[[Connection], None],
    ) -> None:
        self.room = room
        self.sink = sink
        self.position = position
        self.batch = batch
        self.flow = flow
        self.light = light
        """Whether its snapshot has fewer readings where they are large."""
        self.watcher = watcher
        """The person behind the connection."""
        self.presence: Users = ()
        """Who is in the room, as the client was told last."""
        self.phase = Phase.CATCHING_UP
        self.awaiting: str | None = None
        """Cursor of the frame that must be acknowledged before the next one."""
        self.awaiting_since = 0.0
        self.frames = 0
        """Frames sent, without heartbeats."""
        self._sent_at = 0.0
        self._news = news
        self._idle: Event | None = None

    @property
    def ready(self) -> bool:
        """Whether the next frame may be sent."""
        return self.awaiting is None and self.sink.ready()

    @property
    def overdue(self) -> bool:
        """Whether the client has taken too long to acknowledge."""
        return self.awaiting is not None and time.monotonic() - self.awaiting_since > ACK_SECONDS

    @property
    def is_behind(self) -> bool:
        """Whether there is something that was not sent yet."""
        room = self.room
        return (
            self.position is None
            or self.position < room.ring.head
            or room.watchers.must_announce(self.presence)
        )

    def send(self, frame: Frame) -> None:
        """Send the client its next frame; only when `ready`."""
        self.position = frame.seq
        self.frames += 1
        self._sent_at = time.monotonic()
        if self.flow:
            self.awaiting = frame.cursor
            self.awaiting_since = self._sent_at
        self.sink.deliver(frame)

    def beat(self, frame: Frame) -> None:
        """Send the client a heartbeat, which needs no acknowledgement; only when `ready`."""
        self.position = frame.seq
        self.sink.deliver(frame)

    def push(self, frame: Frame) -> bool:
        """Send a frame as soon as the client is ready for it; False when the connection ended before that."""
        self._idle = Event()
        try:
            while self.phase is not Phase.CLOSED:
                rest = self._sent_at + FRAME_INTERVAL - time.monotonic()
                if rest <= 0 and self.ready:
                    self.send(frame)
                    return True
                # Not every sink reports when it is ready again, so poll it.
                self._idle.clear()
                self._idle.wait(max(rest, FRAME_INTERVAL))
            return False
        finally:
            self._idle = None

    def acknowledge(self, cursor: str) -> None:
        """The client has processed the frame with this cursor; any other cursor is ignored."""
        if cursor == self.awaiting:
            self.awaiting = None
            self.ready_again()

    def ready_again(self) -> None:
        """The sink may be ready again."""
        if self._idle is not None:
            self._idle.set()
        elif self.phase is Phase.LIVE:
            self._news(self)

    def closed(self) -> None:
        """The client is gone."""
        self.phase = Phase.CLOSED
        if self._idle is not None:
            self._idle.set()
