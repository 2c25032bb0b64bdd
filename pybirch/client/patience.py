"""Waits for something on a server that may restart meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from pybirch.client.errors import Unreachable

T = TypeVar("T")
AWAY = 300.0
"""Seconds for which a server may be away before an error is raised."""
_FIRST, _LONGEST, _GROWTH = 0.05, 1.0, 1.3


def pauses() -> Iterator[float]:
    """Seconds to wait between polls: short at first, 1 s in the end."""
    pause = _FIRST
    while True:
        yield pause
        pause = min(pause * _GROWTH, _LONGEST)


def wait_until(done: Callable[[], bool], timeout: float | None, late: Callable[[], str]) -> None:
    """Call `done` until it is true; a server that is away for less than AWAY seconds is waited for.

    Raises TimeoutError with the text of `late` after `timeout` seconds, and Unreachable.
    """
    began = seen = time.monotonic()
    for pause in pauses():
        try:
            if done():
                return
            seen = time.monotonic()
        except Unreachable:
            if time.monotonic() - seen > AWAY:
                raise
        left = pause if timeout is None else began + timeout - time.monotonic()
        if left <= 0:
            raise TimeoutError(late())
        time.sleep(min(pause, left))


def patiently(work: Callable[[], T]) -> T:
    """The result of `work`, tried again while the server is away, for up to AWAY seconds. Raises Error."""
    began = time.monotonic()
    waits = pauses()
    while True:
        try:
            return work()
        except Unreachable:
            if time.monotonic() - began > AWAY:
                raise
        time.sleep(next(waits))
