"""Work that would hold up the web process's one event loop, done in native threads while other requests go on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar, cast

import gevent
from gevent.threadpool import ThreadPool

from dashboard.server.limits import CHECK_WORKERS, CHECKS_WAITING, STOP_WORKERS
from engine.errors import PyBirchError

T = TypeVar("T")
_END = object()


class Busy(PyBirchError):
    """As much work of one kind waits as may."""


def off_loop(work: Callable[[], T], pool: ThreadPool | None = None) -> T:
    """The result of `work`, run in a native thread; the greenlet that asks waits, all others go on."""

    def caught() -> tuple[T | None, BaseException | None]:
        # Handed over by hand: gevent would print every error of a thread, expected ones too.
        try:
            return work(), None
        except BaseException as error:  # noqa: BLE001
            return None, error

    # A pool without work counts as false.
    result, error = (gevent.get_hub().threadpool if pool is None else pool).apply(caught)
    if error is not None:
        raise error
    return cast(T, result)


class Lane:
    """Threads for one kind of work, which waits for no other: `workers` at a time, and `waiting` more in a queue."""

    def __init__(self, workers: int, waiting: int) -> None:
        self._workers = workers
        self._most = workers + waiting
        self._count = 0
        self._pool: ThreadPool | None = None

    def do(self, work: Callable[[], T]) -> T:
        """As `off_loop`; Busy when too much waits already."""
        if self._count >= self._most:
            raise Busy("The server has as much of this to do as it can; try again in a moment.")
        if self._pool is None:
            self._pool = ThreadPool(self._workers)
        self._count += 1
        try:
            return off_loop(work, self._pool)
        finally:
            self._count -= 1


@dataclass(frozen=True)
class Lanes:
    """The lanes of one web process, beside the threads that everything else shares."""

    stop: Lane = field(default_factory=lambda: Lane(STOP_WORKERS, 1000))
    """The emergency stop."""
    checks: Lane = field(default_factory=lambda: Lane(CHECK_WORKERS, CHECKS_WAITING))
    """Checks of small plans; for large ones see `dashboard.server.heavy_work`."""


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
