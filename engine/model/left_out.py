"""Files of a laboratory that could not be used, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was left out: its name, the line (0 where none is at fault), and what Python says of it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        """A sentence for people: `soak.py, line 3: invalid syntax`."""
        return f"{self.file}, line {self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"
