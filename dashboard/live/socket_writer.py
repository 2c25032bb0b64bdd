"""The sending half of a socket: whole messages only, one after the other, and a client that never reads is cut off."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from typing import Any

import gevent
from gevent.lock import Semaphore

from dashboard.server.graceful_close import close_gracefully

STALL_SECONDS = 60.0
"""How long one message may take before the connection is given up."""


class SocketWriter:
    """Stands in for a gevent socket where `send` would lose what does not fit into the kernel's buffer."""

    __slots__ = ("_sock", "_turn", "on_idle")

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._turn = Semaphore(1)
        self.on_idle: Callable[[], None] | None = None
        """Called when a message that had to wait is out."""
        sock.settimeout(None)
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def busy(self) -> bool:
        """Whether a message is still on its way out."""
        return bool(self._turn.locked())

    def send(self, data: bytes) -> int:
        """Send all of `data`, waiting for its turn and for the client; OSError when the connection is gone."""
        with self._turn:
            rest = self._now(data)
            if rest:
                self._patiently(rest)
        return len(data)

    def offer(self, data: bytes) -> None:
        """Take `data` without waiting: what the kernel does not take at once follows by itself.

        Only to be called while not `busy`.
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
        """What the client sent, at most `size` bytes; empty at its end, OSError when the connection was cut."""
        return bytes(self._sock.recv(size))

    def close_gracefully(self) -> None:
        """Tell the client that nothing follows, and give it a moment to go."""
        close_gracefully(self._sock)

    def cut(self) -> None:
        """End both directions at once; whoever waits in `recv` or `send` wakes up."""
        with contextlib.suppress(OSError):  # it may be gone already
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the descriptor back."""
        self._sock.close()

    def _now(self, data: bytes) -> memoryview | None:
        """Hand the kernel what it takes; the rest, if any."""
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
            # Half a message is out: nothing that followed could be understood.
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
