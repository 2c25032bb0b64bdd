"""Orders of a list of scans, and the cursors that say where a page ended."""

from __future__ import annotations

import base64
import json
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, tuple_

from engine.errors import InputRefused, Problem
from engine.store import tables

_s = tables.scans.c


class ScanSort(StrEnum):
    """Order of a list of scans; a minus in front reverses it. Equal scans are ordered by their number."""

    OLDEST = "created_at"
    NEWEST = "-created_at"
    NAME = "name"
    NAME_DOWN = "-name"
    SAMPLE = "sample"
    SAMPLE_DOWN = "-sample"
    SHORTEST = "elapsed"
    LONGEST = "-elapsed"

    @property
    def down(self) -> bool:
        """Whether the order is descending."""
        return self.value.startswith("-")


_KEYS: dict[str, ColumnElement[Any]] = {
    "created_at": _s.id,  # scans are numbered in the order of creation
    "name": func.lower(_s.name),
    "sample": func.lower(_s.sample),
    "elapsed": _s.elapsed,
}


def key(sort: ScanSort) -> ColumnElement[Any]:
    """The column that scans are compared by before their numbers."""
    return _KEYS[sort.value.lstrip("-")]


def ordered(sort: ScanSort, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns for ORDER BY."""
    return [column.desc() if sort.down else column.asc() for column in columns]


def cursor(sort: ScanSort, number: int, value: Any) -> str:
    """Cursor of a page that ended at this scan, whose key is `value`."""
    if key(sort) is _s.id:
        return str(number)
    return base64.urlsafe_b64encode(json.dumps([value, number]).encode()).decode().rstrip("=")


def beyond(sort: ScanSort, given: str) -> ColumnElement[bool]:
    """Condition that a scan comes after a cursor. Raises InputRefused for a cursor that no page of this order gave."""
    if key(sort) is _s.id:
        return _s.id < _number(given) if sort.down else _s.id > _number(given)
    value, number = _place(given, float if key(sort) is _s.elapsed else str)
    here, there = tuple_(key(sort), _s.id), tuple_(value, number)
    return here < there if sort.down else here > there


def _number(given: str) -> int:
    if not given.isascii() or not given.isdigit() or len(given) > 18:
        raise _wrong(given)
    return int(given)


def _place(given: str, kind: type) -> tuple[Any, int]:
    try:
        value, number = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
    except (ValueError, TypeError):
        raise _wrong(given) from None
    if type(value) is not kind or type(number) is not int or abs(number) >= 10**18:
        raise _wrong(given)
    return value, number


def _wrong(given: str) -> InputRefused:
    return InputRefused(
        "list of scans", [Problem("cursor", f"{given!r} is not the `next` of a page in this order")]
    )
