"""The exchanges of one instrument on its session, which identify it again whenever the session is new."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from engine.bench.answers import short
from engine.bench.driver import NoAnswer
from engine.bench.expected_answer import ExpectedAnswer, Message
from engine.bench.link_errors import (
    LinkBroke,
    LinkBusy,
    LinkCut,
    LinkDown,
    LinkError,
    LinkRefused,
    LinkReopened,
    LinkSilent,
    LinkStray,
)
from engine.bench.visa import Link
from engine.errors import IdentityMismatch, InstrumentError, InstrumentUnreachable, Interlocked, Interrupted

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Dialogue:
    """The exchanges of one instrument. `seconds` is the time for an answer."""

    def __init__(
        self,
        name: str,
        link: Link,
        seconds: float,
        identify: Message | None,
        identity: str | None,
        on_connect: Sequence[Message],
        select: str = "",
        pause: float = 0.0,
        attempts: int = 1,
    ) -> None:
        self.name = name
        self.link = link
        self.stops = 0
        """Number of times that this instrument was stopped: a command that waited meanwhile is not sent."""
        self.select = select
        self.pause = pause
        self._attempts = attempts
        self._seconds = seconds
        self._identify = identify
        self._identity = identity
        self._on_connect = on_connect
        self._generation = 0
        self._closed = True
        self._called = ""
        """Its last answer to the identification query."""
        self._met = False
        self._strays = 0

    def open(self) -> str:
        """Connect and identify; returns what the instrument answers."""
        self._generation, self._closed = 0, False
        self._talk(lambda: None, self.stops)
        return self._called

    def close(self) -> None:
        """Disconnect; nothing is sent until the next `open`."""
        self._generation, self._closed = 0, True
        self.link.leave(self)

    def ask(
        self,
        query: str,
        expect: ExpectedAnswer,
        meaning: Callable[[str], T],
        seconds: float | None = None,
    ) -> T:
        """Ask a query, several times where the bench file allows it. `meaning` turns the answer into a value, or
        raises ValueError that says what the answer is not.
        """
        patience, stops = self._seconds if seconds is None else seconds, self.stops
        for left in range(self._attempts - 1, 0, -1):
            try:
                return self._ask_once(query, expect, meaning, patience)
            except Interrupted:
                raise
            except InstrumentError as error:
                if self.stops != stops or (
                    isinstance(error, InstrumentUnreachable) and not isinstance(error, NoAnswer)
                ):
                    raise
                _log.warning("%s; it is asked again (attempts left: %d)", error, left)
        return self._ask_once(query, expect, meaning, patience)

    def _ask_once(self, query: str, expect: ExpectedAnswer, meaning: Callable[[str], T], seconds: float) -> T:
        stops = self.stops
        answer = self._talk(
            lambda: self.link.exchange(query, expect, seconds, self._generation, self, stops),
            stops,
            True,
        )
        return self.meant(query, answer, meaning)

    def meant(self, query: str, answer: str, meaning: Callable[[str], T]) -> T:
        """The value that an answer means. Raises InstrumentError, and has the next exchange check whether the answer
        belonged to another query.
        """
        try:
            return meaning(answer)
        except ValueError as error:
            self.link.mark_doubtful(self._generation)
            raise InstrumentError(self.name, f"{query!r} was answered {error}") from None

    def tell(self, command: str, expect: ExpectedAnswer, seconds: float | None = None) -> None:
        """Send a command once, and read what comes back within `seconds`."""
        stops, patience = self.stops, self._seconds if seconds is None else seconds
        self._talk(
            lambda: self.link.exchange(command, expect, patience, self._generation, self, stops), stops
        )

    def send_urgently(self, command: str, expect: ExpectedAnswer) -> None:
        """Send a command before all others; not to a resource where this instrument was never identified."""
        self._urgently(lambda: self.link.send_urgently(command, expect, self))

    def ask_urgently(self, query: str, expect: ExpectedAnswer, meaning: Callable[[str], T]) -> T:
        """Ask a query before all other messages."""
        try:
            answer = self._urgently(lambda: self.link.send_urgently(query, expect, self, needs_answer=True))
        except InstrumentError:  # the interrupted exchange may have been answered meanwhile
            answer = self._urgently(lambda: self.link.send_urgently(query, expect, self, needs_answer=True))
        try:
            return meaning(answer)
        except ValueError as error:
            self.link.mark_doubtful(self.link.generation)
            raise InstrumentError(self.name, f"{query!r} was answered {error}") from None

    def stop(self) -> None:
        """Send no command any more whose call started before."""
        self.stops += 1

    def interrupt(self) -> None:
        """Interrupt the running exchange of this instrument; it is not repeated."""
        self.stop()
        self.link.interrupt(self)

    def tidy(self, patience: float) -> None:
        """Discard what came while nobody measured."""
        self.link.tidy(patience)
        self._strays = self.link.strays

    def confirm(self, patience: float) -> None:
        """Make sure that the answers since `tidy` belong to their questions. Raises InstrumentError."""
        if self.link.strays != self._strays:
            raise InstrumentError(
                self.name,
                "it sent something without being asked while the readings were taken (see the engine's log), so "
                "they may belong to other questions",
            )
        try:
            if self._identify is not None and self._generation == self.link.generation:
                self._confirm_by_identity(self._identify)
            else:
                self.link.confirm(patience)
        except LinkStray as error:
            raise InstrumentError(self.name, str(error)) from None
        except LinkError as error:
            _log.info("%s: %s", self.name, error)  # a silent instrument makes no answer wrong

    def _confirm_by_identity(self, identify: Message) -> None:
        """An instrument answers in order: after its answer to the identification query nothing older can come."""
        query, expect = identify
        answer = self.link.exchange(query, expect, self._seconds, self._generation, self, self.stops)
        if answer != self._called:
            self.link.confirm(self._seconds)

    def _urgently(self, work: Callable[[], T]) -> T:
        self._refuse_closed()
        if not self._met:
            raise InstrumentUnreachable(self.name, "it was never connected")
        try:
            return work()
        except LinkSilent as error:
            raise NoAnswer(self.name, str(error)) from error
        except LinkDown as error:
            raise InstrumentUnreachable(self.name, str(error)) from error
        except LinkError as error:
            raise InstrumentError(self.name, str(error)) from error

    def _talk(self, work: Callable[[], T], stops: int, repeatable: bool = False) -> T:
        """Do one exchange; on a new session, identify the instrument first. A lost query is repeated once."""
        for attempt in range(4):
            self._refuse_closed()
            try:
                if self._generation != self.link.generation or not self._generation:
                    self._introduce(stops)
                return work()
            except LinkReopened:
                self._generation = 0
            except LinkDown as error:
                self._generation = 0
                if not repeatable or attempt or not isinstance(error, LinkBroke):
                    raise InstrumentUnreachable(self.name, str(error)) from error
            except LinkCut as error:
                self._generation = 0
                if not repeatable or stops != self.stops:
                    raise Interrupted(self.name, str(error)) from error
            except LinkSilent as error:
                raise NoAnswer(self.name, str(error)) from error
            except LinkRefused as error:
                raise Interlocked(self.name, str(error)) from error
            except (LinkStray, LinkBusy) as error:
                raise InstrumentError(self.name, str(error)) from error
        raise InstrumentUnreachable(
            self.name,
            f"{self.link.resource} closes the connection again and "
            "again; check that no other program uses it",
        )

    def _introduce(self, stops: int) -> None:
        """Open the session if necessary and make sure that the right instrument answers."""
        link = self.link
        generation = link.join(self)
        if self._closed:  # meanwhile
            link.leave(self)
            self._refuse_closed()
        if self._identify is not None:
            query, expect = self._identify
            self._called = link.identify(query, expect, self._seconds, generation, self, stops, self._known())
            if self._identity is not None and not re.match(self._identity, self._called):
                self._met = False
                raise IdentityMismatch(
                    self.name,
                    f"{query!r} was answered {short(self._called)}, which does not match {self._identity!r}",
                )
            if query.upper().startswith("*IDN?"):
                link.trust_status_byte()
        for command, expect in self._on_connect:
            link.exchange(command, expect, self._seconds, generation, self, stops)
        self._generation, self._met = generation, True

    def _known(self) -> Callable[[str], bool] | None:
        """Which answers can only come from this instrument."""
        identity, called = self._identity, self._called
        if identity is not None:
            return lambda text: re.match(identity, text) is not None
        return (lambda text: text == called) if called and self._met else None

    def _refuse_closed(self) -> None:
        if self._closed:
            raise InstrumentUnreachable(self.name, "it is not connected")
