"""Cursors: a place in a room's records as opaque text, bound to the room and to the database. Pure."""

from __future__ import annotations

import hashlib
import re

from dashboard.live.rooms import Room

_SHAPE = re.compile(r"([0-9a-f]{12})-([0-9a-f]{1,15})", re.ASCII)


class Cursors:
    """Tells the cursors of one database (`identity`: its UUID) from all others."""

    def __init__(self, identity: str) -> None:
        self._identity = identity

    def tag(self, room: Room) -> str:
        """What every cursor of a room begins with."""
        made = hashlib.blake2s(f"{self._identity}/{room.name}".encode(), digest_size=6)
        return made.hexdigest()

    def decode(self, room: Room, text: str) -> int | None:
        """The record behind a cursor, or None when it is not one of this room and database."""
        match = _SHAPE.fullmatch(text)
        if match is None or match[1] != self.tag(room):
            return None
        return int(match[2], 16)


def place(tag: str, seq: int) -> str:
    """The cursor after `seq` in the room of `tag`."""
    return f"{tag}-{seq:x}"


def is_cursor(text: str) -> bool:
    """Whether text could be a cursor of any room."""
    return _SHAPE.fullmatch(text) is not None
