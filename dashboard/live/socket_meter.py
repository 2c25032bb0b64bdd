"""Meters what a client sends on a WebSocket: every frame counts, pings, fragments and empty ones too."""

from __future__ import annotations

from collections.abc import Generator

from wsproto import ConnectionType, WSConnection
from wsproto.events import Event

from dashboard.server.limits import Rate
from dashboard.server.metering import Bucket


class Flooded(Exception):
    """A client sends more than it may."""


class SocketMeter:
    """The frames and bytes that one client may still send."""

    def __init__(self, frames: Rate, size: Rate) -> None:
        self._frames = Bucket(frames)
        self._size = Bucket(size)

    def took(self, count: int) -> None:
        """Count bytes. Raises Flooded when they are too many."""
        if not self._size.take(count):
            raise Flooded("the client sends too many bytes at once")

    def frame(self) -> None:
        """Count a frame. Raises Flooded when there are too many."""
        if not self._frames.take():
            raise Flooded("the client sends too many messages at once")


class MeteredProtocol(WSConnection):
    """The server's side of the WebSocket protocol; raises Flooded between two events."""

    def __init__(self, meter: SocketMeter) -> None:
        super().__init__(ConnectionType.SERVER)
        self._meter = meter

    def events(self) -> Generator[Event, None, None]:
        """What the client has sent."""
        for event in super().events():
            # A large frame comes in parts.
            if getattr(event, "frame_finished", True):
                self._meter.frame()
            yield event
