"""An emergency stop that needs no database: a named pipe in HOME, from the web server straight to the engine beside it.

Every other command is a row in the database, so that it is on record. A disk that is full, or a database that another
program holds, must not keep anybody from stopping a machine.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

_NAME = "emergency-stop"
_CLOSES_WITHIN = 5.0
"""Seconds for which `close` waits for the thread; it is longer only while a stop is being carried out."""
_log = logging.getLogger(__name__)


class StopLine:
    """The engine's end: calls `heard` with the name of whoever asks, in a thread of its own."""

    def __init__(self, home: Path, heard: Callable[[str], None]) -> None:
        self._path = home / _NAME
        self._heard = heard
        self._descriptor: int | None = None
        self._listener: Thread | None = None
        self._closed = False

    def open(self) -> None:
        """Begin to listen; without pipes (Windows, some network folders) there is only the way through the database."""
        try:
            self._descriptor = self._pipe()
        except (OSError, AttributeError) as error:
            _log.warning("no emergency stop past the database: %s: %s", self._path, error)
            return
        self._listener = Thread(target=self._listen, args=(self._descriptor,), name="stop line", daemon=True)
        self._listener.start()

    def close(self) -> None:
        """Stop listening: when this returns, whoever opens the pipe next gets every later stop."""
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
            raise FileExistsError(errno.EEXIST, "there is a file of this name")
        # for both directions, so that reading does not end whenever a writer goes away
        return os.open(self._path, os.O_RDWR)

    def _listen(self, descriptor: int) -> None:
        with os.fdopen(descriptor, "r", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if self._closed:
                    return
                self._heard(line.strip())


def ring(home: Path, user: str) -> bool:
    """The web server's end: ask for an emergency stop at once; False when no engine listens on this machine."""
    try:
        descriptor = os.open(home / _NAME, os.O_WRONLY | os.O_NONBLOCK)
    except (OSError, AttributeError):
        return False
    try:
        if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            return False
        os.write(descriptor, " ".join(user.split()).encode()[:200] + b"\n")
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
