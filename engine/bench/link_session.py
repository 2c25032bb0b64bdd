"""The session of one resource: opened when somebody needs it, and renewed whenever an answer could be misplaced."""

from __future__ import annotations

import logging
import time
from collections.abc import Hashable
from pathlib import Path
from typing import Any

from pyvisa.resources import MessageBasedResource

from engine.bench.exchange_log import ExchangeLog
from engine.bench.fair_lock import FairLock
from engine.bench.link_errors import CallCut, LinkBroke, LinkCut, LinkDown, LinkError, LinkSilent
from engine.bench.message_wire import MessageWire
from engine.bench.opening import LibraryMissing, open_session, read_ending
from engine.bench.visa_errors import visa_reason
from engine.bench.wire import Wire

LISTEN = 0.1
"""Seconds to listen for more than expected: on a new session, and at the first of each message."""

LATE_GREETING = 1.0
"""Seconds to listen on a new session when the last one started with more than expected."""

NEW = 2.0
"""Seconds after the start of a session in which unasked text may be a greeting."""

_LONG = 0.5
"""Seconds after which a failed attempt to open counts as waiting for a device that is not there."""

_LEAST_SILENCE, _LONGEST_SILENCE = 2.0, 5.0
"""Seconds after which an answer that is still due on a serial line is given up: shortest and longest."""

_log = logging.getLogger(__name__)


class LinkSession:
    """The open session and what is known about it. Callers of methods with an underscore hold the lock."""

    def __init__(self, resource: str, library: str, options: dict[str, Any], folder: Path) -> None:
        self.resource = resource
        self.turns = FairLock()
        self.exchanges = ExchangeLog()
        self.generation = 0
        """Grows whenever the session is opened or renewed; every call names the one it means."""
        self.strays = 0
        """Number of times that something came that belongs to no question."""
        self.epoch = 0
        """Grows whenever what was learned about the instrument's answers must be learned again."""
        self._library = library
        self._options = dict(options)
        self._folder = folder
        self._session: MessageBasedResource | None = None
        self._wire: Wire | None = None
        self._users: set[Hashable] = set()
        self._began = 0.0
        """When the last exchange started."""
        self._last = ""
        """The last message whose answer was returned; "" where nothing that comes now makes it doubtful."""
        self._uneasy = False
        """Whether to listen before the next message is sent."""
        self._begun = 0.0
        """When the session started."""
        self._due = ""
        """The message whose answer is still due, on a session that could not be separated from the last."""
        self._due_until = 0.0
        self._greeting = LISTEN
        """Seconds to listen for what an instrument sends when it is connected."""
        self._clear = False
        """Whether the next session starts with VISA clear."""
        self.clears = False
        """Whether every session starts so."""
        self._speaks_488 = False
        self._down: tuple[float, str] = (0.0, "")
        self._encoding = "ascii"
        self._write_end = self._read_end = b""
        self._delay = 0.0

    def add_options(self, options: dict[str, Any]) -> None:
        """Add what another instrument on the resource says about it."""
        self._options.update(options)

    def join(self, user: Hashable) -> int:
        """Open the session if it is closed; returns its generation. Raises LinkDown."""
        self.turns.take()
        try:
            if self._wire is None:
                self._open()
            self._users.add(user)
            return self.generation
        finally:
            self.turns.give()

    def leave(self, user: Hashable) -> None:
        """Close the session when nobody else uses it, even during a call that hangs."""
        self._users.discard(user)
        if self._users:
            return
        wire = self._wire
        if wire is not None and self.turns.busy:
            wire.cut_off()
        if self.turns.take(urgent=True, timeout=1.0):
            try:
                self._close()
            finally:
                self.turns.give()

    def trust_status_byte(self) -> None:
        """The instrument answered as IEEE 488.2 says, so its status byte tells whether a message waits."""
        self._speaks_488 = True
        if isinstance(self._wire, MessageWire):
            self._wire.status_byte = True

    def _open(self, within: float | None = None) -> Wire:
        """Open the session. Where that failed after a long time, the next callers get the same error without a new
        attempt.
        """
        began = time.monotonic()
        until, reason = self._down
        if began < until:
            raise LinkDown(reason)
        try:
            return self._open_now(within)
        except LinkDown as error:
            took = time.monotonic() - began
            self._down = (time.monotonic() + 2 * took if took > _LONG else 0.0, str(error))
            raise

    def _open_now(self, within: float | None) -> Wire:
        options = self._options if within is None else {**self._options, "open_timeout": int(within * 1000)}
        try:
            session, wire = open_session(
                self.resource,
                self._library,
                self._folder,
                options,
                clear=self._clear or self.clears,
                speaks_488=self._speaks_488,
            )
        except LibraryMissing as error:
            raise LinkDown(str(error)) from error
        except Exception as error:
            raise LinkDown(f"{self.resource} cannot be opened: {visa_reason(error)}") from error
        self._clear = False
        self._session, self._wire = session, wire
        self._encoding = str(options.get("encoding", "ascii"))
        self._write_end = (session.write_termination or "").encode(self._encoding)
        self._read_end = read_ending(self.resource, options).encode(self._encoding)
        self._delay = float(options.get("query_delay", 0.0))
        self._begin_anew()
        return wire

    def _begin_anew(self) -> None:
        self.generation += 1
        self._last, self._uneasy, self._begun = "", True, time.monotonic()

    def _renew(self) -> None:
        """Renew a session that works but cannot be trusted."""
        wire = self._wire
        self._clear = True
        try:
            kept = wire is not None and not wire.separate and wire.renew(_LONG)
        except OSError:
            kept = False
        if kept:
            self._begin_anew()
        else:
            self._close()

    def _close(self) -> None:
        session, self._session, self._wire = self._session, None, None
        if session is not None:
            try:
                session.close()
            except Exception as error:  # noqa: BLE001 - whatever happened, it is closed
                _log.debug("closing %s: %s", self.resource, error)

    def _failure(self, error: Exception, message: str, seconds: float) -> LinkError:
        """End or renew the session after a failed exchange, and say why."""
        wire = self._wire
        self.epoch += 1  # the missing answer may still come, on any session
        self._greeting = max(self._greeting, LISTEN)
        if isinstance(error, CallCut) or (wire is not None and wire.cut):
            self._owe(message, seconds)
            self._renew()
            waited = time.monotonic() - self._began
            return LinkCut(f"{message!r} was interrupted by a stop after {waited:.1f} s without an answer")
        if isinstance(error, TimeoutError):
            self._owe(message, seconds)
            self._renew()
            return LinkSilent(f"no answer to {message!r} within {seconds:g} s")
        self._close()
        return LinkBroke(f"the connection to {self.resource} broke: {visa_reason(error)}")

    def _owe(self, message: str, seconds: float) -> None:
        """An answer is still due; where a new session would get it too, wait for it before the next message."""
        if self._wire is not None and not self._wire.separate:
            patience = min(max(3 * seconds, _LEAST_SILENCE), _LONGEST_SILENCE)
            self._due, self._due_until = message, time.monotonic() + patience

    def _renew_after_stray(self) -> None:
        """Something belongs to no question: renew the session, and learn everything about the answers again."""
        self.strays += 1
        self.epoch += 1
        if time.monotonic() - self._begun < NEW:
            self._greeting = LATE_GREETING
        self._renew()
