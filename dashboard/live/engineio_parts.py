"""What engine.io is given in place of its own parts: our WebSocket class, and a queue that is read in small pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import gevent
from gevent.queue import Empty, JoinableQueue

from dashboard.live.websocket import Closed, WebSocket, upgrade_problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PACKETS = 16
"""Packets that engine.io clients take in one answer to a poll; the Python one refuses more."""

_STRANGER_SECONDS = 5.0


def use_own_parts(server: Any) -> None:
    """Make one engine.io server (and no other) use the classes of this file."""
    server._async = {**server._async, "websocket": EngineSocket, "queue": PagedQueue}


def drop_strangers(server: Any, known: Callable[[str], bool]) -> None:
    """Disconnect whoever has not been let in soon after connecting: engine.io itself asks nobody to sign in."""
    connect = server.handlers["connect"]

    def connect_for_now(sid: str, environ: WSGIEnvironment) -> Any:
        gevent.spawn_later(_STRANGER_SECONDS, drop, sid)
        return connect(sid, environ)

    def drop(sid: str) -> None:
        if sid in server.sockets and not known(sid):
            server.disconnect(sid)

    server.on("connect", connect_for_now)


class BoundedPosts:
    """WSGI middleware: refuses a polling client's message that is too large.

    engine.io would say goodbye first, and wait until the client asks for that: the one that waits for this very answer.
    """

    def __init__(self, application: WSGIApplication, path: str, most: int) -> None:
        self._application = application
        self._path = path
        self._most = most

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer 413 in engine.io's place, or pass on."""
        length = environ.get("CONTENT_LENGTH") or "0"
        if environ.get("PATH_INFO", "").startswith(self._path) and int(length) > self._most:
            start_response("413 Content Too Large", [("Content-Type", "text/plain; charset=utf-8")])
            return [f"a message may have {self._most} bytes\n".encode()]
        return self._application(environ, start_response)


class EngineSocket:
    """Our WebSocket with the methods engine.io calls."""

    def __init__(self, handler: Callable[[EngineSocket], Any], server: Any) -> None:
        self._handler = handler
        self._limit: int = server.max_http_buffer_size
        self._websocket: WebSocket | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Take the handshake and serve until the connection ends."""
        if upgrade_problem(environ):
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"this is no WebSocket handshake\n"]
        self._websocket = WebSocket(environ, self._limit)
        try:
            self._handler(self)
        finally:
            self._websocket.close()
            self._websocket.finish()
        return []

    def send(self, message: str | bytes) -> None:
        """Send one message, whole; OSError when the connection is gone."""
        try:
            self._open.send(message)
        except Closed:
            raise ConnectionError("the client is gone") from None

    def wait(self) -> str | bytes | None:
        """The next message, None at the end."""
        try:
            return self._open.receive()
        except Closed:
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
    """Seems empty after a page of packets; engine.io takes everything that does not wait into one answer."""

    _taken = 0

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next packet; Empty at the end of a page, which begins with a call that may wait."""
        if block:
            self._taken = 0
        elif self._taken >= _PACKETS - 1:
            raise Empty
        packet = super().get(block, timeout)
        self._taken += 1
        return packet
