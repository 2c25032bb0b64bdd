"""The engine's pulse: a small file in HOME that says which process is the engine and that it goes on.

The lease in the database says the same, but only once the engine has opened the database, and not while the disk is
full or another program holds the database. The file is written in place with a fixed size, which needs no room.
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
"""Bytes of the file: one line, filled up with spaces."""
_BEAT = 1.0
FRESH_SECONDS = 5.0
"""An engine whose pulse is older than this does not go on."""


class ProcessState(StrEnum):
    """What an engine's process is doing."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The last pulse that was felt; `age` in seconds, `alive` tells whether its process is there and did not end."""

    pid: int
    life: ProcessState
    age: float
    alive: bool

    @property
    def fresh(self) -> bool:
        """Whether its process goes on."""
        return self.alive and self.age <= FRESH_SECONDS


class HeartbeatFile:
    """The engine's end, beating in a thread of its own: nothing that the engine waits for holds it up.

    Nothing here raises: a pulse that cannot be written is only not felt.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / _NAME
        self._life = ProcessState.STARTING
        self._ended = Event()
        self._thread = Thread(target=self._run, name="pulse", daemon=True)

    def begin(self) -> None:
        """The engine starts."""
        self._thread.start()

    def runs(self) -> None:
        """The engine takes commands."""
        self._life = ProcessState.RUNNING
        self._write()

    def end(self) -> None:
        """The engine has ended on purpose."""
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
            return  # Another engine has this HOME, and this one is about to be refused.
        line = f"{os.getpid()} {self._life} {time.time():.3f}".ljust(_SIZE - 1) + "\n"
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                os.write(descriptor, line.encode())
            finally:
                os.close(descriptor)


def read_heartbeat(home: Path) -> Heartbeat | None:
    """The pulse of the engine in this HOME; None where there never was one on this machine."""
    try:
        pid, word, moment = (home / _NAME).read_text("ascii").split()
        life, beat = ProcessState(word), float(moment)
        # A moment in the future is as old as one in the past: the clock was set back.
        return Heartbeat(
            int(pid),
            life,
            abs(time.time() - beat),
            life is not ProcessState.STOPPED and _lives(int(pid), beat),
        )
    except (OSError, ValueError):
        return None


def _lives(pid: int, beat: float) -> bool:
    """Whether the process of this number is the one that gave this beat, and not a later one."""
    try:
        return psutil.Process(pid).create_time() <= beat + 1.0
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
