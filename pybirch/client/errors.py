"""Errors of the client: each message says what happened, where, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a request: `path` says where (`steps[0].positions`), `message` says what."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class Error(Exception):
    """Base class of everything that the client raises on purpose."""


class Refused(Error):
    """The server, the engine or an instrument refused to do something, or failed; trying again does not help.

    `status` is the HTTP status (0 where there is none), `problems` say which part of the request is wrong and why.
    """

    def __init__(self, message: str, status: int = 0, problems: Sequence[Problem] = ()) -> None:
        self.status = status
        self.problems = tuple(problems)
        super().__init__("; ".join([message, *map(str, self.problems)]))


class NotFound(Error):
    """The thing does not exist on the server, or there is no PyBirch at that address."""


class Unreachable(Error):
    """The server or its engine did not answer; the same may work later."""


def in_words(error: BaseException) -> str:
    """Why a connection failed, without the system's error numbers."""
    return re.sub(r"\[Errno -?\d+\]\s*", "", " ".join(str(error).split())) or "the connection broke"
