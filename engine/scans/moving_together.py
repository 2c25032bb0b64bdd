"""Moves several axes at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Thread
from typing import Protocol

from engine.bench.mismatch_check import Warn
from engine.errors import MotionCancelled


class Move(Protocol):
    """Moves an axis and waits until it has arrived; returns its readback."""

    def __call__(self, cancelled: Callable[[], bool], warn: Warn) -> float:
        """Stop, and raise MotionCancelled, when `cancelled()` turns true."""
        ...


def move_together(moves: Sequence[Move], warns: Sequence[Warn], cancelled: Callable[[], bool]) -> list[float]:
    """Start all moves and wait for all; returns the readbacks.

    When a move fails, the others are stopped, and its error is raised.
    """
    readbacks = [0.0] * len(moves)
    errors: list[BaseException] = []

    def ended() -> bool:
        return bool(errors) or cancelled()

    def work(index: int) -> None:
        try:
            readbacks[index] = moves[index](ended, warns[index])
        except BaseException as error:  # noqa: BLE001 - raised again in the scan's thread below
            errors.append(error)

    threads = [Thread(target=work, args=(i,), name=f"axis {i}", daemon=True) for i in range(1, len(moves))]
    for thread in threads:
        thread.start()
    work(0)
    for thread in threads:
        thread.join()
    if errors:
        # A move that was stopped because another one failed is not the reason.
        raise next((e for e in errors if not isinstance(e, MotionCancelled)), errors[0])
    return readbacks
