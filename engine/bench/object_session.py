"""The instance behind one instrument, and its VISA session where it has one: nothing stays unread between calls."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from pyvisa.errors import VisaIOError

from engine.bench.answers import short
from engine.bench.attribution import DOUBT
from engine.bench.exchange_log import ExchangeLog
from engine.bench.fair_lock import FairLock
from engine.bench.link_errors import CallCut
from engine.bench.link_session import LATE_GREETING, LISTEN, NEW
from engine.bench.opening import wire_of
from engine.bench.visa import URGENT
from engine.bench.visa_errors import visa_reason
from engine.bench.wire import Wire
from engine.errors import InstrumentError, InstrumentUnreachable, Interrupted
from engine.model.exchange import Direction

RENEW_WITHIN = 2.0
"""Seconds that renewing a session may take."""
_LONGEST_SILENCE = 5.0
"""Longest time in seconds that a serial line is left alone after a call without an answer, so that a late one comes."""

_CLOSE_WITHIN = 1.0
"""Seconds that an interrupted call gets to end before its connection is closed."""

_log = logging.getLogger(__name__)


class Connection(Protocol):
    """How a kind of class keeps its connection."""

    def session(self, instrument: Any) -> Any:
        """Its PyVISA session; None where it has none."""

    def manager(self, instrument: Any) -> Any:
        """The resource manager that opened the session, or one like it."""

    def speaks_488(self, instrument: Any) -> bool:
        """Whether the status byte is known to mean what IEEE 488.2 says."""

    def close(self, instrument: Any) -> None:
        """Close the connection."""

    def reason(self, error: BaseException) -> str:
        """Say why a call failed, in one line."""


class ObjectSession:
    """Holds the instance of the class while it is connected. Callers of methods with an underscore hold the lock."""

    def __init__(self, name: str, connection: Connection) -> None:
        self.turns = FairLock()
        self.exchanges = ExchangeLog()
        self._name = name
        self._connection = connection
        self._why = connection.reason
        self._instrument: Any = None
        self._wire: Wire | None = None
        self._began = 0.0
        self._last = ""
        """The last call whose result was returned; "" where nothing that comes now makes it doubtful."""
        self._strays = 0
        self._due_until = 0.0
        self._doubtful = False
        self._fresh = False
        """Whether the instrument's greeting was not listened for yet."""
        self._begun = 0.0
        self._greeting = LISTEN

    def open(self, make: Callable[[], Any]) -> None:
        """Make the instance. Raises whatever that raises."""
        with self.turns:
            silence = self._due_until - time.monotonic()
            if silence > 0:  # a serial line's late answer comes while nobody listens
                time.sleep(silence)
            self._due_until = 0.0
            self._instrument = instrument = make()
            self._wire = _wire(self._connection, instrument)
            self._begin()

    def _begin(self) -> None:
        self._last, self._begun, self._fresh = "", time.monotonic(), True

    def close(self) -> None:
        """Release the instance, even during a call that hangs."""
        wire = self._wire
        if wire is not None and self.turns.busy:
            wire.cut_off()
        got = self.turns.take(urgent=True, timeout=_CLOSE_WITHIN)
        try:
            instrument, self._instrument, self._wire = self._instrument, None, None
            with suppress(Exception):  # it is gone either way
                if instrument is not None:
                    self._connection.close(instrument)
        finally:
            if got:
                self.turns.give()

    @property
    def instrument(self) -> Any:
        """The instance; None while it is not connected."""
        return self._instrument

    def mark_doubtful(self) -> None:
        """A result made no sense: before the next call, check whether it came from another call's answer."""
        self._doubtful = True

    def _ready(self, urgent: bool = False) -> Wire | None:
        """The session with nothing unread on it. Raises InstrumentError."""
        if self._instrument is None:
            raise InstrumentUnreachable(self._name, "it is not connected")
        wire = self._wire
        if wire is None:
            return None
        try:
            if wire.cut:
                self._renew(wire, URGENT if urgent else RENEW_WITHIN)
            if self._fresh and not urgent:
                self._fresh = False
                if not self._discard(wire, self._greeting):
                    self._greeting = 0.0
            if self._doubtful:
                self._doubtful = False
                self._discard(wire, DOUBT, stray=True)
            if self._due_until and not urgent:
                came = self._discard(wire, max(self._due_until - time.monotonic(), LISTEN))
                if came or not self.turns.urgently_wanted:
                    self._due_until = 0.0
            last = "" if urgent else self._last
            if self._look(wire, last) and last:
                raise InstrumentError(
                    self._name,
                    f"more came after {last!r} than its class reads, so this answer and those before it may "
                    "belong to other questions. If the instrument answers settings, write ack = into its table",
                )
        except CallCut:
            raise Interrupted(self._name, "it was stopped before this was sent") from None
        except (OSError, VisaIOError) as error:
            raise self._lost(error) from error
        return wire

    def _look(self, wire: Wire, last: str) -> str:
        """Discard what was unread; a connection that was closed meanwhile is opened again."""
        try:
            return self._discard(wire, 0.0, stray=bool(last))
        except OSError:
            self._renew(wire, RENEW_WITHIN)
            return ""

    def _discard(self, wire: Wire, wait: float, *, stray: bool = False) -> str:
        """Discard what is unread; if it belongs to no call, renew the session and learn everything about the
        answers again.
        """
        until = time.monotonic() + wait
        while True:
            came = wire.unread(min(0.01, max(0.0, until - time.monotonic())))
            if came or time.monotonic() >= until or self.turns.urgently_wanted:
                break
        text = self._text(came)
        if text:
            _log.warning("%s sent %s without being asked; it is discarded", self._name, short(text))
            self.exchanges.remark(Direction.UNASKED, self._name, text)
            if stray:
                self._renew_after_stray(wire)
            elif wire.spoiled:
                self._renew(wire, RENEW_WITHIN)
        return text

    def _renew(self, wire: Wire, within: float) -> None:
        if not wire.renew(within):
            raise ConnectionResetError("its session cannot be used again")
        self._begin()

    def _renew_after_stray(self, wire: Wire) -> None:
        """Something belongs to no call: renew the session, and learn everything about the answers again."""
        self._strays += 1
        if time.monotonic() - self._begun < NEW:
            self._greeting = LATE_GREETING
        self._renew(wire, RENEW_WITHIN)

    def _lost(self, error: Exception) -> InstrumentUnreachable:
        return InstrumentUnreachable(self._name, f"the connection broke: {visa_reason(error)}")

    def _owe(self) -> None:
        if self._wire is not None and not self._wire.separate:
            self._due_until = time.monotonic() + _LONGEST_SILENCE

    def _text(self, raw: bytes) -> str:
        lines = (line.strip() for line in raw.decode("latin-1").replace("\r", "\n").split("\n"))
        return " / ".join(line for line in lines if line)


def _wire(connection: Connection, instrument: Any) -> Wire | None:
    """The session of an instrument whose class uses PyVISA; None for any other."""
    session = connection.session(instrument)
    if not hasattr(session, "visalib") or not hasattr(session, "session"):
        return None
    ending = str(getattr(session, "read_termination", "") or "").encode("latin-1")
    name: str = session.resource_name
    return wire_of(
        session,
        ending,
        lambda: connection.manager(instrument).open_resource(name),
        connection.speaks_488(instrument),
    )
