"""Presence: who watches a room now, as far as this web process knows, and what they are called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count
from urllib.parse import parse_qs, unquote

from dashboard.auth.base import OPERATOR, Environ, Identity
from dashboard.auth.cookies import cookies
from engine.model import clock
from engine.model.events import Presence

NAME_LENGTH = 40
"""Characters of a name that are kept."""
NAME_COOKIE = "pybirch_name"
"""Where a browser keeps the name its person chose, percent-encoded."""
SETTLE_SECONDS = 0.5
"""How long people may come and go before the others are told; a page that is loaded anew disturbs nobody."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody at the other end: `key` tells people apart, `name` is empty for a guest."""

    key: str
    name: str = ""


SOMEBODY = Watcher("")
"""Of whom nothing is known."""


def watcher(identity: Identity, environ: Environ, name: object = None) -> Watcher:
    """Who a connection belongs to.

    People who share a sign-in may choose a `name`: with the request, in its query or in a cookie. Whoever has a user
    of their own is called that. Programs that share a token are told apart by their names alone.
    """
    if identity.user != OPERATOR:
        return Watcher(f"user {identity.user}", tidy(identity.user))
    chosen = tidy(name if isinstance(name, str) else _asked(environ))
    return Watcher(identity.client if identity.by_cookie else f"{identity.client} {chosen}", chosen)


def tidy(name: str) -> str:
    """A name as it may be shown: one line of at most 40 printable characters; nobody has checked what it says."""
    shown = "".join(c if c.isprintable() else " " for c in name[: 4 * NAME_LENGTH])
    return " ".join(shown.split())[:NAME_LENGTH].rstrip()


def _asked(environ: Environ) -> str:
    query = parse_qs(str(environ.get("QUERY_STRING", ""))).get("name")
    if query:
        return query[0]
    return unquote(cookies(environ).get(NAME_COOKIE, ""))


class Guests:
    """Numbers for people without a name: the least that is free, kept while they are connected to anything."""

    def __init__(self) -> None:
        self._connections: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}

    def enter(self, key: str) -> None:
        """One more connection of somebody."""
        self._connections[key] += 1

    def leave(self, key: str) -> None:
        """One connection less."""
        self._connections[key] -= 1
        if not self._connections[key]:
            del self._connections[key]
            self._numbers.pop(key, None)

    def name(self, key: str) -> str:
        """What somebody without a name is called."""
        if key not in self._numbers:
            taken = set(self._numbers.values())
            self._numbers[key] = next(n for n in count(1) if n not in taken)
        return f"Guest {self._numbers[key]}"


Users = tuple[str, ...]
"""Names of who is there, sorted, one a person."""


class Watchers:
    """The people in one room; one who is there with several connections counts once, by the latest name.

    A change is told when it has settled.
    """

    def __init__(self, room: str, guests: Guests) -> None:
        self.settled = True
        self._room = room
        self._guests = guests
        self._connections: Counter[str] = Counter()
        self._names: dict[str, str] = {}
        self._users: Users | None = ()
        self._before: Users = ()
        self._event: bytes | None = None

    @property
    def users(self) -> Users:
        """Who is there now."""
        if self._users is None:
            self._users = tuple(sorted(self._names.values()))
        return self._users

    @property
    def event(self) -> bytes:
        """The `presence` event that tells who is here."""
        if self._event is None:
            made = Presence(room=self._room, users=list(self.users), timestamp=clock.timestamp())
            self._event = made.encode()
        return self._event

    def owes(self, told: Users) -> bool:
        """Whether a connection that was told this is to be told something new."""
        return self.settled and told is not self.users and told != self.users

    def enter(self, who: Watcher) -> bool:
        """One more connection of somebody; whether it begins a change, which `settle` is to end."""
        self._connections[who.key] += 1
        name = who.name or self._guests.name(who.key)
        if self._names.get(who.key) == name:
            return False
        before, self._names[who.key] = self.users, name
        return self._changed(before)

    def leave(self, who: Watcher) -> bool:
        """One connection less; whether it begins a change."""
        self._connections[who.key] -= 1
        if self._connections[who.key]:
            return False
        before = self.users
        del self._connections[who.key], self._names[who.key]
        return self._changed(before)

    def settle(self) -> None:
        """The change is over: it may be told, unless all is as it was."""
        if self.users == self._before:
            # The same tuple again, for that is quicker to compare.
            self._users = self._before
        else:
            self._event = None
        self.settled = True

    def _changed(self, before: Users) -> bool:
        self._users = None
        if not self.settled:
            return False
        self._before, self.settled = before, False
        return True
