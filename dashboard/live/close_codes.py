"""Why a door closes a connection: WebSocket close codes, and `code` in the errors of Socket.IO. Pure."""

from __future__ import annotations

from enum import IntEnum


class CloseCode(IntEnum):
    """The codes of the contract, and 1011 when the server itself is in trouble."""

    GOING_AWAY = 1001
    TROUBLE = 1011
    BAD_MESSAGE = 4400
    NOT_SIGNED_IN = 4401
    NOT_ALLOWED = 4403
    NO_SUCH_ROOM = 4404
    NO_ACKNOWLEDGEMENT = 4408
    TOO_MANY = 4429


class Refused(Exception):
    """A client does not get what it asked for; `code` says why to programs, the message to people."""

    def __init__(self, code: CloseCode, message: str) -> None:
        self.code = code
        super().__init__(message)
