"""Work that would hold up the web process's one event loop, done in a native thread while other requests go on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TypeVar, cast

import gevent

T = TypeVar("T")
_END = object()


def off_loop(work: Callable[[], T]) -> T:
    """The result of `work`, run in a native thread; the greenlet that asks waits, all others go on."""

    def caught() -> tuple[T | None, BaseException | None]:
        # Handed over by hand: gevent would print every error of a thread, expected ones too.
        try:
            return work(), None
        except BaseException as error:  # noqa: BLE001
            return None, error

    result, error = gevent.get_hub().threadpool.apply(caught)
    if error is not None:
        raise error
    return cast(T, result)


def iterate_off_loop(items: Iterator[T]) -> Iterator[T]:
    """The same items, each made in a native thread; `items` is closed there too, whatever ends the iteration."""
    try:
        while (item := off_loop(lambda: next(items, _END))) is not _END:
            yield cast(T, item)
    finally:
        close = getattr(items, "close", None)
        if close is not None:
            # ValueError: the end came while the thread was still making an item, which then closes by itself.
            with contextlib.suppress(ValueError):
                off_loop(close)
