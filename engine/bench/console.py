"""Exchanges with one instrument by hand: what is sent, what comes back, and how long that takes.

Everything that arrives is shown. What came before a message was sent is marked as not belonging to it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pyvisa.resources import MessageBasedResource

from engine.bench.config import VisaInstrumentConfig
from engine.bench.opening import LibraryMissing, open_session
from engine.bench.visa_errors import visa_reason
from engine.bench.wire import Wire
from engine.errors import InstrumentError, InstrumentUnreachable

_DEFAULT_TIMEOUT = 2000
"""Milliseconds that an answer may take, unless the bench file says otherwise."""
_LISTEN = 0.1
"""Seconds to listen after a message that expects no answer."""


class Kind(StrEnum):
    """Kind of a line of the conversation."""

    SENT = "sent"
    ANSWER = "answer"
    UNASKED = "unasked"
    """It came without being asked for, or too late to be attributed."""


@dataclass(frozen=True)
class Line:
    """Bytes that were sent or came, with their termination; `seconds` since the message was sent."""

    kind: Kind
    data: bytes
    seconds: float = 0.0


class Console:
    """A session of its own with one instrument; the first message opens it, also after the connection broke."""

    def __init__(self, config: VisaInstrumentConfig, resource: str, folder: Path) -> None:
        """`resource` is the config's with the virtual laboratory's ports, `folder` is the bench file's."""
        self.name = config.name
        self.resource = resource
        self.timeout = float(config.options.get("timeout", _DEFAULT_TIMEOUT)) / 1000
        """Seconds that an answer may take."""
        self._library = config.visa_library
        self._options: dict[str, Any] = config.options
        self._folder = folder
        self._encoding = str(config.options.get("encoding", "ascii"))
        self._session: MessageBasedResource | None = None
        self._wire: Wire | None = None

    def say(self, text: str) -> Iterator[Line]:
        """Send a message; yields what comes back, each line as soon as it is there. A message with `?` waits for
        its answer.

        Raises InstrumentUnreachable when no answer comes in time or the connection broke.
        """
        data = text.encode(self._encoding, "replace") + self._ending()
        yield from self.send(data, answered="?" in text)

    def send(self, data: bytes, answered: bool) -> Iterator[Line]:
        """Send these bytes as they are; wait for an answer if one is expected. Raises as `say` does."""
        wire = self._open()
        try:
            yield from self._unasked(wire, 0.0)
            began = time.monotonic()
            wire.send(data, self.timeout)
            yield Line(Kind.SENT, data)
            if answered:
                answer = wire.message(self.timeout)
                yield Line(Kind.ANSWER, answer, time.monotonic() - began)
            yield from self._unasked(wire, 0.0 if answered else _LISTEN, began)
        except Exception as error:
            raise self._failure(error) from error

    def listen(self) -> Iterator[Line]:
        """Yield whatever comes within the time of an answer. Raises as `say` does."""
        wire = self._open()
        try:
            yield from self._unasked(wire, self.timeout, time.monotonic())
        except Exception as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """Close the session."""
        session, self._session, self._wire = self._session, None, None
        if session is not None:
            session.close()

    def _unasked(self, wire: Wire, wait: float, began: float | None = None) -> Iterator[Line]:
        came = wire.unread(wait)
        if came:
            yield Line(Kind.UNASKED, came, 0.0 if began is None else time.monotonic() - began)

    def _ending(self) -> bytes:
        self._open()
        assert self._session is not None
        return (self._session.write_termination or "").encode(self._encoding)

    def _open(self) -> Wire:
        if self._wire is None:
            try:
                self._session, self._wire = open_session(
                    self.resource, self._library, self._folder, self._options, clear=False, speaks_488=False
                )
            except LibraryMissing as error:
                raise InstrumentUnreachable(self.name, str(error)) from error
            except Exception as error:
                reason = f"{self.resource} cannot be opened: {visa_reason(error)}"
                raise InstrumentUnreachable(self.name, reason) from error
        return self._wire

    def _failure(self, error: Exception) -> InstrumentError:
        if isinstance(error, TimeoutError):
            return InstrumentUnreachable(self.name, f"no answer within {self.timeout:g} s")
        self.close()
        return InstrumentUnreachable(self.name, f"the connection broke: {visa_reason(error)}")
