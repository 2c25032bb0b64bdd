"""A file that is sent while it is written."""

from __future__ import annotations

import io
from typing import Any


class Sink(io.RawIOBase):
    """Takes what is written as a file from front to back, and hands it on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Bytes written so far."""
        return self._written

    def write(self, data: Any) -> int:
        """Keep a copy."""
        taken = bytes(data)
        self._parts.append(taken)
        self._written += len(taken)
        return len(taken)

    def take(self) -> bytes:
        """Return what was written since the last call."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken
