"""One HTTP connection: who is on it, what it has sent, and until when it may take its time."""

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
    """What the server knows of one connection; it refuses by HTTPException 408 and 429."""

    def __init__(self) -> None:
        self.known = False
        """Whether somebody has signed in on it."""
        self.begun = False
        """Whether something of the present request has come."""
        self._time_slice = TimeSlice()
        self._stranger_until = self._until = time.monotonic() + STRANGER_SECONDS
        self._ahead = Bucket(AHEAD)
        self._requests = Bucket(REQUESTS)
        self._size = Bucket(REQUEST_BYTES)
        self._overtook = False
        self._taken = 0
        self._given = 0

    def await_request(self, ahead: bool) -> None:
        """The next request may come; `ahead` says that some of it has come already.

        Waits where there were many lately. TooManyRequests where the client does not wait for its answers.
        """
        if self._overtook:
            raise TooManyRequests("Requests are sent without waiting for their answers.")
        self.begun = ahead
        wait = self._requests.overdraw()
        if wait > 0:
            gevent.sleep(wait)
            self._time_slice.rested()
        self._time_slice.give_way()
        self.allow(IDLE_SECONDS)

    def overtakes(self) -> None:
        """The client has sent more although it has not been answered yet."""
        self._overtook = self._overtook or not self._ahead.take()

    def allow(self, seconds: float) -> None:
        """What comes next may take so long; a stranger has STRANGER_SECONDS for everything."""
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that the client has for what comes next; RequestTimeout when they are over."""
        until = self._until if self.known else min(self._until, self._stranger_until)
        rest = until - time.monotonic()
        if rest <= 0:
            raise RequestTimeout("The request did not come to its end in time.")
        return rest

    def give_way(self) -> None:
        """Let others go on where this connection has kept the server busy for long."""
        self._time_slice.give_way()

    def rested(self) -> None:
        """The client had to be waited for."""
        self._time_slice.rested()

    def begin_body(self) -> None:
        """A body follows."""
        self._taken = self._given = 0

    def give(self, count: int) -> None:
        """So many bytes of the body's content were passed on."""
        self._given += count

    def took(self, count: int) -> None:
        """So many bytes have come; TooManyRequests where they hold hardly any content."""
        self.begun = True
        self._taken += count
        if self._taken > self._given * 1.25 + CHUNK_FRAMING + 2 * BODY_PIECE:
            raise TooManyRequests("The body comes in chunks that are too small.")
        wait = self._size.overdraw(count)
        if wait > 0:
            gevent.sleep(wait)
            self._time_slice.rested()


def attach_to(environ: dict[str, Any], connection: HttpConnection) -> None:
    """Let whoever answers a request know of its connection."""
    environ[_KEY] = connection


def connection_of(environ: Mapping[str, Any]) -> HttpConnection | None:
    """The connection of a request; None where another server serves us."""
    found: HttpConnection | None = environ.get(_KEY)
    return found
