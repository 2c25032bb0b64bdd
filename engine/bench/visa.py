"""The exchanges on one resource: calls of its instruments never overlap, and every answer belongs to a question.

What arrives and belongs to no question is discarded and logged; it renews the session, and never becomes a reading.
A stop goes before all who wait, and interrupts the running exchange.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from engine.bench.answer_errors import further_lines, unasked
from engine.bench.answers import short
from engine.bench.attribution import DOUBT, Attribution, Caller
from engine.bench.expected_answer import ExpectedAnswer, fits
from engine.bench.link_errors import (
    CallCut,
    LinkBusy,
    LinkDown,
    LinkError,
    LinkStray,
)
from engine.bench.link_session import LISTEN
from engine.bench.wire import Wire

GRACE = 0.05
"""Seconds that a stop gives the running exchange to end."""

GIVES_WAY = 0.1
"""Seconds that an interrupted exchange gets to end."""

URGENT = 0.3
"""Seconds that a stop waits for each thing: opening, sending, an acknowledgement."""

_SHORT = 0.002

_log = logging.getLogger(__name__)


class Link(Attribution):
    """The session of one resource, and the exchanges on it; any thread may call any method."""

    def exchange(
        self, message: str, expect: ExpectedAnswer, seconds: float, generation: int, user: Caller, stops: int
    ) -> str:
        """Send a message and read what the bench file says comes back; returns the answer, "" where there is none.

        `seconds` is the time for everything that comes back; `stops` is `user`'s count when the call started:
        nothing is sent after a later stop. Raises LinkError; no answer is returned that could belong to another
        message.
        """
        turns = self.turns
        turns.take()
        try:
            wire = self._ready(generation, user, stops)
            self._last = message
            try:
                self._transmit(wire, message, user, seconds)
                answer = self._answer(wire, message, expect, seconds) if expect.lines or expect.echo else ""
            except LinkError as error:
                self.exchanges.note(user, message, "", self._began, str(error))
                raise
            except Exception as error:
                failure = self._failure(error, message, seconds)
                self.exchanges.note(user, message, "", self._began, str(failure))
                raise failure from error
            self.exchanges.note(user, message, answer, self._began)
            if expect.proven != self.epoch or self._watch or wire.pending():
                self._listen_after(wire, message, expect, answer)
            return answer
        finally:
            turns.give()

    def identify(
        self,
        query: str,
        expect: ExpectedAnswer,
        seconds: float,
        generation: int,
        user: Caller,
        stops: int,
        known: Callable[[str], bool] | None,
    ) -> str:
        """Ask the instrument who it is; further lines do no harm here, and what comes before the answer is
        discarded.

        `known` recognises the right answer. Where an earlier answer is still due, lines are read until the right
        one comes.
        """
        self.turns.take()
        try:
            due = self._due
            if known:
                self._due = ""
            wire = self._ready(generation, user, stops)
            self._last = query
            until = time.monotonic() + seconds
            try:
                self._transmit(wire, query, user, seconds)
                lines = [self._line(wire, until)]
                while known and due and not any(map(known, lines)):
                    lines.append(self._line(wire, until))
                if due or expect.proven != self.epoch or wire.pending() or (known and not known(lines[0])):
                    lines += self._split(self._listen(wire, LISTEN))
            except Exception as error:
                failure = self._failure(error, query, seconds)
                self.exchanges.note(user, query, "", self._began, str(failure))
                raise failure from error
            self.exchanges.note(user, query, " / ".join(lines), self._began)
            expect.proven = self.epoch
            lines = [line for line in lines if line != query.strip()] or lines  # an echo
            answer = next(filter(known, lines), lines[0]) if known else lines[0]
            if len(lines) > 1:
                _log.info("%s answered %r with %s", self.resource, query, short(" / ".join(lines)))
            return answer
        finally:
            self.turns.give()

    def mark_doubtful(self, generation: int) -> None:
        """An answer made no sense: before the next message is sent, check whether it belonged to another."""
        if generation == self.generation:
            self._uneasy = self._doubtful = True

    def tidy(self, patience: float) -> None:
        """Discard what came while nobody measured; it makes no answer doubtful then."""
        if not self.turns.take(timeout=patience):
            return
        try:
            if self._wire is not None:
                self._last = ""
                self._discard(self._wire, 0.0)
                if self._wire.spoiled:
                    self._renew()
        except (OSError, CallCut):
            self._close()
        finally:
            self.turns.give()

    def confirm(self, patience: float) -> None:
        """Make sure that the exchanges so far left nothing unread. Raises LinkStray."""
        if not self.turns.take(timeout=patience):
            return
        try:
            wire, last = self._wire, self._last
            if wire is None or not last:
                return
            wait = max(0.0, self._began + DOUBT - time.monotonic())
            try:
                text = self._text(self._listen(wire, wait))
            except (OSError, CallCut):
                self._close()
                return
            if text:
                self._renew_after_stray()
                raise LinkStray(unasked(text, last))
        finally:
            self.turns.give()

    def send_urgently(
        self, message: str, expect: ExpectedAnswer, user: Caller, *, needs_answer: bool = False
    ) -> str:
        """Send a message now: before all who wait, interrupting the running exchange.

        A command is sent on the busy session, and again on the one that is opened next: which of the two the
        instrument reads cannot be known. It waits for an acknowledgement, but for the answer to a command with a
        question mark only with `needs_answer`. Raises LinkError.
        """
        data = self._urgent_data(message, user)
        sent = False
        if not self.turns.take(urgent=True, timeout=GRACE):
            sent = self._break_in(b"" if needs_answer else data)
            if not self.turns.take(urgent=True, timeout=GIVES_WAY):
                if sent:
                    return ""
                raise LinkBusy(
                    f"a running call on {self.resource} cannot be interrupted, so nothing can be sent"
                )
        try:
            wire = self._wire
            if wire is not None and wire.cut:
                self._renew()
                wire = self._wire
            if wire is None:
                wire = self._open_soon()
                data = self._urgent_data(message, user)
            elif sent and not wire.separate:
                return ""
            self._users.add(user)
            answer = self._urgent_exchange(wire, message, data, expect, needs_answer)
            self.exchanges.note(user, message, answer, self._began)
            return answer
        finally:
            self.turns.give()

    def interrupt(self, user: Caller) -> None:
        """Interrupt the running exchange of `user`, unless it ends within a moment."""
        if not self.turns.busy or self._user is not user or self.turns.urgent:
            return
        if self.turns.take(urgent=True, timeout=GRACE):
            self.turns.give()
            return
        self._break_in(b"")

    def received(self, within: float) -> bool:
        """Whether the other end received the last message, as far as that can be told."""
        until = time.monotonic() + within
        wire = self._wire
        try:
            while wire is not None and wire.undelivered():
                if time.monotonic() > until:
                    return False
                time.sleep(_SHORT)
        except (OSError, ValueError):  # it was closed meanwhile
            return True
        return True

    def _urgent_data(self, message: str, user: Caller) -> bytes:
        """A message that waits for nothing, with the command that addresses the instrument."""
        self._selected = None
        texts = (user.select, message) if user.select else (message,)
        return b"".join(text.encode(self._encoding, "replace") + self._write_end for text in texts)

    def _open_soon(self) -> Wire:
        """Open again at once; an instrument that takes only one connection needs a moment to lose the last one."""
        until = time.monotonic() + GIVES_WAY
        while True:
            try:
                return self._open(URGENT)
            except LinkDown:
                if time.monotonic() >= until:
                    raise
                time.sleep(GIVES_WAY / 5)

    def _urgent_exchange(
        self, wire: Wire, message: str, data: bytes, expect: ExpectedAnswer, needs_answer: bool
    ) -> str:
        self._began = time.monotonic()
        self._user = None
        try:
            with suppress(OSError):
                self._text(wire.unread())
            self._last = ""  # the next caller discards what comes now
            wire.send(data, URGENT)
            if needs_answer:
                answer = self._answer(wire, message, expect, URGENT)
                if further := self._text(wire.unread(LISTEN)):
                    raise LinkStray(further_lines(message, answer, further))
                return answer
            if expect.ack is not None and "?" not in message:
                self._await_ack(wire, expect.ack)
        except LinkError:
            raise
        except Exception as error:
            raise self._failure(error, message, URGENT) from error
        self._uneasy, self._greeting = True, max(self._greeting, LISTEN)
        self._watch = (message, expect.table)
        self._unanswered = expect.lines > 0  # nobody waits for its answer, and nobody may take it for another
        return ""

    def _await_ack(self, wire: Wire, ack: str) -> None:
        """Read an acknowledgement, and before it whatever is left of the interrupted exchange. Raises TimeoutError."""
        until = time.monotonic() + URGENT
        while not fits(self._line(wire, until), ack):
            continue

    # For any thread.

    def _break_in(self, data: bytes) -> bool:
        """Send a message on the session that another call uses, and interrupt that call; returns whether it was
        sent.
        """
        wire = self._wire
        if wire is None or self.turns.urgent:
            return False  # it is being opened, or another stop uses it
        sent = bool(data) and wire.aside(data)
        wire.cut_off()
        return sent


class Links:
    """The sessions of a bench, one for each resource and library."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._links: dict[tuple[str, str], Link] = {}
        self._lock = Lock()

    def get(self, resource: str, library: str, options: dict[str, Any]) -> Link:
        """The session of a resource; nothing is opened."""
        with self._lock:
            link = self._links.get((resource, library))
            if link is None:
                link = self._links[(resource, library)] = Link(resource, library, options, self._folder)
            else:
                link.add_options(options)
            return link
