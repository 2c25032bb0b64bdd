"""Readings within ranges of columns, for a chart that is zoomed and for exports of a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputRefused, Problem
from engine.model.values import Numbers
from engine.store.readings import Measurement

INDEX = "@index"
TIME = "@time"
SPECIAL = (INDEX, TIME)
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Range:
    """Values of a column from `low` to `high`, both included; `@index` and `@time` (seconds since 1970) are columns
    too.
    """

    column: str
    low: float
    high: float


def parse(given: Sequence[str]) -> list[Range]:
    """Parse ranges written as `COLUMN:LOW:HIGH`. Raises InputRefused for anything else."""
    return [_range(text) for text in given]


def _range(text: str) -> Range:
    column, *bounds = text.rsplit(":", 2)
    try:
        low, high = map(float, bounds)
    except ValueError:
        low = high = float("nan")
    if not column or not low <= high:
        raise InputRefused("readings", [Problem("where", f"{text!r} is not COLUMN:LOW:HIGH with LOW ≤ HIGH")])
    return Range(column, low, high)


def needed(ranges: Sequence[Range]) -> list[str]:
    """Names of the stored columns that the ranges need."""
    return [r.column for r in ranges if r.column not in SPECIAL]


def inside(found: Measurement, ranges: Sequence[Range], joined: bool) -> Mask:
    """Which of n readings are within every range, as n booleans; NaN is within none.

    With `joined` also both ends of each line between consecutive readings that crosses the window, so that lines
    drawn through the chosen readings enter and leave the window as with all readings.
    """
    count = len(found.timestamps)
    columns = [(_values(found, r.column), r) for r in ranges]
    chosen = np.ones(count, bool)
    for values, r in columns:
        chosen &= (values >= r.low) & (values <= r.high)
    if joined and count > 1:
        crossing = np.ones(count - 1, bool)
        for values, r in columns:
            before, after = values[:-1], values[1:]
            crossing &= (np.minimum(before, after) <= r.high) & (np.maximum(before, after) >= r.low)
        chosen[:-1] |= crossing
        chosen[1:] |= crossing
    return chosen


def _values(found: Measurement, column: str) -> Numbers:
    if column == TIME:
        return found.timestamps
    if column == INDEX:
        return np.arange(found.first_index, found.first_index + len(found.timestamps), dtype=np.float64)
    values = found.columns[column]
    if values.ndim != 1 or values.dtype == object:
        raise InputRefused(
            "readings", [Problem("where", f"{column!r} holds no single numbers; name a column of numbers")]
        )
    return values


def only(found: Measurement, ranges: Sequence[Range], names: Sequence[str]) -> Measurement:
    """The readings within every range, of the named columns; the first index is that of the first one."""
    rows = np.flatnonzero(inside(found, ranges, joined=False))
    first = found.first_index + (int(rows[0]) if len(rows) else 0)
    columns = {name: found.columns[name][rows] for name in names}
    return replace(found, first_index=first, columns=columns, timestamps=found.timestamps[rows])
