"""The WebSocket class of room sockets and Socket.IO, over simple_websocket.

It differs from its base in what a live server needs: a message is sent whole or the connection ends, messages never
mix, deflate is refused (a frame is encoded once for all), and no thread is started: the receiving greenlet reads.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import gevent
import simple_websocket
from gevent.event import Event
from wsproto.events import Ping
from wsproto.utilities import LocalProtocolError

from dashboard.live.close_codes import CloseCode
from dashboard.live.frames import text_header
from dashboard.live.socket_meter import Flooded, MeteredProtocol, SocketMeter
from dashboard.live.socket_writer import SocketWriter
from dashboard.server.limits import GOODBYE_SECONDS, TURN_SECONDS
from dashboard.server.metering import TimeSlice

_RECEIVED = 2048
"""Bytes read from the socket at a time: some three hundred of the smallest frames."""

Closed = simple_websocket.ConnectionClosed


def upgrade_problem(environ: Mapping[str, Any]) -> str | None:
    """Say why a request is not a WebSocket handshake; None when it is one."""
    if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
        return "this address is a WebSocket; connect to it with ws:// or wss://"
    connection = [part.strip().lower() for part in environ.get("HTTP_CONNECTION", "").split(",")]
    if environ.get("REQUEST_METHOD") != "GET" or "upgrade" not in connection:
        return "a WebSocket handshake is a GET with `Connection: Upgrade`"
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION", "").strip() != "13":
        return "this server supports only version 13 of the WebSocket protocol"
    if not environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip():
        return "the handshake has no Sec-WebSocket-Key"
    return None


class WebSocket(simple_websocket.Server):  # type: ignore[misc]
    """The server's side of one WebSocket, made from the WSGI environment of a valid handshake."""

    sock: Any
    connected: bool

    def __init__(self, environ: Mapping[str, Any], max_message_size: int, meter: SocketMeter) -> None:
        self._closing = False
        self._meter = meter
        self._turn = TimeSlice()
        self.heard_at = time.monotonic()
        """When something last came from the client (monotonic clock)."""
        offered = {name: value for name, value in environ.items() if name != "HTTP_SEC_WEBSOCKET_EXTENSIONS"}
        super().__init__(
            offered,
            receive_bytes=_RECEIVED,
            max_message_size=max_message_size,
            thread_class=_CallersGreenlet,
            event_class=Event,
        )
        # A connection may last for days and no longer needs the handshake's headers.
        self.environ: dict[str, Any] = {}

    def handshake(self) -> None:
        """Answer the client's handshake."""
        self.sock = SocketWriter(self.sock)
        self.ws = MeteredProtocol(self._meter)
        super().handshake()

    @property
    def busy(self) -> bool:
        """Whether a message is still being sent."""
        return bool(self.sock.busy)

    def on_idle(self, call: Callable[[], None]) -> None:
        """Call `call` each time a message that had to wait was sent."""
        self.sock.on_idle = call

    def offer(self, wire: bytes) -> None:
        """Send one whole WebSocket message, header included, without waiting; only while not `busy`."""
        if self.connected:
            self.sock.offer(wire)

    def send(self, data: str | bytes) -> None:
        """Send text or binary, waiting until the kernel has all of it. Raises Closed or OSError when it cannot."""
        if not self.connected:
            raise Closed(self.close_reason, self.close_message)
        if isinstance(data, bytes):
            super().send(data)
            return
        body = data.encode()
        self.sock.send(text_header(len(body)) + body)

    def receive(self, timeout: float | None = None) -> str | bytes:
        """The next message. Raises Closed at the end. Only one greenlet may receive. (`timeout` has no effect.)

        Other greenlets run now and then, however much has come; a client that sends more than it may is
        disconnected.
        """
        self._turn.yield_when_busy()
        while not self.input_buffer:
            if not self.connected:
                raise Closed(self.close_reason, self.close_message)
            self._read()
        message: str | bytes = self.input_buffer.pop(0)
        return message

    def ping(self) -> None:
        """Ask for a sign of life, unless a message is being sent anyway."""
        if self.connected and not self.busy:
            self.sock.offer(self.ws.send(Ping()))

    def close(self, reason: int | None = None, message: str | None = None) -> None:
        """Send a close frame and give the client a moment to answer it. Any greenlet may call it, also twice."""
        if not self.connected or self._closing:
            return
        self._closing = True
        gevent.spawn_later(GOODBYE_SECONDS, self.sock.cut)
        try:
            super().close(reason, message)
        except (OSError, LocalProtocolError):
            self.connected = False
            self.sock.cut()

    def cut(self) -> None:
        """End the connection at once, without a close frame."""
        self.sock.cut()

    def finish(self) -> None:
        """End the TCP connection so that the client receives the last message; for the receiving greenlet."""
        self.sock.close_gracefully()
        self.sock.cut()
        self.sock.close()

    def _read(self) -> None:
        self._turn.yield_when_busy()
        began = time.monotonic()
        try:
            data = self.sock.recv(self.receive_bytes)
            if not data:
                self.connected = False
                return
            self.heard_at = time.monotonic()
            if self.heard_at - began > TURN_SECONDS:
                self._turn.waited()
            self._meter.took(len(data))
            self.ws.receive_data(data)
            self.connected = self._handle_events() and self.connected
        except Flooded as flood:
            self.input_buffer.clear()
            self.close(CloseCode.TOO_MANY, str(flood))
        except (OSError, LocalProtocolError):
            self.connected = False


class _CallersGreenlet:
    """Replaces the base's receiving thread: the greenlet that calls `receive` reads."""

    name = "(_thread)"

    def __init__(self, target: Callable[[], None]) -> None:
        del target

    def start(self) -> None:
        """There is nothing to start."""
