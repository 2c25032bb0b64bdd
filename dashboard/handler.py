"""How HTTP connections are served: what is logged of requests, and how long a client is waited for."""

from __future__ import annotations

import logging
import socket
import struct
import time
from typing import Any

import gevent
from gevent.pywsgi import Input, WSGIHandler

from engine.errors import StoreError

_IDLE_SECONDS = 75.0
"""How long a connection may wait between two requests."""
_HEAD_SECONDS = 20.0
"""How long the lines of one request may take to come."""
_BODY_SECONDS = 30.0
"""How long each piece of a body may take to come; whole ones are small."""
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: on, for 0 s."""
_LOG = logging.getLogger("dashboard")


class Body(Input):  # type: ignore[misc]
    """The body of a request; a client that does not send it is given up."""

    def __init__(self, handler: Handler, made: Input) -> None:
        super().__init__(made.rfile, made.content_length, made.socket, made.chunked_input)
        self._handler = handler

    def read(self, length: int | None = None) -> bytes:
        """The next bytes; OSError when they do not come, and the connection ends after the answer."""
        try:
            with gevent.Timeout(_BODY_SECONDS, TimeoutError("the body did not come")):
                return bytes(super().read(length))
        except TimeoutError:
            self._handler.close_connection = True
            # What is missing is not waited for after the answer either.
            self._chunked_input_error = True
            raise


class Handler(WSGIHandler):  # type: ignore[misc]
    """Logs requests that changed something or failed, others only at DEBUG; no query strings, they hold tokens.

    Gives up a connection that asks for nothing, or does not come to the end of asking.
    """

    wsgi_input: Any

    def handle(self) -> None:
        """Every request of one connection, each answered without waiting for the client to confirm its head."""
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle()

    def read_requestline(self) -> Any:
        """The next request's first line; TimeoutError, which ends the connection quietly, when none comes."""
        with gevent.Timeout(_IDLE_SECONDS, TimeoutError()):
            return super().read_requestline()

    def read_request(self, raw_requestline: Any) -> Any:
        """The head of a request; ValueError, which is answered with 400, when it does not end."""
        with gevent.Timeout(_HEAD_SECONDS, ValueError("the request did not end")):
            return super().read_request(raw_requestline)

    def get_environ(self) -> dict[str, Any]:
        """The WSGI environment."""
        environ: dict[str, Any] = super().get_environ()
        if environ["wsgi.input"] is self.wsgi_input:
            environ["wsgi.input"] = self.wsgi_input = Body(self, self.wsgi_input)
        return environ

    def handle_error(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        """An answer that breaks off ends with the connection, and in a way that nobody takes for its end."""
        if self.response_length and not self.response_use_chunked:
            # Only the end of the connection tells of the end of such an answer: it is reset instead.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        if isinstance(error, StoreError):
            _LOG.error("%s %s breaks off: %s", self.command, (self.path or "").partition("?")[0], error)
            self._send_error_response_if_possible(500)
        else:
            super().handle_error(kind, error, trace)

    def log_request(self) -> None:
        """One line: who asked what, the status, bytes and seconds."""
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
