"""Writes the output of child processes to files of bounded size and to this process's standard error."""

from __future__ import annotations

import contextlib
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Thread
from typing import IO


class RotatedFile:
    """A log file that is renamed to `.1`, `.2` … when it grows past `size` bytes; a full disk only loses lines."""

    def __init__(self, path: Path, size: int = 5_000_000, kept: int = 3) -> None:
        self._path = path
        self._size = size
        self._kept = kept
        self._file: IO[bytes] | None = None

    def write(self, data: bytes) -> None:
        """Append `data`."""
        with contextlib.suppress(OSError):
            file = self._file or self._path.open("ab", buffering=0)
            self._file = file
            file.write(data)
            if file.tell() > self._size:
                self._rotate(file)

    def _rotate(self, file: IO[bytes]) -> None:
        file.close()
        self._file = None
        for number in range(self._kept, 0, -1):
            older = self._path.with_name(f"{self._path.name}.{number}")
            newer = self._path.with_name(f"{self._path.name}.{number - 1}") if number > 1 else self._path
            if newer.exists():
                newer.replace(older)


class Copier:
    """Copies to a stream that may block forever (a stopped terminal, a full pipe), and drops lines while it does."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._waiting: Queue[bytes | None] = Queue(maxsize=1000)
        self._thread = Thread(target=self._copy, name="copier", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Hand over `data`; never blocks."""
        with contextlib.suppress(Full):
            self._waiting.put_nowait(data)

    def close(self, timeout: float = 0.5) -> None:
        """Write what is waiting, for at most `timeout` seconds."""
        with contextlib.suppress(Full):
            self._waiting.put(None, timeout=timeout)
        self._thread.join(timeout)

    def _copy(self) -> None:
        while True:
            parts = [self._waiting.get()]
            with contextlib.suppress(Empty):
                while True:
                    parts.append(self._waiting.get_nowait())
            with contextlib.suppress(OSError, ValueError):
                self._stream.write(b"".join(p for p in parts if p))
                self._stream.flush()
            if None in parts:
                return
