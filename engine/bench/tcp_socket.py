"""Raw TCP sockets (`TCPIP::host::port::SOCKET`) that notice failures.

The sessions of pyvisa-py take a refused connection for an open one, use all of a core until the timeout when the
peer closes the connection, wait with `select`, which cannot watch file descriptors above 1023, and leave Nagle's
algorithm on, which delays a query after a command by 40 ms. These sessions do none of that.
"""

from __future__ import annotations

import select
import socket
import sys
from contextlib import suppress

from pyvisa.constants import BufferOperation, ResourceAttribute, StatusCode
from pyvisa_py.tcpip import TCPIPSocketSession
from typing_extensions import override

from engine.bench.link_errors import CallCut
from engine.bench.stream import Stream

if sys.platform == "linux":
    import fcntl
    import termios

_CHUNK = 65536
_CONNECT = 3.0


class SocketSession(Stream, TCPIPSocketSession):  # type: ignore[misc]
    """One TCP connection; statuses are VISA's, opening raises the system's own error."""

    interface: socket.socket

    def _connect(self) -> StatusCode:
        self.interface = self._dial(self.open_timeout / 1000 if self.open_timeout else _CONNECT)
        self.begin()
        return StatusCode.success

    def _dial(self, seconds: float) -> socket.socket:
        made = socket.create_connection((self.parsed.host_address, int(self.parsed.port)), seconds)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._patience: float | None = seconds
        self._watch = None
        if hasattr(select, "poll"):  # made once, because it is used before every message
            self._watch = select.poll()
            self._watch.register(made, select.POLLIN)
        return made

    @override
    def close(self) -> StatusCode:
        """Close the connection; the closed socket stays, so that a call of another thread ends with an OSError."""
        self.interface.close()
        return StatusCode.success

    @override
    def _receive(self, seconds: float | None) -> bytes:
        self._wait_at_most(seconds)
        return self.interface.recv(_CHUNK)

    @override
    def _transmit(self, data: bytes, seconds: float | None) -> None:
        self._wait_at_most(seconds)
        self.interface.sendall(data)

    def _wait_at_most(self, seconds: float | None) -> None:
        if seconds == 0:
            raise TimeoutError
        if seconds != self._patience:  # each change is a system call
            self.interface.settimeout(seconds)
            self._patience = seconds

    @override
    def _arrived(self) -> bytes:
        came = b""
        while self._readable():
            data = self.interface.recv(_CHUNK)
            if not data:
                raise CallCut if self.cut else ConnectionResetError("it closed the connection")
            came += data
            if len(came) > 1000 * _CHUNK:
                raise ConnectionResetError("it sends endlessly")
        return came

    def _readable(self) -> bool:
        if self._watch is not None:
            return bool(self._watch.poll(0))
        return bool(select.select([self.interface], [], [], 0)[0])

    @override
    def _writable(self) -> bool:
        if self.interface.fileno() < 0:
            return False
        if hasattr(select, "poll"):
            watch = select.poll()
            watch.register(self.interface, select.POLLOUT)
            return bool(watch.poll(0))
        return bool(select.select([], [self.interface], [], 0)[1])

    @override
    def _end_character(self) -> bytes:
        if not self.attrs[ResourceAttribute.termchar_enabled]:
            return b""
        return bytes((self.attrs[ResourceAttribute.termchar],))

    @override
    def undelivered(self) -> int:
        if sys.platform != "linux":
            return 0
        if self.interface.fileno() < 0:
            raise ConnectionAbortedError("another thread closed it")
        count = fcntl.ioctl(self.interface, termios.TIOCOUTQ, b"\0\0\0\0")
        return int.from_bytes(count, sys.byteorder)

    @override
    def cut_off(self) -> None:
        self.cut = True
        with suppress(OSError, AttributeError):
            self.interface.shutdown(socket.SHUT_RDWR)

    @override
    def renew(self, seconds: float) -> bool:
        old, self.interface = self.interface, self._dial(seconds)
        old.close()
        self._pending.clear()
        self.cut = False
        return True

    @override
    def clear(self) -> StatusCode:
        """Discard what has arrived."""
        try:
            self.unread()
        except (OSError, CallCut):
            return StatusCode.error_connection_lost
        return StatusCode.success

    @override
    def flush(self, mask: BufferOperation) -> StatusCode:
        """Discard what has arrived, if VISA's mask says so."""
        if mask & (BufferOperation.discard_read_buffer | BufferOperation.discard_receive_buffer):
            return self.clear()
        return StatusCode.success
