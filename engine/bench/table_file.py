"""Reads calibration tables: text files with two columns of numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

MOST_ROWS = 10_000

_SEPARATOR = re.compile(r"[,;\t ]+")


def read_table(path: Path) -> tuple[tuple[float, float], ...]:
    """The rows of a file by their first column; lines that begin with `#`, and a line of titles, are left out.

    Raises ValueError in one line.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ValueError(f"{path} cannot be read: {why}") from None
    rows: list[tuple[float, float]] = []
    first = True
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        try:
            x, y = (float(cell) for cell in _SEPARATOR.split(text))
        except ValueError:
            if first:
                first = False
                continue
            raise ValueError(f"{path}, line {number}: {text[:60]!r} is not two numbers") from None
        first = False
        rows.append((x, y))
    rows.sort()
    if len(rows) < 2 or len(rows) > MOST_ROWS:
        raise ValueError(f"{path} has {len(rows)} rows of two numbers; it needs 2 to {MOST_ROWS:,}")
    if any(a[0] == b[0] for a, b in pairwise(rows)):
        raise ValueError(f"{path} has two rows with the same first number")
    if not all(abs(x) < float("inf") and abs(y) < float("inf") for x, y in rows):
        raise ValueError(f"{path} has numbers that are not finite")
    return tuple(rows)
