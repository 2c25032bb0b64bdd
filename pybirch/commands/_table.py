"""Tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows below a head; each column but the last is padded to its widest cell."""
    every = [[name.upper() for name in head], *rows]
    widths = [max(len(row[number]) for row in every) for number in range(len(head) - 1)]
    lines = (
        "  ".join([*(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=False)), row[-1]]) for row in every
    )
    return "\n".join(line.rstrip() for line in lines)
