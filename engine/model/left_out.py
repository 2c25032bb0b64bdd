"""Files of a laboratory that cannot be used, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that cannot be used: its name, the line (0 where no line is wrong), and the reason."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        """The file in a sentence: `soak.py, line 3: invalid syntax`."""
        return f"{self.file}, line {self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"
