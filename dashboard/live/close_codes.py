"""Close codes of room sockets, which are also the `code` in errors of Socket.IO (docs/reference/room-sockets.md)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class CloseCode(IntEnum):
    """Why the server closes a connection."""

    GOING_AWAY = 1001
    TROUBLE = 1011
    BAD_MESSAGE = 4400
    NOT_SIGNED_IN = 4401
    NOT_ALLOWED = 4403
    NO_SUCH_ROOM = 4404
    NO_ACKNOWLEDGEMENT = 4408
    TOO_MANY = 4429


MEANINGS: Mapping[CloseCode, tuple[str, str]] = {
    CloseCode.GOING_AWAY: ("The server shuts down.", "Connect again after a pause, with `since`."),
    CloseCode.TROUBLE: (
        "The server cannot read the database, or failed by itself.",
        "Connect again after a pause, with `since`.",
    ),
    CloseCode.BAD_MESSAGE: (
        "A query parameter or message has another form than this page describes.",
        "Mend the program.",
    ),
    CloseCode.NOT_SIGNED_IN: ("Neither a session cookie nor a token that is known came along.", "Sign in."),
    CloseCode.NOT_ALLOWED: (
        "The user may not enter the room, or a page of another site opened the connection.",
        "Do not try again as the same user.",
    ),
    CloseCode.NO_SUCH_ROOM: ("No room has this name.", "Do not try again."),
    CloseCode.NO_ACKNOWLEDGEMENT: (
        "The client did not acknowledge a frame in time, or read nothing for as long.",
        "Connect again, with `since`, and read faster.",
    ),
    CloseCode.TOO_MANY: (
        "The client has too many connections or subscriptions, opens them too fast, or sends too much.",
        "Connect again after a pause, with fewer.",
    ),
}
"""What each code means, and what a client does about it."""


class Refused(Exception):
    """A client does not get what it asked for; `code` is the reason for programs, the message is for people."""

    def __init__(self, code: CloseCode, message: str) -> None:
        self.code = code
        super().__init__(message)
