"""Replacements for parts of engine.io: our WebSocket class, and a queue that is read in small pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from gevent.queue import Empty, JoinableQueue

from dashboard.live.close_codes import CloseCode
from dashboard.live.socket_meter import SocketMeter
from dashboard.live.websocket import Closed, WebSocket, upgrade_problem
from dashboard.server.limits import SOCKETIO_BYTES, SOCKETIO_FRAMES, SOCKETIO_PACKETS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_TYPES = frozenset("0123456")
"""First characters of packets: open, close, ping, pong, message, upgrade, noop."""


def is_packet(text: str) -> bool:
    """Whether a text message of a WebSocket is a packet of engine.io, which fails on anything else."""
    return text[:1] in _TYPES


def use_own_parts(server: Any) -> None:
    """Make one engine.io server use the classes of this file."""
    server._async = {**server._async, "websocket": EngineSocket, "queue": PagedQueue}


class EngineSocket:
    """Our WebSocket with the methods that engine.io calls."""

    def __init__(self, handler: Callable[[EngineSocket], Any], server: Any) -> None:
        self._handler = handler
        self._limit: int = server.max_http_buffer_size
        self._websocket: WebSocket | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Do the handshake and serve until the connection ends."""
        if upgrade_problem(environ):
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"this is not a WebSocket handshake\n"]
        meter = SocketMeter(SOCKETIO_FRAMES, SOCKETIO_BYTES)
        self._websocket = WebSocket(environ, self._limit, meter)
        try:
            self._handler(self)
        finally:
            self._websocket.close()
            self._websocket.finish()
        return []

    def send(self, message: str | bytes) -> None:
        """Send one whole message. Raises OSError when the connection is gone."""
        try:
            self._open.send(message)
        except Closed:
            raise ConnectionError("the client is gone") from None

    def wait(self) -> str | bytes | None:
        """The next message, None at the end; anything but a packet of engine.io ends the connection."""
        try:
            message = self._open.receive()
        except Closed:
            return None
        if isinstance(message, bytes) or is_packet(message):
            return message
        self._open.close(CloseCode.BAD_MESSAGE, "this is not a packet of engine.io")
        return None

    def close(self) -> None:
        """End the connection."""
        self._open.close()

    @property
    def _open(self) -> WebSocket:
        if self._websocket is None:
            raise ConnectionError("there was no handshake yet")
        return self._websocket


class PagedQueue(JoinableQueue):  # type: ignore[misc]
    """Seems empty after a page of packets, because engine.io puts everything that does not wait into one answer."""

    _taken = 0

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next packet. Raises Empty at the end of a page, which starts with a call that may wait."""
        if block:
            self._taken = 0
        elif self._taken >= SOCKETIO_PACKETS - 1:
            raise Empty
        packet = super().get(block, timeout)
        self._taken += 1
        return packet
