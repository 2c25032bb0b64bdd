"""Pages of lists that are short enough to be read whole: those after a cursor, at most so many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dashboard.api.shapes import Paging
from dashboard.server.problems import Refusal
from engine.errors import Problem

T = TypeVar("T")


def page(items: Sequence[T], number: Callable[[T], int], wanted: Paging) -> tuple[list[T], str | None]:
    """Of `items`, in the order of their growing `number`, the page asked for, and the cursor of the one after it.

    Refusal 400 for a cursor that no page gave.
    """
    cursor = wanted.cursor or "0"
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 15):
        raise Refusal(
            400,
            "The query string has mistakes.",
            [Problem("cursor", f"{cursor[:60]!r} is none that a page gave")],
        )
    rest = [item for item in items if number(item) > int(cursor)]
    shown = rest[: wanted.limit]
    return shown, str(number(shown[-1])) if len(shown) < len(rest) else None
