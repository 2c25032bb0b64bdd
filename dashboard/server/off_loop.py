"""Runs work that would block the web process's event loop in native threads."""

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
    """Too much work of one kind waits already."""


def off_loop(work: Callable[[], T], pool: ThreadPool | None = None) -> T:
    """Run `work` in a native thread and return its result; only the calling greenlet waits."""

    def caught() -> tuple[T | None, BaseException | None]:
        # The error is passed on by hand: gevent would print every error of a thread, expected ones too.
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
    """Threads for one kind of work: `workers` at the same time, and `waiting` more in a queue."""

    def __init__(self, workers: int, waiting: int) -> None:
        self._workers = workers
        self._most = workers + waiting
        self._count = 0
        self._pool: ThreadPool | None = None

    def do(self, work: Callable[[], T]) -> T:
        """Like `off_loop`. Raises Busy when too much waits already."""
        if self._count >= self._most:
            raise Busy("The server is busy with other requests of this kind; try again in a moment.")
        if self._pool is None:
            self._pool = ThreadPool(self._workers)
        self._count += 1
        try:
            return off_loop(work, self._pool)
        finally:
            self._count -= 1


@dataclass(frozen=True)
class Lanes:
    """The lanes of one web process, besides the threads that everything else shares."""

    stop: Lane = field(default_factory=lambda: Lane(STOP_WORKERS, 1000))
    """For the emergency stop."""
    checks: Lane = field(default_factory=lambda: Lane(CHECK_WORKERS, CHECKS_WAITING))
    """For checks of small plans; large ones go to `dashboard.server.heavy_work`."""


def iterate_off_loop(items: Iterator[T]) -> Iterator[T]:
    """Yield the same items, each made in a native thread; `items` is closed there too, whatever ends the iteration."""
    try:
        while (item := off_loop(lambda: next(items, _END))) is not _END:
            yield cast(T, item)
    finally:
        close = getattr(items, "close", None)
        if close is not None:
            # ValueError: the thread was still making an item, which then closes by itself.
            with contextlib.suppress(ValueError):
                off_loop(close)
