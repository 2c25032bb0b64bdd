"""Limits on connections, in all and of one client, and on how fast one client opens them. No I/O."""

from __future__ import annotations

from collections import Counter

from dashboard.server.limits import CONNECTS_PER_SECOND, Rate
from dashboard.server.metering import Bucket
from engine.errors import PyBirchError

_REMEMBERED = 1000
"""Clients whose rate is remembered although they have no connection now."""


class TooMany(PyBirchError):
    """A limit on connections or subscriptions is reached."""


class Admission:
    """Counts the open connections of one web process."""

    def __init__(self, most: int, most_per_client: int) -> None:
        self._most = most
        self._most_per_client = most_per_client
        self._clients: Counter[str] = Counter()
        self._pace = Rate(most_per_client, CONNECTS_PER_SECOND)
        self._paces: dict[str, Bucket] = {}
        self.count = 0
        """Connections open now."""

    def enter(self, client: str) -> None:
        """Count one more connection of `client`. Raises TooMany when a limit is reached."""
        if self.count >= self._most:
            raise TooMany(f"this server takes {self._most} connections, and all are in use; try again later")
        if self._clients[client] >= self._most_per_client:
            raise TooMany(
                f"{self._most_per_client} connections of this client are open already; close some first"
            )
        if not self._paces.setdefault(client, Bucket(self._pace)).take():
            raise TooMany(
                f"this client opens connections too fast; open at most {CONNECTS_PER_SECOND:g} a second"
            )
        self._forget()
        self.count += 1
        self._clients[client] += 1

    def _forget(self) -> None:
        if len(self._paces) > _REMEMBERED + len(self._clients):
            self._paces = {client: pace for client, pace in self._paces.items() if not pace.full}

    def leave(self, client: str) -> None:
        """One connection of `client` has ended."""
        self.count -= 1
        self._clients[client] -= 1
        if not self._clients[client]:
            del self._clients[client]
