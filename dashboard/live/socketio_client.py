"""One Socket.IO client: its subscriptions, each a connection of the hub, and how much it has not taken yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import gevent
from engineio.exceptions import EngineIOError

from dashboard.auth.base import Identity
from dashboard.live.close_codes import CloseCode
from dashboard.live.connection import Connection
from dashboard.live.engineio_limits import hang_up
from dashboard.live.frames import Frame, FrameKind
from dashboard.live.presence import Watcher
from dashboard.live.socket_writer import STALL_SECONDS
from dashboard.server.limits import Rate
from dashboard.server.metering import Bucket

MAX_UNSENT = 1_000_000
"""Characters that may wait in a client's queue before it gets no more; it then falls behind without costing memory."""


class Client:
    """A client of one Socket.IO server (`sid` and `transport` are its numbers there)."""

    def __init__(
        self, server: Any, sid: str, transport: str, identity: Identity, watcher: Watcher, requests: Rate
    ) -> None:
        self.requests = Bucket(requests)
        """The requests that it may still send."""
        self.identity = identity
        self.watcher = watcher
        self.subscriptions: dict[str, Connection] = {}
        self.open = False
        """Whether the client knows that it is connected and may be sent events."""
        self._server = server
        self._sid = sid
        self.transport = transport
        self._ending = False
        self._unsent = 0
        self._full_since: float | None = None

    def ready(self) -> bool:
        """Whether it has taken enough of what was sent before."""
        socket = self._server.eio.sockets.get(self.transport)
        if not self.open or socket is None:
            return False
        if socket.queue.empty():
            self._unsent = 0
        if self._unsent < MAX_UNSENT:
            self._full_since = None
            return True
        self._full_since = self._full_since or time.monotonic()
        return False

    def deliver(self, packets: list[str]) -> None:
        """Queue Socket.IO packets."""
        try:
            for packet in packets:
                self._unsent += len(packet)
                self._server.eio.send(self.transport, packet)
        except EngineIOError:
            pass  # it has just gone; the disconnection is handled separately

    def tell(self, event: str, data: Any) -> None:
        """Send an event of the server itself."""
        self._server.emit(event, data, to=self._sid)

    def check(self) -> None:
        """Disconnect the client when it has taken nothing for long."""
        if self._full_since is not None and time.monotonic() - self._full_since > STALL_SECONDS:
            self.end(CloseCode.NO_ACKNOWLEDGEMENT, "the client does not read fast enough")

    def end(self, code: CloseCode, reason: str) -> None:
        """Send the reason and disconnect, without waiting; only the first call counts.

        The connection just ends, because a client that is told to disconnect would not reconnect by itself.
        """
        if self._ending:
            return
        self._ending = True
        self.open = False
        self.tell("error", {"code": code, "message": reason})
        gevent.spawn(hang_up, self._server.eio, self.transport)


class SubscriptionSink:
    """One subscription as the hub uses it; `drop` removes it when only its room is gone."""

    def __init__(self, client: Client, drop: Callable[[], None]) -> None:
        self._client = client
        self._drop = drop

    def ready(self) -> bool:
        """Whether the client can take more."""
        return self._client.ready()

    def deliver(self, frame: Frame) -> None:
        """Queue a frame's events; Socket.IO clients have heartbeats of their own."""
        if frame.kind is not FrameKind.HEARTBEAT:
            self._client.deliver(frame.packets)

    def end(self, code: CloseCode, reason: str) -> None:
        """End the subscription where its room is gone, else the client."""
        if code is CloseCode.NO_SUCH_ROOM:
            self._client.tell("error", {"code": code, "message": reason})
            self._drop()
        else:
            self._client.end(code, reason)

    def probe(self) -> None:
        """Engine.io asks for signs of life; only check whether the client reads."""
        self._client.check()
