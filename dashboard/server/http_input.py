"""Input of one HTTP connection: read from the socket with deadlines, metered, and sharing time with all others."""

from __future__ import annotations

import io
from typing import Any

from gevent.pywsgi import Input
from werkzeug.exceptions import HTTPException, RequestHeaderFieldsTooLarge, RequestTimeout

from dashboard.server.http_connection import HttpConnection
from dashboard.server.limits import (
    BODY_PIECE,
    BODY_SECONDS,
    DISCARDED,
    HEAD_BYTES,
)


class Wire(io.RawIOBase):
    """The socket of a connection, for a BufferedReader; refuses with HTTPException what takes too long or is too
    much.
    """

    def __init__(self, sock: Any, connection: HttpConnection) -> None:
        self._sock = sock
        """simple_websocket looks for it here when a WebSocket takes over."""
        self._connection = connection
        self._wait = True

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read bytes as they come; None when there are none and the caller does not wait."""
        if not self._wait:
            return self._at_once(buffer)
        self._connection.yield_when_busy()
        left = self._connection.left()
        count = self._at_once(buffer)
        if count is None:
            count = self._patiently(buffer, left)
            self._connection.waited()
        self._connection.took(count)
        return count

    def more(self, reader: io.BufferedReader) -> bool:
        """Whether bytes have come that `reader`, which reads from here, has not returned yet."""
        self._wait = False
        try:
            return bool(reader.peek(1))
        except OSError:
            return False
        finally:
            self._wait = True

    def _at_once(self, buffer: Any) -> int | None:
        try:
            return int(self._sock._sock.recv_into(buffer))
        except BlockingIOError:
            return None

    def _patiently(self, buffer: Any, seconds: float) -> int:
        self._sock.settimeout(seconds)
        try:
            return int(self._sock.recv_into(buffer))
        except TimeoutError:
            raise RequestTimeout("The request did not arrive completely in time.") from None
        finally:
            self._sock.settimeout(None)


class Head:
    """The lines of one request's head, at most HEAD_BYTES of them."""

    def __init__(self, reader: io.BufferedReader) -> None:
        self._reader = reader
        self._left = HEAD_BYTES

    def readline(self, limit: int = -1) -> bytes:
        """The next line."""
        line = self._reader.readline(limit)
        self._left -= len(line)
        if self._left < 0:
            raise RequestHeaderFieldsTooLarge(f"The head of the request is larger than {HEAD_BYTES:,} bytes.")
        return line


class Body(Input):  # type: ignore[misc]
    """The body of a request; `broken` when it is unknown where the next request starts."""

    def __init__(self, made: Input, connection: HttpConnection) -> None:
        super().__init__(made.rfile, made.content_length, made.socket, made.chunked_input)
        self.broken = False
        self._connection = connection
        connection.begin_body()

    @property
    def whole(self) -> bool:
        """Whether all of it has been read."""
        if self.chunked_input:
            return bool(self.chunk_length == 0)
        return bool(self.position >= (self.content_length or 0))

    def read(self, length: int | None = None) -> bytes:
        """Read the next bytes, `length` of them or up to the end. Raises HTTPException 408 or 429."""
        pieces: list[bytes] = []
        left = length if length is not None and length >= 0 else None
        while left is None or left > 0:
            piece = self._piece(BODY_PIECE if left is None else min(left, BODY_PIECE))
            if not piece:
                break
            pieces.append(piece)
            left = None if left is None else left - len(piece)
        return b"".join(pieces)

    def _piece(self, length: int) -> bytes:
        self._connection.allow(BODY_SECONDS)
        try:
            piece = bytes(super().read(length))
        except (HTTPException, OSError):
            self.broken = self._chunked_input_error = True
            raise
        self._connection.give(len(piece))
        return piece

    def _discard(self) -> None:
        """Read the unused rest, so that the next request is found; not where that would take long."""
        discarded = 0
        try:
            self.send_100_continue_enabled = False
            while not self._chunked_input_error and not self.whole:
                discarded += len(self.read(BODY_PIECE)) or 1
                if discarded > DISCARDED:
                    self.broken = self._chunked_input_error = True
        except (HTTPException, OSError):
            pass  # the answer was given; `broken` ends the connection
