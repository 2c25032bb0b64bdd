"""Cursors: a position in a room's records as opaque text, valid only for this room and database. No I/O."""

from __future__ import annotations

import hashlib
import re

from dashboard.live.rooms import Room

_SHAPE = re.compile(r"([0-9a-f]{12})-([0-9a-f]{1,15})", re.ASCII)


class Cursors:
    """Makes and reads the cursors of one database (`identity` is its UUID)."""

    def __init__(self, identity: str) -> None:
        self._identity = identity

    def tag(self, room: Room) -> str:
        """The common beginning of all cursors of a room."""
        made = hashlib.blake2s(f"{self._identity}/{room.name}".encode(), digest_size=6)
        return made.hexdigest()

    def decode(self, room: Room, text: str) -> int | None:
        """The record of a cursor, or None when it belongs to another room or database."""
        match = _SHAPE.fullmatch(text)
        if match is None or match[1] != self.tag(room):
            return None
        return int(match[2], 16)


def place(tag: str, seq: int) -> str:
    """The cursor after `seq` in the room with this `tag`."""
    return f"{tag}-{seq:x}"


def is_cursor(text: str) -> bool:
    """Whether a text could be a cursor of any room."""
    return _SHAPE.fullmatch(text) is not None
