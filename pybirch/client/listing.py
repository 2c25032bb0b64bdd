"""Lists that are fetched page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from pybirch.client.http import Query, Server

T = TypeVar("T")
_PAGE = 200
"""Things in one page."""


class Listing(Generic[T]):
    """Things on the server, fetched page by page during iteration; every iteration fetches them again."""

    def __init__(self, server: Server, path: str, make: Callable[[dict[str, Any]], T], query: Query) -> None:
        self._server = server
        self._path = path
        self._make = make
        self._query = query

    def __iter__(self) -> Iterator[T]:
        cursor: str | None = None
        while True:
            page = self._server.get(self._path, {**self._query, "limit": _PAGE, "cursor": cursor})
            for item in page["items"]:
                yield self._make(item)
            cursor = page["next"]
            if cursor is None:
                return

    def __repr__(self) -> str:
        chosen = ", ".join(f"{name}={value!r}" for name, value in self._query.items() if value is not None)
        return f"<Listing of {self._path}{': ' + chosen if chosen else ''}>"
