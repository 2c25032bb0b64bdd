"""Emits the progress of active scans and queues from a thread of its own, so that nothing waits for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from threading import Event as Signal
from threading import Thread

from engine.queues.mailbox import guarded
from engine.queues.queue_run import QueueRun

_TICK = 0.2
"""Seconds between two statuses of a running scan."""
_QUEUE_TICKS = 3
"""Scans emit their progress at every tick, queues at every third."""
_TOLD_AT_ONCE = 50
"""Scans that emit their progress together."""


class Progress:
    """Emits what has changed of every active scan and every queue."""

    def __init__(self, queues: Callable[[], list[QueueRun]]) -> None:
        self._queues = queues
        self._ended = Signal()
        self._thread = Thread(target=self._run, name="progress", daemon=True)

    def start(self) -> None:
        """Start emitting."""
        self._thread.start()

    def close(self) -> None:
        """Stop emitting."""
        self._ended.set()
        self._thread.join(1.0)

    def _run(self) -> None:
        """Spread the scans over the whole tick: readings must not wait for the progress of a thousand scans."""
        count = 0
        while not self._ended.is_set():
            count += 1
            queues = self._queues()
            runs = [run for queue in queues for run in list(queue.active.values())]
            turns = max(1, math.ceil(len(runs) / _TOLD_AT_ONCE))
            for turn in range(turns):
                if self._ended.wait(_TICK / turns):
                    return
                for run in runs[turn * _TOLD_AT_ONCE : (turn + 1) * _TOLD_AT_ONCE]:
                    guarded(run.tracker.tick)
            if count % _QUEUE_TICKS == 0:
                for queue in queues:
                    guarded(queue.tick)
