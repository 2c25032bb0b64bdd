"""One engine for each bench on a machine, whatever its HOME: a lock that the system releases when the engine dies."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.errors import LeaseHeld

if sys.platform != "win32":
    import fcntl

_FOLDER = "pybirch-benches"
_PATIENCE = 1.0
"""Seconds to wait for an engine that may have been killed a moment ago."""
_ENDING_PATIENCE = 10.0
"""Seconds to wait for an engine that is shutting down."""
_AGAIN = 0.05

_log = logging.getLogger(__name__)


class BenchLock:
    """The lock on a bench file.

    Its file is in the machine's folder for temporary files, not beside the bench, which may be read-only and which
    editors replace. It is a lock, not a note with a process id, so that nothing stays behind after kill -9.
    """

    def __init__(self, bench: Path, home: str, folder: Path | None = None) -> None:
        """`home` tells people which engine has the lock: it is where that engine keeps its data."""
        self._bench = bench.resolve()
        self._home = home
        self._folder = folder or Path(tempfile.gettempdir()) / _FOLDER
        self._descriptor: int | None = None

    def take(self) -> None:
        """Lock the bench. Raises LeaseHeld, naming the other engine, while that one lives and has it."""
        if sys.platform == "win32":
            return  # this system has no such locks; the lease in the database must do
        try:
            descriptor = self._open()
        except OSError as error:
            # A laboratory must be able to measure also where no lock file can be written.
            _log.warning("cannot check whether another engine runs %s: %s", self._bench, error)
            return
        began = time.monotonic()
        while not _lock(descriptor):
            other = _note(descriptor)
            if time.monotonic() - began > (_ENDING_PATIENCE if other.get("ending") else _PATIENCE):
                os.close(descriptor)
                raise LeaseHeld(
                    f"the engine with process id {other.get('pid', '?')}, with its data in {other.get('home', '?')}, "
                    f"already runs {self._bench}; stop that engine first, or use another bench"
                )
            time.sleep(_AGAIN)
        self._descriptor = descriptor
        self._write(ending=False)

    def keep(self) -> None:
        """Touch the file, so that programs that clean up temporary files leave it alone."""
        descriptor = self._descriptor
        if descriptor is not None:
            with suppress(OSError):
                os.utime(descriptor)

    def announce_end(self) -> None:
        """Tell an engine that waits for the bench that this one is shutting down."""
        if self._descriptor is not None:
            self._write(ending=True)

    def release(self) -> None:
        """Release the bench."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _open(self) -> int:
        """Open the file of this bench, which every user of the machine may lock."""
        name = hashlib.sha256(os.fsencode(self._bench)).hexdigest()[:32]
        with suppress(FileExistsError):
            self._folder.mkdir(parents=True)
            self._folder.chmod(0o1777)
        path = self._folder / f"{name}.lock"
        with suppress(FileExistsError):
            made = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
            os.fchmod(made, 0o666)
            os.close(made)
        return os.open(path, os.O_RDWR | os.O_NOFOLLOW)

    def _write(self, *, ending: bool) -> None:
        assert self._descriptor is not None
        note = json.dumps({"pid": os.getpid(), "home": self._home, "ending": ending}).encode()
        with suppress(OSError):  # on a full disk the lock holds all the same
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, note, 0)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _note(descriptor: int) -> dict[str, Any]:
    """What the holder wrote about itself; {} while it is writing."""
    try:
        note = json.loads(os.pread(descriptor, 65536, 0))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}
