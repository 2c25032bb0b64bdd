"""Serial lines (`ASRL…::INSTR`) whose reads can be interrupted, and that notice what arrives without being asked
for.

The session of pyvisa-py reads byte by byte, cannot be interrupted and cannot be cleared.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from pyvisa.constants import ResourceAttribute, SerialTermination, StatusCode
from pyvisa_py.serial import SerialSession
from typing_extensions import override

from engine.bench.stream import Stream

_SLICE = 0.05
"""Seconds that one call of pyserial waits, so that the port need not be set up again for each timeout."""


class LineSession(Stream, SerialSession):  # type: ignore[misc]
    """One serial port. It stays open when a session is renewed: opening it would change its control lines."""

    separate = False
    interface: Any

    def after_parsing(self) -> None:
        """Open the port."""
        super().after_parsing()
        self.begin()
        self.interface.timeout = _SLICE

    def _set_timeout(self, attribute: ResourceAttribute, value: int) -> StatusCode:
        status: StatusCode = super()._set_timeout(attribute, value)
        if self.interface:
            self.interface.timeout = _SLICE
        return status

    def _get_timeout(self, attribute: ResourceAttribute) -> tuple[int, StatusCode]:
        return super(SerialSession, self)._get_timeout(attribute)  # type: ignore[no-any-return]

    @override
    def _receive(self, seconds: float | None) -> bytes:
        until = None if seconds is None else time.monotonic() + seconds
        while True:
            data: bytes = self.interface.read(max(1, self.interface.in_waiting))
            if data or self.cut:
                return data
            if until is not None and time.monotonic() >= until:
                raise TimeoutError

    @override
    def _transmit(self, data: bytes, seconds: float | None) -> None:
        _, status = SerialSession.write(self, data)
        if status == StatusCode.error_timeout:
            raise TimeoutError

    @override
    def _arrived(self) -> bytes:
        waiting = self.interface.in_waiting
        return bytes(self.interface.read(waiting)) if waiting else b""

    @override
    def _writable(self) -> bool:
        return bool(self.interface.is_open)

    @override
    def _end_character(self) -> bytes:
        by_character = self.attrs[ResourceAttribute.asrl_end_in] == SerialTermination.termination_char
        if by_character or self.attrs[ResourceAttribute.termchar_enabled]:
            return bytes((self.attrs[ResourceAttribute.termchar],))
        return b""

    @override
    def read(self, count: int) -> tuple[bytes, StatusCode]:
        if self.attrs[ResourceAttribute.asrl_end_in] == SerialTermination.last_bit:
            return SerialSession.read(self, count)  # type: ignore[no-any-return]
        return super().read(count)

    @override
    def undelivered(self) -> int:
        return int(self.interface.out_waiting)

    @override
    def cut_off(self) -> None:
        self.cut = True
        with suppress(OSError, AttributeError):
            self.interface.cancel_read()

    @override
    def renew(self, seconds: float) -> bool:
        self.cut = False  # what has arrived stays unread: it may be the answer that is still due
        return True

    @override
    def clear(self) -> StatusCode:
        """Discard what has arrived; nothing else can be cleared on a serial line."""
        self._pending.clear()
        self.interface.reset_input_buffer()
        return StatusCode.success
