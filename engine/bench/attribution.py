"""Attributes answers to messages: takes them in order, and notices what is left over.

The caller of a method must hold the lock.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Hashable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from engine.bench.answer_errors import answered, further_lines, refused, unasked, unfinished
from engine.bench.answers import short
from engine.bench.expected_answer import ExpectedAnswer, fits
from engine.bench.link_errors import CallCut, LinkCut, LinkRefused, LinkReopened, LinkSilent, LinkStray
from engine.bench.link_session import LISTEN, LinkSession
from engine.bench.wire import Wire
from engine.model.exchange import Direction

DOUBT = 0.1
"""Seconds to listen after an answer that made no sense, and at the end of a measurement."""

_SLICE = 0.01
"""Seconds within which a stop ends listening."""

_log = logging.getLogger(__name__)


class Caller(Hashable, Protocol):
    """What uses a session: an instrument."""

    stops: int
    """Number of times that it was stopped."""

    @property
    def select(self) -> str:
        """Command that addresses it on a connection that several instruments share; empty where there is none."""

    @property
    def pause(self) -> float:
        """Seconds at least between two messages to it."""


class Attribution(LinkSession):
    """Reads answers and accounts for everything else that arrives."""

    def __init__(self, resource: str, library: str, options: dict[str, Any], folder: Path) -> None:
        super().__init__(resource, library, options, folder)
        self._user: Caller | None = None
        self._watch: tuple[str, str] | None = None
        """A command, and its table, that may be answered late: listen after the next answer."""
        self._doubtful = False
        """Whether the last answer made no sense."""
        self._selected: tuple[int, Caller] | None = None
        """The session's generation, and whom its last `select` command addressed."""
        self._sent_at = 0.0
        self._unanswered = False
        """Whether the answer to an urgent message is still unread."""

    def _ready(self, generation: int, user: Caller, stops: int) -> Wire:
        """The session with nothing unread on it. Raises LinkReopened, LinkStray, LinkCut."""
        if user.stops != stops:
            raise LinkCut("it was stopped before this was sent")
        wire = self._wire
        if wire is None or generation != self.generation:
            raise LinkReopened(self.resource)
        self._user = user
        self._began = time.monotonic()
        try:
            if self._uneasy:
                self._settle(wire)
            unread = wire.unread()
        except CallCut:
            self._renew()
            raise LinkReopened(self.resource) from None
        except OSError:
            self._close()
            raise LinkReopened(
                self.resource
            ) from None  # nothing was sent: the caller may open the session again and continue
        if unread:
            self._discard_unasked(wire, unread)
        if wire.spoiled:
            self._renew()
            raise LinkReopened(self.resource)
        return wire

    def _transmit(self, wire: Wire, message: str, user: Caller, seconds: float) -> None:
        """Send a message to an instrument, after its pause, and address it where another one was addressed last."""
        if user.select and self._selected != (self.generation, user):
            self._send_after(wire, user.select, user.pause, seconds)
            self._selected = (self.generation, user)
        self._send_after(wire, message, user.pause, seconds)

    def _send_after(self, wire: Wire, message: str, pause: float, seconds: float) -> None:
        if pause and (left := self._sent_at + pause - time.monotonic()) > 0:
            time.sleep(left)
        wire.send(message.encode(self._encoding, "replace") + self._write_end, seconds)
        if pause:
            self._sent_at = time.monotonic()

    def _settle(self, wire: Wire) -> None:
        """Listen before the first message of a session, and when the last answer made no sense."""
        if self._unanswered:
            self._unanswered = False
            self._owe(self._last, 0.0)
            self._renew()
            raise LinkReopened(self.resource)
        if self._doubtful:
            self._doubtful = False
            if self._discard(wire, DOUBT):
                self._renew_after_stray()
                raise LinkReopened(self.resource)
        elif self._due:
            self._await_due(wire)
        elif self._greeting:
            greets = self._discard(wire, self._greeting)
            self._greeting = max(LISTEN, self._greeting) if greets else 0.0
        self._uneasy = False

    def _await_due(self, wire: Wire) -> None:
        """Wait for an answer that is still due and discard it; give up after a while. Raises LinkCut."""
        came = self._discard(wire, max(self._due_until - time.monotonic(), LISTEN))
        if self.turns.urgently_wanted and not came and time.monotonic() < self._due_until:
            raise LinkCut(f"it was stopped while it waited for an answer to {self._due!r}")
        self._due = ""

    def _discard(self, wire: Wire, wait: float) -> str:
        text = self._text(self._listen(wire, wait))
        if text:
            _log.warning("%s sent %s without being asked; it is discarded", self.resource, short(text))
        return text

    def _discard_unasked(self, wire: Wire, unread: bytes) -> None:
        """Discard what came before a message was sent. Raises LinkStray where that makes the answer before doubtful."""
        text, last = self._text(unread), self._last
        if not text:
            return
        with suppress(OSError, CallCut):
            text = f"{text} {self._text(wire.unread(LISTEN))}".strip()
        _log.warning("%s sent %s without being asked; it is discarded", self.resource, short(text))
        self.exchanges.remark(Direction.UNASKED, self._user, text)
        if last:
            self._renew_after_stray()
            raise LinkStray(unasked(text, last))

    def _answer(self, wire: Wire, message: str, expect: ExpectedAnswer, seconds: float) -> str:
        """Read everything that the bench file says comes back, in order; returns its first line."""
        if self._delay:
            time.sleep(self._delay)
        if expect.lines == 1 and expect.ack is None and not expect.echo and not expect.block:
            return self._decoded(wire.message(seconds))
        until = time.monotonic() + seconds
        if expect.echo and (line := self._line(wire, until)) != message.strip():
            self._renew_after_stray()
            raise LinkRefused(refused(message, line, "echo = true"))
        if not expect.lines:
            return ""
        if expect.block:
            return self._block(wire, until)
        answer = last = self._line(wire, until)
        if expect.ack is not None and not fits(answer, expect.ack):
            self._renew_after_stray()
            raise LinkRefused(refused(message, answer, f"ack = {expect.ack!r}"))
        for number in range(2, expect.lines + 1):
            try:
                last = self._line(wire, until)
            except TimeoutError:
                self._failure(TimeoutError(), message, seconds)
                raise LinkSilent(
                    f"{message!r} was answered {short(answer)}, but line {number} of {expect.lines}, which the bench "
                    f"says comes with it, did not come within {seconds:g} s"
                ) from None
            if expect.joined:
                answer = f"{answer}\n{last}"
        if expect.lines > 1 and expect.status is not None and not fits(last, expect.status):
            self._renew_after_stray()
            raise LinkRefused(
                refused(message, f"{answer} and then {last}", f"status_line = {expect.status!r}")
            )
        return answer

    def _listen_after(self, wire: Wire, message: str, expect: ExpectedAnswer, answer: str) -> None:
        """Check whether more came than expected: for the first of each message, and where that takes no time."""
        watched, self._watch = self._watch, None
        learning = expect.proven != self.epoch
        wait = LISTEN if (learning and not expect.sure) or watched else 0.0
        try:
            if expect.delay:
                self._discard_for(wire, expect.delay)
                return
            raw = self._listen(wire, wait)
        except CallCut as error:
            raise self._failure(error, message, wait) from None
        except OSError:
            self._close()  # it hangs up after each answer
            return
        if text := self._text(raw):
            ending = self._read_end or b"\n"
            self._renew_after_stray()
            if not raw.endswith(ending) and self._ends_by_characters:
                rest = raw.rpartition(ending)[2].decode(self._encoding, "replace")
                raise LinkStray(unfinished(message, rest, ending.decode(self._encoding, "replace")))
            if not expect.lines:
                raise LinkStray(answered(message, text, expect.table))
            raise LinkStray(further_lines(message, answer, text, watched))
        if wait and self.turns.urgently_wanted:
            self._watch = watched  # a stop waits, so listen at the next of these messages
            return
        expect.proven = self.epoch
        if learning and not expect.lines and not expect.sure:
            self._watch = (message, expect.table)

    def _listen(self, wire: Wire, wait: float) -> bytes:
        """Read what comes within a time; an urgent caller ends it."""
        until = time.monotonic() + wait
        while True:
            came = wire.unread(min(_SLICE, max(0.0, until - time.monotonic())))
            if came or time.monotonic() >= until or self.turns.urgently_wanted:
                return came

    def _discard_for(self, wire: Wire, seconds: float) -> None:
        """Discard whatever comes within a time: the bench file says that something may."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            text = self._text(self._listen(wire, left))
            if self.turns.urgently_wanted:
                return
            if text:
                _log.debug("%s answered %r with %s", self.resource, self._last, short(text))
        self._last = ""

    @property
    def _ends_by_characters(self) -> bool:
        return bool(self._read_end) or self.resource.upper().startswith("ASRL")

    def _line(self, wire: Wire, until: float) -> str:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return self._decoded(wire.message(left))

    def _block(self, wire: Wire, until: float) -> str:
        raw = wire.block(max(until - time.monotonic(), 0.001))
        if self._read_end and raw.endswith(self._read_end):
            raw = raw[: -len(self._read_end)]
        return raw.decode("latin-1")

    def _decoded(self, raw: bytes) -> str:
        if self._read_end and raw.endswith(self._read_end):
            raw = raw[: -len(self._read_end)]
        return raw.decode(self._encoding, "replace").strip()

    def _split(self, raw: bytes) -> list[str]:
        parts = raw.split(self._read_end or b"\n")
        return [text for part in parts if (text := part.decode(self._encoding, "replace").strip())]

    def _text(self, raw: bytes) -> str:
        """What came, for people; white space alone is the rest of an answer and means nothing."""
        return " / ".join(self._split(raw)) if raw else ""
