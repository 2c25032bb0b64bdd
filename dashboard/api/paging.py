"""Pages of lists that are short enough to be read as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dashboard.api.shapes import Paging
from dashboard.server.problems import Refusal
from engine.errors import Problem

T = TypeVar("T")


def page(items: Sequence[T], number: Callable[[T], int], wanted: Paging) -> tuple[list[T], str | None]:
    """The requested page of `items`, ordered by their growing `number`, and the cursor of the next page.

    Raises Refusal 400 for a cursor that no page gave.
    """
    cursor = wanted.cursor or "0"
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 15):
        raise Refusal(
            400,
            "The query string has mistakes.",
            [Problem("cursor", f"{cursor[:60]!r} is not the `next` of a page")],
        )
    rest = [item for item in items if number(item) > int(cursor)]
    shown = rest[: wanted.limit]
    return shown, str(number(shown[-1])) if len(shown) < len(rest) else None
