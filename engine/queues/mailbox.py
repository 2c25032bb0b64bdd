"""A thread that handles messages one after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from threading import Event as Signal
from threading import Thread, stack_size
from typing import Any, TypeVar

_log = logging.getLogger(__name__)
_LONGEST_REST = 0.2
"""Seconds without a message after which `follow_up` is called all the same."""
_AT_ONCE = 500
"""Messages that are handled before `follow_up` is called."""
_STACK = 16 * 1024 * 1024
"""Stack of the thread in bytes: validating a deeply nested plan takes about 10 KiB for each level (measured)."""
T = TypeVar("T")

Message = Callable[[], None]


class Mailbox:
    """Messages from any thread, handled in order; after a batch of them `follow_up` is called."""

    def __init__(self, name: str, follow_up: Message) -> None:
        self.ended = Signal()
        """Set it to end the thread after the present batch."""
        self._follow_up = follow_up
        self._messages: SimpleQueue[Message] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start handling messages."""
        usual = stack_size(_STACK)
        try:
            self._thread.start()
        finally:
            stack_size(usual)

    def join(self, timeout: float) -> None:
        """Wait for the end of the thread."""
        self._thread.join(timeout)

    def post(self, message: Message) -> None:
        """Add a message."""
        self._messages.put(message)

    def call(self, message: Callable[[], T], timeout: float) -> T:
        """Add a message and wait until it is handled; raises what it raised, TimeoutError when that takes longer."""
        done = Signal()
        results: list[Any] = [None, None]

        def work() -> None:
            try:
                results[0] = message()
            except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
                results[1] = error
            done.set()

        self.post(work)
        if not done.wait(timeout):
            raise TimeoutError("the scheduler did not answer in time")
        if results[1] is not None:
            raise results[1]
        return results[0]  # type: ignore[no-any-return]

    def post_after(self, thread: Thread, message: Message) -> None:
        """Add a message when another thread has ended."""

        def work() -> None:
            thread.join()
            self.post(message)

        Thread(target=work, name=f"after {thread.name}", daemon=True).start()

    def _run(self) -> None:
        while not self.ended.is_set():
            for message in self._batch():
                guarded(message)
            guarded(self._follow_up)

    def _batch(self) -> Iterator[Message]:
        """The waiting messages and those that come meanwhile; none when none came for a while."""
        try:
            yield self._messages.get(timeout=_LONGEST_REST)
            for _ in range(_AT_ONCE):
                yield self._messages.get_nowait()
        except Empty:
            return


def guarded(message: Message) -> None:
    """Call a message; an error with one scan is logged and does not end the scheduling of all."""
    try:
        message()
    except Exception:  # noqa: BLE001 - one scan's error must not stop the others
        _log.exception("a message to the scheduler failed")
