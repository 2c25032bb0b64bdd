"""Looks sessions and API tokens up in the database; while that does not answer, what it said last counts."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import TypeVar

import gevent
from gevent.timeout import Timeout
from sqlalchemy import Connection

from dashboard.server.off_loop import Busy, Lane
from engine.errors import StoreError
from engine.model import clock
from engine.model.people import Role, SignIn
from engine.settings import AuthKind
from engine.store import api_tokens, sessions
from engine.store.api_tokens import digest
from engine.store.database import Database

ANSWER_SECONDS = 1.0
"""Seconds that the database has to say who somebody is."""
SEEN_SECONDS = 60.0
"""Seconds for which a session or token counts as seen, so that not every request writes."""
_REMEMBERED = 10_000
_WORKERS, _WAITING = 2, 1000
_LOG = logging.getLogger(__name__)
T = TypeVar("T")


class Credentials:
    """The sessions of one way to sign in, and all API tokens; `idle` is the longest pause of a session in seconds."""

    def __init__(self, database: Database, kind: AuthKind, proof: str, idle: float) -> None:
        self._database = database
        self._kind = kind
        self._proof = proof
        self._idle = timedelta(seconds=idle)
        self._seen_for = min(SEEN_SECONDS, idle / 4)
        self._reads, self._writes = Lane(_WORKERS, _WAITING), Lane(1, _WAITING)
        self._said: OrderedDict[str, SignIn | None] = OrderedDict()
        self._noted: dict[str, float] = {}

    def session(self, secret: str) -> SignIn | None:
        """The session that a cookie proves; None when it is unknown or has ended. Raises StoreError."""
        found = self._look(f"s{digest(secret)}", lambda conn: sessions.find(conn, digest(secret)))
        if found is None or not self._holds(found):
            return None
        self._note_soon(found, sessions.seen)
        return found

    def token(self, text: str) -> SignIn | None:
        """What an API token stands for; None when it is unknown, revoked or expired. Raises StoreError."""
        found = self._look(f"t{digest(text)}", lambda conn: api_tokens.find(conn, digest(text)))
        if found is None or _expired(found):
            return None
        self._note_soon(found, api_tokens.used)
        return found

    def open(
        self,
        secret: str,
        sign_in: SignIn,
        lifetime: timedelta,
        check: Callable[[Connection], None],
        *,
        address: str,
        agent: str,
    ) -> None:
        """Open a session; `check` is called first, in the same transaction. Raises StoreError."""

        def work() -> None:
            with self._database.write() as conn:
                check(conn)
                sessions.open_(conn, digest(secret), sign_in, lifetime, address=address, agent=agent)

        self._writes.do(work)

    def end(self, secret: str) -> None:
        """End a session, if there is one; from here on it is over also while the database does not answer.

        Raises StoreError.
        """

        def work() -> None:
            with self._database.write() as conn:
                found = sessions.find(conn, digest(secret))
                if found is not None:
                    sessions.end(conn, found.id)

        self._writes.do(work)
        self._said[f"s{digest(secret)}"] = None

    def alive(self, session_ids: Collection[str], token_ids: Collection[str]) -> dict[str, Role]:
        """The present roles of those sessions and tokens that still hold; open connections count as activity.

        Raises StoreError.
        """

        def work(conn: Connection) -> tuple[dict[str, SignIn], dict[str, SignIn]]:
            return sessions.known(conn, session_ids), api_tokens.known(conn, token_ids)

        known, tokens = self._read(work)
        held = {key: each for key, each in known.items() if self._holds(each)}
        for each in held.values():
            self._note_soon(each, sessions.seen)
        held |= {key: each for key, each in tokens.items() if not _expired(each)}
        return {key: each.role for key, each in held.items()}

    def _look(self, key: str, find: Callable[[Connection], SignIn | None]) -> SignIn | None:
        try:
            found = self._read(find)
        except StoreError:
            # What was known stays known, so that people can still stop everything.
            if key in self._said:
                return self._said[key]
            raise
        self._said[key] = found
        self._said.move_to_end(key)
        if len(self._said) > _REMEMBERED:
            self._said.popitem(last=False)
        return found

    def _read(self, find: Callable[[Connection], T]) -> T:
        def work() -> T:
            with self._database.read() as conn:
                return find(conn)

        late = StoreError("the database does not say in time who you are; try again in a moment")
        with Timeout(ANSWER_SECONDS, late):
            try:
                return self._reads.do(work)
            except Busy:
                raise late from None

    def _holds(self, found: SignIn) -> bool:
        idle = found.seen_at is not None and clock.now() - found.seen_at > self._idle
        return found.auth == self._kind and found.proof == self._proof and not idle and not _expired(found)

    def _note_soon(self, found: SignIn, note: Callable[[Connection, Collection[str]], None]) -> None:
        """Write down that a session or token is in use, unless that was done lately."""
        now = time.monotonic()
        if not _older(found.seen_at, self._seen_for) or now - self._noted.get(found.id, 0) < self._seen_for:
            return
        self._noted = {key: at for key, at in self._noted.items() if now - at < self._seen_for}
        self._noted[found.id] = now

        def work() -> None:
            with self._database.write() as conn:
                note(conn, [found.id])

        def write() -> None:
            try:
                self._writes.do(work)
            except (StoreError, Busy) as error:
                _LOG.warning("cannot note that a session is in use: %s", error)

        gevent.spawn(write)


def _expired(found: SignIn) -> bool:
    return found.expires_at is not None and found.expires_at <= clock.now()


def _older(moment: datetime | None, seconds: float) -> bool:
    return moment is None or (clock.now() - moment).total_seconds() > seconds
