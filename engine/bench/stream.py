"""What serial lines and raw TCP connections share: bytes arrive whether or not anybody asked for them.

PyVISA ends a message at the last character of its termination, cannot tell what arrived without being asked for,
and cannot end a running read early. These sessions can do all three, also within PyVISA's own calls.
"""

from __future__ import annotations

import threading
import time
from abc import abstractmethod

from pyvisa.constants import StatusCode

from engine.bench.blocks import end_of_block
from engine.bench.link_errors import CallCut

_QUIET = 0.02
"""Seconds without another byte after which unasked text counts as complete."""
_LONGEST_FLOOD = 1.0
"""Seconds for which an instrument that sends without end is read."""
_LARGEST = 256 * 1024 * 1024
"""Largest message in bytes."""


class Stream:
    """A session of pyvisa-py over a stream of bytes.

    One thread uses it at a time; `aside` and `cut_off` are for others.
    """

    spoiled = False
    separate = True
    """Whether a newly opened session gets nothing that was meant for the one before."""
    timeout: float | None

    def begin(self) -> None:
        """Call it once the stream is open."""
        self.cut = False
        """Whether a stop interrupted this session; it works again after `renew`."""
        self.ending = b""
        """The whole termination of an answer, where it is longer than VISA's one character."""
        self._pending = bytearray()
        self._sending = threading.Lock()

    @abstractmethod
    def _receive(self, seconds: float | None) -> bytes:
        """What arrives next, b"" at the end of the stream. Raises TimeoutError, OSError."""

    @abstractmethod
    def _transmit(self, data: bytes, seconds: float | None) -> None:
        """Send everything. Raises TimeoutError, OSError."""

    @abstractmethod
    def _arrived(self) -> bytes:
        """What is there already, without waiting. Raises OSError when the peer closed the connection."""

    @abstractmethod
    def _writable(self) -> bool:
        """Whether something can be sent without waiting."""

    @abstractmethod
    def undelivered(self) -> int:
        """Bytes sent that the other end has not received, as far as the system can tell."""

    @abstractmethod
    def _end_character(self) -> bytes:
        """VISA's one character that ends a message, b"" for none."""

    @abstractmethod
    def cut_off(self) -> None:
        """Make a running call of another thread raise CallCut at once."""

    @abstractmethod
    def renew(self, seconds: float) -> bool:
        """Make the session usable again after `cut_off`. Raises OSError."""

    def send(self, data: bytes, seconds: float | None) -> None:
        """Send everything. Raises TimeoutError, OSError, CallCut."""
        with self._sending:
            if self.cut:
                raise CallCut
            self._transmit(data, seconds)

    def message(self, seconds: float | None) -> bytes:
        """The next message with its termination, within `seconds` in all. Raises TimeoutError, OSError, CallCut."""
        return self._take(_LARGEST, seconds)[0]

    def block(self, seconds: float) -> bytes:
        """The next message, which is a block of bytes in which the termination may occur.

        The end of an indefinite block is a termination after which nothing comes for a moment. Raises like `message`.
        """
        if self.cut:
            raise CallCut
        pending = self._pending
        until = time.monotonic() + seconds
        while (end := end_of_block(pending)) is not None and not 0 < end <= len(pending):
            self._more(max(until - time.monotonic(), 0.0))
        if end is None:
            return self._unmeasured(until)
        ending = self._ending()
        for tail in (ending, b"\r\n", b"\n"):
            if tail and pending.startswith(tail, end):
                end += len(tail)
                break
        out = bytes(pending[:end])
        del pending[:end]
        return out

    def _unmeasured(self, until: float) -> bytes:
        """A message without a length: up to a termination, where nothing comes after it for a moment."""
        pending, ending = self._pending, self._ending()
        while True:
            ended = bool(ending) and pending.endswith(ending)
            try:
                self._more(_QUIET if ended else max(until - time.monotonic(), 0.0))
            except TimeoutError:
                if not ended:
                    raise
                out = bytes(pending)
                pending.clear()
                return out

    def _more(self, seconds: float | None) -> None:
        data = self._receive(seconds)
        if self.cut:
            raise CallCut
        if not data:
            raise ConnectionResetError("it closed the connection")
        self._pending += data
        if len(self._pending) > _LARGEST:
            raise OSError(f"an answer longer than {_LARGEST // 1024**2} MiB")

    def pending(self) -> bool:
        """Whether more than one message had arrived when the last one was read."""
        return bool(self._pending)

    def unread(self, wait: float = 0.0) -> bytes:
        """Read what arrived without being asked for, waiting up to `wait` seconds for its start.

        Raises OSError when the peer closed the connection.
        """
        came = bytes(self._pending)
        self._pending.clear()
        came += self._arrived()
        if wait <= 0:
            return came
        until = time.monotonic() + _LONGEST_FLOOD
        patience = _QUIET if came.strip() else wait
        while time.monotonic() < until:
            try:
                more = self._receive(patience)
            except TimeoutError:
                return came
            if self.cut:
                raise CallCut
            if not more:
                raise ConnectionResetError("it closed the connection")
            came += more
            patience = _QUIET
        return came

    def aside(self, data: bytes) -> bool:
        """Send a message while another thread waits for an answer; False when that is not possible at once."""
        if not self._sending.acquire(timeout=_QUIET):
            return False
        try:
            if self.cut or not self._writable():
                return False
            self._transmit(data, _QUIET)
            return True
        except OSError:
            return False
        finally:
            self._sending.release()

    def write(self, data: bytes) -> tuple[int, StatusCode]:
        """PyVISA's way to send."""
        try:
            self.send(data, self.timeout)
        except CallCut:
            return 0, StatusCode.error_abort
        except TimeoutError:
            return 0, StatusCode.error_timeout
        except OSError:
            return 0, StatusCode.error_connection_lost
        return len(data), StatusCode.success

    def read(self, count: int) -> tuple[bytes, StatusCode]:
        """PyVISA's way to receive: up to the end of the message, or what came when there is no end."""
        try:
            data, ended = self._take(count, self.timeout)
        except CallCut:
            return b"", StatusCode.error_abort
        except TimeoutError:
            return b"", StatusCode.error_timeout
        except OSError:
            return b"", StatusCode.error_connection_lost
        if ended:
            return data, StatusCode.success_termination_character_read
        return data, StatusCode.success_max_count_read

    def _take(self, count: int, seconds: float | None) -> tuple[bytes, bool]:
        """The next message, or its first `count` bytes, and whether it is complete."""
        if self.cut:
            raise CallCut
        pending, ending = self._pending, self._ending()
        end = _end_of_message(pending, ending, 0)
        deadline = None if seconds is None else time.monotonic() + seconds
        left = seconds
        while end == 0 and len(pending) < count:
            before = len(pending)
            self._more(left)
            end = _end_of_message(pending, ending, before)
            if end == 0 and deadline is not None:
                left = max(deadline - time.monotonic(), 0.0)
        ended = 0 < end <= count
        end = end if ended else count
        out = bytes(pending[:end])
        del pending[:end]
        return out, ended

    def _ending(self) -> bytes:
        last = self._end_character()
        return self.ending if self.ending[-1:] == last else last


def _end_of_message(pending: bytearray, ending: bytes, start: int) -> int:
    """Length of the first message in `pending`, 0 when it is incomplete."""
    if not ending:
        return len(pending)
    at = pending.find(ending, max(0, start - len(ending) + 1))
    return at + len(ending) if at >= 0 else 0
