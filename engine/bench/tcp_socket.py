"""PyVISA's pure Python library with raw TCP sockets (`TCPIP::host::port::SOCKET`) that notice what goes wrong.

The sessions of pyvisa-py take a refused connection for an open one, spin at full speed until the timeout when the peer
hangs up, wait with `select`, which cannot watch file descriptors above 1023, and leave Nagle's algorithm on, which
delays a query after a command by 40 ms. These do none of that, and can tell what arrived without being asked for.
"""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

from pyvisa import constants, rname
from pyvisa.constants import ResourceAttribute, StatusCode
from pyvisa_py.highlevel import PyVisaLibrary
from pyvisa_py.tcpip import TCPIPSocketSession

_CHUNK = 65536
_LARGEST = 256 * 1024 * 1024


class SocketSession(TCPIPSocketSession):  # type: ignore[misc]
    """One TCP connection; statuses are VISA's, opening raises the system's own error."""

    interface: socket.socket

    def _connect(self) -> StatusCode:
        timeout = self.open_timeout / 1000 if self.open_timeout else 3.0
        self.interface = socket.create_connection((self.parsed.host_address, int(self.parsed.port)), timeout)
        self.interface.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.interface.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return StatusCode.success

    def write(self, data: bytes) -> tuple[int, StatusCode]:
        """Send everything."""
        self.interface.settimeout(self.timeout)
        try:
            self.interface.sendall(data)
        except TimeoutError:
            return 0, StatusCode.error_timeout
        except OSError:
            return 0, StatusCode.error_connection_lost
        return len(data), StatusCode.success

    def read(self, count: int) -> tuple[bytes, StatusCode]:
        """Receive up to the termination character, or what came where there is none, within the timeout altogether."""
        pending = self._pending_buffer
        end = self._end_of_message(pending, 0)
        deadline = None if self.timeout is None else time.monotonic() + self.timeout
        while end == 0 and len(pending) < count:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    return b"", StatusCode.error_timeout
                self.interface.settimeout(left)
            else:
                self.interface.settimeout(None)
            try:
                data = self.interface.recv(_CHUNK)
            except TimeoutError:
                return b"", StatusCode.error_timeout
            except OSError:
                return b"", StatusCode.error_connection_lost
            if not data:
                return b"", StatusCode.error_connection_lost
            before = len(pending)
            pending += data
            if len(pending) > _LARGEST:
                return b"", StatusCode.error_io
            end = self._end_of_message(pending, before)
        if 0 < end <= count:
            status = StatusCode.success_termination_character_read
        else:
            end, status = count, StatusCode.success_max_count_read
        out = bytes(pending[:end])
        del pending[:end]
        return out, status

    def _end_of_message(self, pending: bytearray, start: int) -> int:
        """Length of the first message in `pending`, 0 when it has not ended."""
        if not self.attrs[ResourceAttribute.termchar_enabled]:
            return len(pending)
        return pending.find(self.attrs[ResourceAttribute.termchar], start) + 1

    def discard(self) -> bool:
        """Forget what arrived unasked; False when the peer has hung up."""
        self._pending_buffer.clear()
        self.interface.settimeout(0)
        try:
            for _ in range(1000):
                if not self.interface.recv(_CHUNK):
                    return False
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def hang_up(self) -> None:
        """End the connection from another thread: a call under way returns at once."""
        try:
            self.interface.shutdown(socket.SHUT_RDWR)
        except (OSError, AttributeError):
            return


class PyLibrary(PyVisaLibrary):  # type: ignore[misc]
    """The pure Python library, its raw TCP sockets replaced; many threads may open at once."""

    def _init(self) -> None:
        super()._init()
        self._registering = threading.Lock()

    def _register(self, obj: Any) -> Any:
        with self._registering:
            return super()._register(obj)

    def open(
        self,
        session: Any,
        resource_name: str,
        access_mode: constants.AccessModes = constants.AccessModes.no_lock,
        open_timeout: int | None = constants.VI_TMO_IMMEDIATE,
    ) -> tuple[Any, StatusCode]:
        """Open a session; raises OSError where a raw TCP connection cannot be made."""
        parsed = rname.parse_resource_name(resource_name)
        if isinstance(parsed, rname.TCPIPSocket):
            made = SocketSession(session, resource_name, parsed, open_timeout)
            return self._register(made), StatusCode.success
        return super().open(session, resource_name, access_mode, open_timeout)  # type: ignore[no-any-return]
