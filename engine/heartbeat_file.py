"""The engine's heartbeat file in HOME: says which process is the engine and that it is alive.

The lease in the database says the same, but only after the engine has opened the database, and not while the disk
is full or another program locks the database. The file has a fixed size and is overwritten in place, which needs no
disk space.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event, Thread

import psutil

_NAME = "engine-pulse"
_SIZE = 64
"""Size of the file in bytes: one line, padded with spaces."""
_BEAT = 1.0
FRESH_SECONDS = 5.0
"""Age in seconds above which a heartbeat counts as missing."""


class ProcessState(StrEnum):
    """What an engine's process is doing."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The last heartbeat in the file.

    `age` is in seconds; `alive` says that the process still runs and has not ended on purpose.
    """

    pid: int
    life: ProcessState
    age: float
    alive: bool

    @property
    def fresh(self) -> bool:
        """Whether the engine's process is alive and its heartbeat is recent."""
        return self.alive and self.age <= FRESH_SECONDS


class HeartbeatFile:
    """Writes the heartbeat from a thread of its own, so that nothing the engine waits for delays it.

    Nothing here raises: where the file cannot be written, the heartbeat is missing.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / _NAME
        self._life = ProcessState.STARTING
        self._ended = Event()
        self._thread = Thread(target=self._run, name="pulse", daemon=True)

    def begin(self) -> None:
        """Start writing: the engine is starting."""
        self._thread.start()

    def runs(self) -> None:
        """Say that the engine accepts commands."""
        self._life = ProcessState.RUNNING
        self._write()

    def end(self) -> None:
        """Say that the engine ended on purpose, and stop writing."""
        self._ended.set()
        self._thread.join(1.0)
        self._life = ProcessState.STOPPED
        self._write()

    def _run(self) -> None:
        while True:
            self._write()
            if self._ended.wait(_BEAT):
                return

    def _write(self) -> None:
        other = read_heartbeat(self._path.parent)
        if (
            self._life is not ProcessState.RUNNING
            and other is not None
            and other.fresh
            and other.pid != os.getpid()
        ):
            return  # Another engine runs in this HOME, and this one is about to be refused.
        line = f"{os.getpid()} {self._life} {time.time():.3f}".ljust(_SIZE - 1) + "\n"
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                os.write(descriptor, line.encode())
            finally:
                os.close(descriptor)


def read_heartbeat(home: Path) -> Heartbeat | None:
    """Read the heartbeat of the engine in this HOME; None where no engine has run on this machine."""
    try:
        pid, word, moment = (home / _NAME).read_text("ascii").split()
        life, beat = ProcessState(word), float(moment)
        # A timestamp in the future counts like one in the past: somebody set the clock back.
        return Heartbeat(
            int(pid),
            life,
            abs(time.time() - beat),
            life is not ProcessState.STOPPED and _lives(int(pid), beat),
        )
    except (OSError, ValueError):
        return None


def _lives(pid: int, beat: float) -> bool:
    """Whether this process is the one that wrote the heartbeat, and not a later one with the same id."""
    try:
        return psutil.Process(pid).create_time() <= beat + 1.0
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
