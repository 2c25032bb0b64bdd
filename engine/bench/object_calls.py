"""Calls to one instrument behind a Python class: one at a time, each with its own answers, and interrupted by a stop.

What a class sends and reads within a call is up to the class. Between calls nothing may be left unread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from pyvisa.constants import StatusCode
from pyvisa.errors import VisaIOError

from engine.bench.answer_errors import answered, as_toml, refused
from engine.bench.answers import short
from engine.bench.attribution import DOUBT
from engine.bench.driver import NoAnswer
from engine.bench.expected_answer import fits
from engine.bench.link_errors import CallCut
from engine.bench.link_session import LISTEN
from engine.bench.object_session import RENEW_WITHIN, Connection, ObjectSession
from engine.bench.visa import GIVES_WAY, GRACE, URGENT
from engine.bench.wire import Wire
from engine.errors import InstrumentError, InstrumentUnreachable, Interlocked, Interrupted

T = TypeVar("T")


class ObjectCalls(ObjectSession):
    """Any thread may call any method."""

    def __init__(self, name: str, write_delay: float, connection: Connection) -> None:
        super().__init__(name, connection)
        self._delay = write_delay
        self._stops = 0
        self._strays_before = 0
        self._proven: dict[tuple[str, bool], int] = {}
        """The count of strays when a call, by its path and whether it sets, left nothing unread."""
        self._set_before = ""
        """What was set just before and may be answered late."""

    def call(
        self,
        path: str,
        work: Callable[[Any], T],
        *,
        sets: bool = False,
        ack: str | None = None,
        value: Any = None,
    ) -> T:
        """Call `work` with the instance; messages name it `path`. `value` is what it sets.

        `ack` is what comes back for something that is set: None where the bench file does not say, "" for nothing.
        Raises InstrumentError; no result is returned that could come from another call's answer.
        """
        stops = self._stops
        self.turns.take()
        try:
            if self._stops != stops:
                raise Interrupted(self._name, "it was stopped before this was sent")
            wire = self._ready()
            self._began, self._last = time.monotonic(), path
            try:
                result = self._attempt(path, work)
                if wire is not None:
                    self._account(wire, path, sets, ack)
            except InstrumentError as error:
                self.exchanges.note(self._name, path, "", self._began, str(error), value)
                raise
            self.exchanges.note(self._name, path, "" if sets else result, self._began, "", value)
            return result
        finally:
            self.turns.give()

    def send_urgently(self, path: str, work: Callable[[Any], T], ack: str | None = None) -> T:
        """Call `work` before all who wait, interrupting the running call."""
        if not self.turns.take(urgent=True, timeout=GRACE):
            self._cut_off()
            if not self.turns.take(urgent=True, timeout=GIVES_WAY):
                raise InstrumentError(
                    self._name, "a running call cannot be interrupted, so nothing can be sent"
                )
        try:
            wire = self._ready(urgent=True)
            self._began, self._last = time.monotonic(), ""
            result = self._attempt(path, work)
            self.exchanges.note(self._name, path, result, self._began)
            if wire is not None and ack:
                with suppress(TimeoutError):
                    wire.message(URGENT)
            return result
        finally:
            self.turns.give()

    def stop(self) -> None:
        """Do nothing any more for calls that started before."""
        self._stops += 1

    def interrupt(self) -> None:
        """Interrupt the running call, unless it ends within a moment."""
        self.stop()
        if not self.turns.busy or self.turns.urgent:
            return
        if self.turns.take(urgent=True, timeout=GRACE):
            self.turns.give()
        else:
            self._cut_off()

    def tidy(self, patience: float) -> None:
        """Discard what came while nobody measured."""
        self._strays_before = self._strays
        if not self.turns.take(timeout=patience):
            return
        try:
            self._last = ""
            if self._wire is not None:
                self._discard(self._wire, 0.0)
        except (OSError, CallCut, VisaIOError):
            return
        finally:
            self.turns.give()

    def confirm(self, patience: float) -> None:
        """Make sure that the calls since `tidy` left nothing unread. Raises InstrumentError."""
        if self._strays == self._strays_before and self.turns.take(timeout=patience):
            try:
                if self._wire is not None and self._last:
                    self._discard(self._wire, max(0.0, self._began + DOUBT - time.monotonic()), stray=True)
            except (OSError, CallCut, VisaIOError):
                return
            finally:
                self.turns.give()
        if self._strays != self._strays_before:
            raise InstrumentError(
                self._name,
                "it sent more than its class read while the readings were taken (see the engine's log), so they "
                "may belong to other questions",
            )

    # Callers hold the lock.

    def _account(self, wire: Wire, path: str, sets: bool, ack: str | None) -> None:
        """Read what the bench file says comes back for something that was set, and check whether more came."""
        try:
            if sets and ack:
                self._acknowledged(wire, path, ack)
            elif sets and self._delay:
                self._discard(wire, self._delay)
                self._last = ""
                return
            before, self._set_before = self._set_before, ""
            unproven = self._proven.get((path, sets)) != self._strays
            sure = sets and ack is not None
            text = self._discard(wire, LISTEN if (unproven and not sure) or before else 0.0, stray=True)
        except CallCut:
            raise self._cut(path) from None
        except (OSError, VisaIOError) as error:
            raise self._lost(error) from error
        if text and sets:
            raise InstrumentError(self._name, answered(path, text, "the table of what was set"))
        if text:
            why = f"{before!r} set before it" if before else "what was set before it"
            raise InstrumentError(
                self._name,
                f"{path!r} was answered, and then {short(text)} came, so its answer is ambiguous. If {why} is "
                f"acknowledged, write ack = into its table; else the class does not fit the instrument",
            )
        if self.turns.urgently_wanted:
            self._set_before = before
            return
        self._proven[path, sets] = self._strays
        if sets and unproven and not sure:
            self._set_before = path

    def _acknowledged(self, wire: Wire, path: str, ack: str) -> None:
        try:
            answer = self._text(wire.message(RENEW_WITHIN))
        except TimeoutError:
            self._owe()
            raise NoAnswer(self._name, f"{path!r} was not acknowledged within {RENEW_WITHIN:g} s") from None
        if not fits(answer, ack):
            self._renew_after_stray(wire)
            raise Interlocked(self._name, refused(path, answer, f"ack = {as_toml(ack)}"))

    def _attempt(self, path: str, work: Callable[[Any], T]) -> T:
        wire = self._wire
        try:
            result = work(self._instrument)
        except InstrumentError:
            raise
        except Exception as error:
            if wire is not None and wire.cut:
                raise self._cut(path) from None
            if isinstance(error, VisaIOError) and error.error_code == StatusCode.error_timeout:
                raise self._silent(path, error) from error
            if isinstance(error, OSError | EOFError | VisaIOError):
                raise InstrumentUnreachable(self._name, f"{path!r} failed: {self._why(error)}") from error
            self._doubtful = True
            raise InstrumentError(self._name, f"{path!r} failed: {self._why(error)}") from error
        if wire is not None and wire.cut:
            raise self._cut(path)
        return result

    def _cut(self, path: str) -> Interrupted:
        self._owe()
        waited = time.monotonic() - self._began
        return Interrupted(self._name, f"{path!r} was interrupted by a stop after {waited:.1f} s")

    def _silent(self, path: str, error: VisaIOError) -> InstrumentError:
        """Renew the session, so that a late answer cannot be taken for the next one."""
        wire = self._wire
        self._owe()
        message = f"{path!r} failed: no answer in time"
        try:
            if wire is not None:
                self._renew(wire, RENEW_WITHIN)
                return NoAnswer(self._name, message)
        except (OSError, VisaIOError):
            return InstrumentUnreachable(self._name, f"{message}; it is connected anew")
        return InstrumentUnreachable(self._name, message)

    # For any thread.

    def _cut_off(self) -> None:
        wire = self._wire
        if wire is not None and not self.turns.urgent:
            wire.cut_off()
