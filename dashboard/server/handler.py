"""Serves HTTP connections: logs requests, waits for clients only so long, and ends connections."""

from __future__ import annotations

import errno
import http.client
import io
import logging
import socket
import struct
import time
from contextlib import suppress
from typing import Any

import gevent
import orjson
from gevent.pywsgi import WSGIHandler
from werkzeug.exceptions import HTTPException, RequestHeaderFieldsTooLarge
from werkzeug.http import HTTP_STATUS_CODES

from dashboard.server.graceful_close import close_gracefully
from dashboard.server.http_connection import HttpConnection, attach_to
from dashboard.server.http_input import Body, Head, Wire
from dashboard.server.limits import HEAD_SECONDS, SEND_PIECE, SEND_SECONDS
from engine.errors import StoreError

_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: on, for 0 s."""
_LOG = logging.getLogger("dashboard")


class Handler(WSGIHandler):  # type: ignore[misc]
    """Serves the requests of one connection, one after the other.

    It logs requests that changed something or failed, others only at DEBUG, and no query strings, which may hold
    tokens. It ends a connection that is idle, that does not finish a request in time, or that does not wait for its
    answers; and one without sign-in after each answer.
    """

    wsgi_input: Any
    rfile: io.BufferedReader
    response_headers: list[tuple[bytes, bytes]]

    def __init__(self, sock: Any, address: Any, server: Any) -> None:
        self.connection = HttpConnection()
        self._broke_off = False
        self._wire = Wire(sock, self.connection)
        super().__init__(sock, address, server, io.BufferedReader(self._wire))

    def handle(self) -> None:
        """Serve all requests of one connection, each answered without waiting for the client to confirm its head."""
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle()

    def handle_one_request(self) -> Any:
        """Serve one request; None ends the connection."""
        sock = self.socket
        try:
            self.connection.await_request(ahead=self._more())
            result = super().handle_one_request()
        except HTTPException as refusal:
            result = self._refused(refusal)
        if isinstance(result, tuple):
            self._answer(result[1])
            result = None
        if result is None and not self._broke_off and not self.rfile.closed and self._more():
            close_gracefully(sock)
        return result

    def read_request(self, raw_requestline: Any) -> Any:
        """Read the head of a request. Raises HTTPException when it does not end, ValueError when it is malformed."""
        self.connection.allow(HEAD_SECONDS)
        return super().read_request(raw_requestline)

    def MessageClass(self, *_: Any) -> Any:  # noqa: N802 - pywsgi's name
        """The headers of a request."""
        return super().MessageClass(Head(self.rfile), 0)

    def get_environ(self) -> dict[str, Any]:
        """The WSGI environment."""
        environ: dict[str, Any] = super().get_environ()
        body = Body(self.wsgi_input, self.connection)
        if environ["wsgi.input"] is self.wsgi_input:
            environ["wsgi.input"] = body
        self.wsgi_input = body
        attach_to(environ, self.connection)
        return environ

    def handle_error(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        """End the connection of an answer that failed half-way, in a way that no client takes for its end."""
        if self.response_length and not self.response_use_chunked:
            # Such an answer has no length, so only a reset tells the client that it is incomplete.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self._broke_off = True
        if isinstance(error, StoreError):
            _LOG.error("%s %s breaks off: %s", self.command, (self.path or "").partition("?")[0], error)
            self._send_error_response_if_possible(500)
        else:
            super().handle_error(kind, error, trace)

    def handle_one_response(self) -> None:
        """Answer one request."""
        super().handle_one_response()
        if self.wsgi_input.broken:
            self.close_connection = True

    def finalize_headers(self) -> None:
        """The head of an answer is complete; everything that came before was sent without waiting for it."""
        if self.wsgi_input.whole and self._more():
            self.connection.sent_ahead()
        if not self.connection.known and self.code != 101:
            self.close_connection = True
        if self.close_connection:
            kept = [header for header in self.response_headers if header[0].lower() != b"connection"]
            self.response_headers = [*kept, (b"Connection", b"close")]
        super().finalize_headers()

    def _more(self) -> bool:
        return self._wire.more(self.rfile)

    def _sendall(self, data: Any) -> None:
        """Send a part of an answer. Raises OSError when the client does not read it."""
        for at in range(0, max(1, len(data)), SEND_PIECE):
            with gevent.Timeout(SEND_SECONDS, _gone()):
                super()._sendall(memoryview(data)[at : at + SEND_PIECE])
            self.connection.yield_when_busy()

    def _handle_client_error(self, ex: Exception) -> tuple[str, bytes]:
        """The answer to a malformed request."""
        if isinstance(ex, http.client.HTTPException):
            ex = RequestHeaderFieldsTooLarge("The request has too many headers.")
        if not isinstance(ex, HTTPException):
            ex = HTTPException(f"This is not a valid HTTP request: {ex}"[:300])
            ex.code = 400
        return self._refused(ex) or ("", b"")

    def _refused(self, refusal: HTTPException) -> tuple[str, bytes] | None:
        """Status and answer for a refused request; None for a client that has just been silent."""
        status, detail = refusal.code or 400, refusal.description or ""
        if status == 408 and not self.connection.begun:
            return None
        _LOG.info("%s is refused: %d %s", self.client_address[0], status, detail)
        title = HTTP_STATUS_CODES[status]
        body = orjson.dumps(
            {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": []}
        )
        head = (
            f"HTTP/1.1 {status} {title}\r\nContent-Type: application/problem+json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return str(status), head.encode() + body

    def _answer(self, answer: bytes) -> None:
        with suppress(OSError), gevent.Timeout(SEND_SECONDS, _gone()):
            self.socket.sendall(answer)

    def log_request(self) -> None:
        """Log a line: who asked for what, status, bytes and seconds."""
        status = self.code or 0
        asked = (self.path or "").partition("?")[0]
        quiet = (self.command in ("GET", "HEAD") and status < 400) or asked.endswith("/api/v1/ready")
        level = (
            logging.DEBUG if quiet or status == 101 else logging.WARNING if status >= 500 else logging.INFO
        )
        if _LOG.isEnabledFor(level):
            seconds = (self.time_finish or time.time()) - self.time_start
            _LOG.log(
                level, "%s %s %s %d %.3f s", self.client_address[0], self.command, asked, status, seconds
            )


def _gone() -> ConnectionResetError:
    # pywsgi logs every other error.
    return ConnectionResetError(errno.ECONNRESET, "the client does not read")
