"""State of one HTTP connection: whether somebody signed in, what was sent, and how long the client may take."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import gevent
from werkzeug.exceptions import RequestTimeout, TooManyRequests

from dashboard.server.limits import (
    AHEAD,
    BODY_PIECE,
    CHUNK_FRAMING,
    IDLE_SECONDS,
    REQUEST_BYTES,
    REQUESTS,
    STRANGER_SECONDS,
)
from dashboard.server.metering import Bucket, TimeSlice

_KEY = "pybirch.visit"


class HttpConnection:
    """What the server knows about one connection; refuses with HTTPException 408 and 429."""

    def __init__(self) -> None:
        self.known = False
        """Whether somebody has signed in on it."""
        self.begun = False
        """Whether the first bytes of the present request have come."""
        self._time_slice = TimeSlice()
        self._stranger_until = self._until = time.monotonic() + STRANGER_SECONDS
        self._ahead = Bucket(AHEAD)
        self._requests = Bucket(REQUESTS)
        self._size = Bucket(REQUEST_BYTES)
        self._overtook = False
        self._taken = 0
        self._given = 0

    def await_request(self, ahead: bool) -> None:
        """Wait for the next request; `ahead` says that some of it has come already.

        Sleeps when there were many lately. Raises TooManyRequests when the client does not wait for its answers.
        """
        if self._overtook:
            raise TooManyRequests("Requests are sent without waiting for their answers.")
        self.begun = ahead
        wait = self._requests.overdraw()
        if wait > 0:
            gevent.sleep(wait)
            self._time_slice.waited()
        self._time_slice.yield_when_busy()
        self.allow(IDLE_SECONDS)

    def sent_ahead(self) -> None:
        """The client has sent more before it was answered."""
        self._overtook = self._overtook or not self._ahead.take()

    def allow(self, seconds: float) -> None:
        """Allow this many seconds for what comes next; without sign-in STRANGER_SECONDS for everything."""
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that the client still has. Raises RequestTimeout when they are over."""
        until = self._until if self.known else min(self._until, self._stranger_until)
        rest = until - time.monotonic()
        if rest <= 0:
            raise RequestTimeout("The request did not arrive completely in time.")
        return rest

    def yield_when_busy(self) -> None:
        """Let other connections run when this one has kept the server busy for long."""
        self._time_slice.yield_when_busy()

    def waited(self) -> None:
        """The server has just waited for the client."""
        self._time_slice.waited()

    def begin_body(self) -> None:
        """Start counting a body."""
        self._taken = self._given = 0

    def give(self, count: int) -> None:
        """Count bytes of the body's content that were passed on."""
        self._given += count

    def took(self, count: int) -> None:
        """Count bytes that have come. Raises TooManyRequests when they hold hardly any content."""
        self.begun = True
        self._taken += count
        if self._taken > self._given * 1.25 + CHUNK_FRAMING + 2 * BODY_PIECE:
            raise TooManyRequests("The body comes in chunks that are too small; send larger ones.")
        wait = self._size.overdraw(count)
        if wait > 0:
            gevent.sleep(wait)
            self._time_slice.waited()


def attach_to(environ: dict[str, Any], connection: HttpConnection) -> None:
    """Store the connection in a request's environment."""
    environ[_KEY] = connection


def connection_of(environ: Mapping[str, Any]) -> HttpConnection | None:
    """The connection of a request; None under another HTTP server."""
    found: HttpConnection | None = environ.get(_KEY)
    return found
