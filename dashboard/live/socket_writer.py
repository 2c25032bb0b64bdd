"""Writes to a socket: whole messages only, one after the other; a client that never reads is disconnected."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from typing import Any

import gevent
from gevent.lock import Semaphore

from dashboard.server.graceful_close import close_gracefully

STALL_SECONDS = 60.0
"""Seconds after which a connection is closed whose client has not read a message."""


class SocketWriter:
    """Replaces a gevent socket, whose `send` would lose what does not fit into the kernel's buffer."""

    __slots__ = ("_sock", "_turn", "on_idle")

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._turn = Semaphore(1)
        self.on_idle: Callable[[], None] | None = None
        """Called when a message that had to wait was sent."""
        sock.settimeout(None)
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def busy(self) -> bool:
        """Whether a message is still being sent."""
        return bool(self._turn.locked())

    def send(self, data: bytes) -> int:
        """Send all of `data`, waiting for earlier messages and for the client. Raises OSError when the connection
        is gone.
        """
        with self._turn:
            rest = self._now(data)
            if rest:
                self._patiently(rest)
        return len(data)

    def offer(self, data: bytes) -> None:
        """Send `data` without waiting: what the kernel does not take at once follows by itself.

        Only while not `busy`.
        """
        try:
            rest = self._now(data)
        except OSError:
            self.cut()
            return
        if rest:
            self._turn.acquire()
            gevent.spawn(self._drain, rest)

    def recv(self, size: int) -> bytes:
        """What the client sent, at most `size` bytes; empty at the end. Raises OSError when the connection was cut."""
        return bytes(self._sock.recv(size))

    def close_gracefully(self) -> None:
        """Say that nothing follows, and give the client a moment to close."""
        close_gracefully(self._sock)

    def cut(self) -> None:
        """End both directions at once; callers that wait in `recv` or `send` wake up."""
        with contextlib.suppress(OSError):  # it may be gone already
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the descriptor."""
        self._sock.close()

    def _now(self, data: bytes) -> memoryview | None:
        """Give the kernel what it takes; returns the rest, if any."""
        try:
            sent = self._sock.send(data, 0, 0.0)
        except BlockingIOError:
            sent = 0
        return memoryview(data)[sent:] if sent < len(data) else None

    def _patiently(self, rest: memoryview) -> None:
        try:
            with gevent.Timeout(STALL_SECONDS, TimeoutError("the client does not read")):
                self._sock.sendall(rest)
        except OSError:
            # Half a message was sent: the client could not understand anything that followed.
            self.cut()
            raise

    def _drain(self, rest: memoryview) -> None:
        try:
            self._patiently(rest)
        except OSError:
            return
        finally:
            self._turn.release()
        if self.on_idle is not None:
            self.on_idle()
