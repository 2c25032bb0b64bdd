"""Who watches a room now, as far as this web process knows. Pure."""

from __future__ import annotations

from collections import Counter

from engine.model import clock
from engine.model.events import Presence


class Watchers:
    """The clients in one room; one that is there with several connections counts once."""

    def __init__(self, room: str) -> None:
        self.version = 0
        """Grows with every change."""
        self._room = room
        self._connections: Counter[str] = Counter()
        self._users: dict[str, str] = {}
        self._event: bytes | None = None

    @property
    def several(self) -> bool:
        """Whether there is anybody else to tell a client of."""
        return len(self._users) > 1

    @property
    def event(self) -> bytes:
        """The `presence` event that tells who is here, one name a client."""
        if self._event is None:
            users = sorted(self._users.values())
            self._event = Presence(room=self._room, users=users, timestamp=clock.timestamp()).encode()
        return self._event

    def enter(self, client: str, user: str) -> None:
        """One more connection of a client."""
        self._connections[client] += 1
        if client not in self._users:
            self._users[client] = user
            self._changed()

    def leave(self, client: str) -> None:
        """One connection less."""
        self._connections[client] -= 1
        if not self._connections[client]:
            del self._connections[client]
            del self._users[client]
            self._changed()

    def _changed(self) -> None:
        self.version += 1
        self._event = None
