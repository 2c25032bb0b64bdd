"""Sessions that only offer PyVISA's own calls: GPIB, USB, VXI-11, HiSLIP, other VISA libraries, pyvisa-sim.

Whether something was sent without being asked for is read from the status byte (IEEE 488.2: bit 4, message
available), or from the number of bytes that wait at a serial port. A second session stops what runs, with VISA
clear.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pyvisa
from pyvisa.constants import StatusCode
from pyvisa.resources import MessageBasedResource

from engine.bench.blocks import end_of_block
from engine.bench.link_errors import CallCut

_MESSAGE_AVAILABLE = 16
_MOST_STRAYS = 20
"""Messages in a row that are discarded before a device clear is used."""
_LOOK_EVERY = 0.02
_TO_READ_A_STRAY = 0.5

_log = logging.getLogger(__name__)


class MessageWire:
    """A PyVISA session behind its public calls."""

    def __init__(
        self,
        resource: MessageBasedResource,
        ending: bytes,
        again: Callable[[], MessageBasedResource],
        status_byte: bool,
    ) -> None:
        """`again` opens a second session; `status_byte` says whether bit 4 means what IEEE 488.2 says."""
        self.cut = False
        self.spoiled = False
        """Whether something is left on the session that only opening it again removes."""
        self.status_byte = status_byte
        self._resource = resource
        self._ending = ending
        self._again = again
        name = resource.resource_name.upper()
        self._by_characters = name.startswith("ASRL") or name.endswith("SOCKET")
        self._socket = name.endswith("SOCKET")
        self.separate = not name.startswith("ASRL")
        self._timeout: float | None = -1

    def send(self, data: bytes, seconds: float | None) -> None:
        """Send one message."""
        self._call(lambda: self._resource.write_raw(data), seconds)

    def message(self, seconds: float | None) -> bytes:
        """The next message; where only characters end it, up to the end of its termination."""
        until = None if seconds is None else time.monotonic() + seconds
        came: bytes = self._call(self._resource.read_raw, seconds)
        while self._by_characters and self._ending and not came.endswith(self._ending):
            left = None if until is None else max(until - time.monotonic(), 0.001)
            came += self._call(self._resource.read_raw, left)
        return came

    def block(self, seconds: float) -> bytes:
        """The next message, which is a block of bytes in which the termination may occur."""
        until = time.monotonic() + seconds
        came: bytes = self._call(self._resource.read_raw, seconds)
        while (end := end_of_block(came)) is not None and not 0 < end <= len(came):
            came += self._call(self._resource.read_raw, max(until - time.monotonic(), 0.001))
        return came

    def pending(self) -> bool:
        """This cannot be known without asking."""
        return False

    def unread(self, wait: float = 0.0) -> bytes:
        """Read what arrived without being asked for, as far as that can be noticed."""
        until = time.monotonic() + wait
        came = self._unread_now()
        while not came.strip() and time.monotonic() < until:
            time.sleep(_LOOK_EVERY)
            came += self._unread_now()
        return came

    def aside(self, data: bytes) -> bool:
        """Clear the instrument through a second session, which ends what it is doing, and send the message there."""
        second = None
        try:
            second = self._again()
            with suppress(pyvisa.errors.VisaIOError, NotImplementedError, AttributeError):
                second.clear()
            if data:
                second.write_raw(data)
        except Exception as error:  # noqa: BLE001 - libraries raise anything; the first session must do then
            _log.debug("cannot open a second session of %s: %s", self._resource.resource_name, error)
            return False
        finally:
            if second is not None:
                with suppress(Exception):
                    second.close()
        return True

    def undelivered(self) -> int:
        """This cannot be known."""
        return 0

    def cut_off(self) -> None:
        """End the connections of pyvisa-py's LAN sessions; elsewhere a second session clears the instrument."""
        self.cut = True
        connections = _connections(self._session())
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        if not connections:  # a library may let this wait for the running call
            threading.Thread(target=self.aside, args=(b"",), name="VISA clear", daemon=True).start()

    def renew(self, seconds: float) -> bool:
        """VISA clear; False where only closing and opening again helps."""
        if self.cut or self.spoiled or self._socket:  # a late answer would still come on this connection
            return False
        try:
            self._call(self._resource.clear, seconds)
        except Exception as error:  # noqa: BLE001 - not every interface can
            _log.debug("clearing %s: %s", self._resource.resource_name, error)
            return False
        return True

    def _unread_now(self) -> bytes:
        device = getattr(self._session(), "device", None)
        if device is not None:  # pyvisa-sim
            return b"".join(iter(lambda: device.read()[0], b""))
        if self._by_characters:
            waiting = int(getattr(self._resource, "bytes_in_buffer", 0))
            return self._call(lambda: self._resource.read_bytes(waiting), 1.0) if waiting else b""
        came = b""
        for _ in range(_MOST_STRAYS):
            if not self._message_available():
                return came
            try:
                message = self._call(self._resource.read_raw, _TO_READ_A_STRAY)
            except TimeoutError:
                self.status_byte = False  # the bit means something else for this instrument
                return came
            if not message:  # pyvisa-py reads no second message over HiSLIP
                self.spoiled = True
                return came + b"a message that cannot be read"
            came += message
        return came

    def _message_available(self) -> bool:
        if not self.status_byte:
            return False
        try:
            return bool(self._resource.read_stb() & _MESSAGE_AVAILABLE)
        except Exception as error:  # noqa: BLE001 - not every interface can
            _log.debug("cannot read the status byte of %s: %s", self._resource.resource_name, error)
            self.status_byte = False
            return False

    def _session(self) -> Any:
        return getattr(self._resource.visalib, "sessions", {}).get(self._resource.session)

    def _call(self, work: Callable[[], Any], seconds: float | None) -> Any:
        if self.cut:
            raise CallCut
        if seconds != self._timeout:
            self._resource.timeout = float("inf") if seconds is None else max(1.0, seconds * 1000)
            self._timeout = seconds
        try:
            result = work()
        except pyvisa.errors.VisaIOError as error:
            if self.cut:
                raise CallCut from None
            if error.error_code == StatusCode.error_timeout:
                raise TimeoutError from None
            raise
        except Exception:
            if self.cut:
                raise CallCut from None
            raise
        if self.cut:  # what came may be the answer to the stop
            raise CallCut
        return result


def _connections(session: Any) -> list[socket.socket]:
    """The TCP connections of a VXI-11 or HiSLIP session of pyvisa-py."""
    interface = getattr(session, "interface", None)
    found = (getattr(interface, name, None) for name in ("sock", "_sync", "_async"))
    return [connection for connection in found if isinstance(connection, socket.socket)]
