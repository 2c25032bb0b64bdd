"""An emergency stop that needs no database: named pipes in HOME between the web server and the engine beside it.

Every other command is a row in the database, so that it is on record. A full or slow disk, or a database that
another program locks, must neither keep anybody from stopping a machine nor delay the answer. The request goes through
one pipe that the engine reads, the answer through a pipe that the web server makes for this one request.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

_NAME = "emergency-stop"
_CLOSES_WITHIN = 5.0
"""Seconds for which `close` waits for the thread, which takes longer only while it carries out a stop."""
_ANSWER_IS_OLD = 60.0
"""Seconds after which no web server still waits for an answer."""
_LONGEST_USER = 200
_LONGEST_ANSWER = 4000
"""Longest answer in bytes: less than a pipe takes at once (PIPE_BUF is 4096 on Linux)."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StopRequest:
    """Who asks for an emergency stop; the command that records it has the same identifier among its arguments."""

    user: str
    request_id: str = field(default_factory=lambda: str(uuid4()))

    @classmethod
    def of(cls, user: str, request_id: object) -> Self:
        """A request with a client's identifier; anything but a UUID is replaced, because a stop is never refused."""
        try:
            return cls(user, str(UUID(str(request_id))))
        except ValueError:
            return cls(user)


Answer = Callable[[str], None]
"""Takes which instruments the stop has not reached and why, or an empty text."""


class StopPipe:
    """The engine's end: calls `on_stop` with each request and how to answer it, in a thread of its own."""

    def __init__(self, home: Path, on_stop: Callable[[StopRequest, Answer], None]) -> None:
        self._path = home / _NAME
        self._on_stop = on_stop
        self._descriptor: int | None = None
        self._listener: Thread | None = None
        self._closed = False

    def open(self) -> None:
        """Start listening; without pipes (Windows, some network folders) stops come only through the database."""
        _remove_old_answers(self._path.parent)
        try:
            self._descriptor = self._pipe()
        except (OSError, AttributeError) as error:
            _log.warning(
                "cannot open the pipe for emergency stops, they come only through the database: %s: %s",
                self._path,
                error,
            )
            return
        self._listener = Thread(target=self._listen, args=(self._descriptor,), name="stop pipe", daemon=True)
        self._listener.start()

    def close(self) -> None:
        """Stop listening: when this returns, the next process that opens the pipe gets all later stops."""
        self._closed = True
        if self._descriptor is not None and self._listener is not None:
            with suppress(OSError):
                os.write(self._descriptor, b"\n")
            self._listener.join(_CLOSES_WITHIN)

    def _pipe(self) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.mkfifo(self._path, 0o600)
        if not stat.S_ISFIFO(self._path.stat().st_mode):
            raise FileExistsError(errno.EEXIST, "a file with this name is not a pipe; remove it")
        # Opened for both directions, so that reading does not end whenever a writer closes.
        return os.open(self._path, os.O_RDWR)

    def _listen(self, descriptor: int) -> None:
        with os.fdopen(descriptor, "r", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if self._closed:
                    return
                request = _parsed(line)
                self._on_stop(request, lambda reason, request=request: self._answer(request, reason))  # type: ignore[misc]

    def _answer(self, request: StopRequest, reason: str) -> None:
        # The web server may have stopped waiting, and its pipe be gone.
        with suppress(OSError):
            _write(_answer_path(self._path.parent, request), reason.encode()[:_LONGEST_ANSWER])


class StopAnswer:
    """The web server's end: made before `request_stop`, read afterwards, removed when closed."""

    def __init__(self, home: Path, request: StopRequest) -> None:
        self._path = _answer_path(home, request)
        self.descriptor: int | None = None
        """Becomes readable when the engine answers; None where there are no pipes."""
        with suppress(OSError, AttributeError):
            os.mkfifo(self._path, 0o600)
            self.descriptor = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self._path.unlink(missing_ok=True)

    def read(self) -> str | None:
        """The answer; None while there is none."""
        if self.descriptor is None:
            return None
        try:
            return os.read(self.descriptor, _LONGEST_ANSWER + 1).decode(errors="replace").strip()
        except BlockingIOError:
            return None


def request_stop(home: Path, request: StopRequest) -> bool:
    """Ask the engine for an emergency stop at once; False when no engine listens on this machine."""
    user = " ".join(request.user.split())[:_LONGEST_USER]
    try:
        _write(home / _NAME, json.dumps({"id": request.request_id, "user": user}).encode())
    except (OSError, AttributeError):
        return False
    return True


def _write(path: Path, text: bytes) -> None:
    """Write a line into a pipe. Raises OSError when there is none, or no process reads it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    try:
        if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a pipe", str(path))
        os.write(descriptor, text + b"\n")
    finally:
        os.close(descriptor)


def _parsed(line: str) -> StopRequest:
    """The request in a line; a line that cannot be read is a stop too."""
    try:
        given = json.loads(line)
        return StopRequest(str(given["user"]), str(given["id"]))
    except (ValueError, TypeError, KeyError):
        return StopRequest(line.strip()[:_LONGEST_USER])


def _remove_old_answers(home: Path) -> None:
    """Remove the pipes of web servers that were killed while they waited for an answer."""
    for path in home.glob(f"{_NAME}-*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _ANSWER_IS_OLD:
                path.unlink()


def _answer_path(home: Path, request: StopRequest) -> Path:
    return home / f"{_NAME}-{request.request_id}"
