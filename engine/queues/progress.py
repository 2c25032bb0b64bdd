"""Tells of the progress of what runs, from a thread of its own, so that nothing waits for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from threading import Event as Signal
from threading import Thread

from engine.queues.mailbox import guarded
from engine.queues.queue_run import QueueRun

_TICK = 0.2
"""Seconds between two statuses of a scan that goes on."""
_QUEUE_TICKS = 3
"""Progress of scans is told every tick, that of queues every third."""
_TOLD_AT_ONCE = 50
"""Scans whose progress is told in one go."""


class Progress:
    """Tells what has changed of every active scan and every queue."""

    def __init__(self, queues: Callable[[], list[QueueRun]]) -> None:
        self._queues = queues
        self._ended = Signal()
        self._thread = Thread(target=self._run, name="progress", daemon=True)

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()

    def close(self) -> None:
        """Tell nothing more."""
        self._ended.set()
        self._thread.join(1.0)

    def _run(self) -> None:
        """Scans take turns over the whole of a tick: readings must not wait for the progress of a thousand scans."""
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
