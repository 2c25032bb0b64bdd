"""Closes a connection so that the client receives the last answer."""

from __future__ import annotations

import socket
import time
from typing import Any

import gevent

from dashboard.server.limits import GOODBYE_BYTES, GOODBYE_PAUSE, GOODBYE_PIECE, GOODBYE_SECONDS


def close_gracefully(sock: Any) -> None:
    """Say that nothing follows, and read until the client has closed, but only for a short time and slowly.

    A connection that is closed with unread input is reset, and the client may lose the last answer.
    """
    until = time.monotonic() + GOODBYE_SECONDS
    read = 0
    try:
        sock.shutdown(socket.SHUT_WR)
        while read < GOODBYE_BYTES and (left := until - time.monotonic()) > 0:
            sock.settimeout(left)
            data = sock.recv(GOODBYE_PIECE)
            if not data:
                return
            read += len(data)
            gevent.sleep(GOODBYE_PAUSE)
    except OSError:
        pass  # the client is gone, or has not closed in time
