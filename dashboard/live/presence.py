"""Presence: who watches a room now, as far as this web process knows, and their names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count
from urllib.parse import parse_qs, unquote

from dashboard.auth.base import Environ, Identity
from dashboard.auth.cookies import cookies
from engine.model import clock
from engine.model.events import Presence

NAME_LENGTH = 40
"""Longest name in characters."""
NAME_COOKIE = "pybirch_name"
"""Cookie in which a browser stores the name that its user chose, percent-encoded."""
SETTLE_SECONDS = 0.5
"""Seconds for which people may come and go before the others are told, so that reloading a page changes nothing."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody who watches: `key` tells people apart, `name` is empty for a guest."""

    key: str
    name: str = ""


SOMEBODY = Watcher("")
"""Somebody about whom nothing is known."""


def watcher(identity: Identity, environ: Environ, name: object = None) -> Watcher:
    """Find who a connection belongs to.

    People who share a sign-in may choose a `name`: with the request, in its query or in a cookie. A user of their
    own keeps that user's name. Names alone tell programs apart that share a token.
    """
    if not identity.shared:
        return Watcher(f"user {identity.user}", tidy(identity.user))
    chosen = tidy(name if isinstance(name, str) else _name_from(environ))
    return Watcher(identity.client if identity.csrf else f"{identity.client} {chosen}", chosen)


def tidy(name: str) -> str:
    """A name that may be shown: one line of at most 40 printable characters; nobody has checked what it says."""
    shown = "".join(c if c.isprintable() else " " for c in name[: 4 * NAME_LENGTH])
    return " ".join(shown.split())[:NAME_LENGTH].rstrip()


def _name_from(environ: Environ) -> str:
    query = parse_qs(str(environ.get("QUERY_STRING", ""))).get("name")
    if query:
        return query[0]
    return unquote(cookies(environ).get(NAME_COOKIE, ""))


class Guests:
    """Numbers for people without a name: the smallest free one, kept while they are connected."""

    def __init__(self) -> None:
        self._connections: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}

    def enter(self, key: str) -> None:
        """Count one more connection of somebody."""
        self._connections[key] += 1

    def leave(self, key: str) -> None:
        """Count one connection less."""
        self._connections[key] -= 1
        if not self._connections[key]:
            del self._connections[key]
            self._numbers.pop(key, None)

    def name(self, key: str) -> str:
        """Name of somebody without a name of their own."""
        if key not in self._numbers:
            taken = set(self._numbers.values())
            self._numbers[key] = next(n for n in count(1) if n not in taken)
        return f"Guest {self._numbers[key]}"


Users = tuple[str, ...]
"""Names of who is there, sorted, one for each person."""


class Watchers:
    """The people in one room; somebody with several connections counts once, with the latest name.

    A change is announced after it has settled.
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

    def must_announce(self, told: Users) -> bool:
        """Whether a connection that was told `told` must be told something new."""
        return self.settled and told is not self.users and told != self.users

    def enter(self, who: Watcher) -> bool:
        """Add a connection; returns whether a change starts, which `settle` must end."""
        self._connections[who.key] += 1
        name = who.name or self._guests.name(who.key)
        if self._names.get(who.key) == name:
            return False
        before, self._names[who.key] = self.users, name
        return self._changed(before)

    def leave(self, who: Watcher) -> bool:
        """Remove a connection; returns whether a change starts."""
        self._connections[who.key] -= 1
        if self._connections[who.key]:
            return False
        before = self.users
        del self._connections[who.key], self._names[who.key]
        return self._changed(before)

    def settle(self) -> None:
        """The change has settled: announce it, unless everything is as before."""
        if self.users == self._before:
            # The same tuple again, because that is faster to compare.
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
