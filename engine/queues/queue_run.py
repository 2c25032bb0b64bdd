"""A queue as the scheduler keeps it: its state, its waiting and active scans, and the events that tell of them."""

from __future__ import annotations

from collections import ChainMap
from threading import RLock

from engine.errors import CommandRefused
from engine.model import ids
from engine.model.clock import timestamp
from engine.model.events import QueueLog, QueueOrder, QueueStatus
from engine.model.records import QueueRecord
from engine.model.states import QUEUE_TRANSITIONS, Level, QueueMode, QueueState, ScanState
from engine.queues.queue_counts import QueueCounts
from engine.queues.scan_order import OrderedQueue
from engine.queues.scan_run import ScanRun
from engine.scans.scan_tracker import Emit


class QueueRun:
    """A queue with its scans. Only the scheduler changes it; `tick` may be called from any thread."""

    def __init__(self, emit: Emit, record: QueueRecord, counts: QueueCounts) -> None:
        self.number = ids.queue_number(record.queue_id)
        self.queue_id = record.queue_id
        self.name = record.name
        self.mode = record.mode
        self.on_failure = record.on_failure
        self.state = record.status
        self.message = record.message
        self.stopped_why = ""
        """What the message of the coming stop goes on with."""
        self.order = OrderedQueue()
        self.queued: dict[int, ScanRun] = {}
        self.active: dict[int, ScanRun] = {}
        self.counts = counts
        self._emit = emit
        self._lock = RLock()
        self._told: dict[str, object] = {}
        self._changed = True

    def add(self, run: ScanRun, *, first: bool = False) -> None:
        """Let a queued scan wait here, at the end or before all others."""
        with self._lock:
            (self.order.add_first if first else self.order.add)(run.number)
            self.queued[run.number] = run
            self._changed = True
        if first:
            self.tell_order()

    def drop(self, scan: int) -> None:
        """Forget a scan that waits."""
        with self._lock:
            self.order.remove(scan)
            del self.queued[scan]
            self._changed = True

    def activate(self, run: ScanRun) -> None:
        """A waiting scan's turn has come."""
        with self._lock:
            self.order.take(run.number)
            self.active[run.number] = self.queued.pop(run.number)
            self._changed = True

    def put_back(self, run: ScanRun) -> None:
        """An active scan waits again, at the place it had."""
        with self._lock:
            self.order.put_back(run.number)
            self.queued[run.number] = self.active.pop(run.number)
            self._changed = True
        self.tell_order()

    def ended(self, run: ScanRun) -> None:
        """A scan that was active, or waited no more, has ended."""
        with self._lock:
            self.active.pop(run.number, None)
            self.order.end(run.number)
            self._changed = True

    def count(self, state: ScanState, progress: float, by: int = 1) -> None:
        """Count a scan that ended in this state; by -1 one that is taken up again."""
        with self._lock:
            self.counts = self.counts.counting(state, progress, by)
            self._changed = True

    def startable(self) -> list[ScanRun]:
        """The waiting scans whose turn it is now."""
        runs = ChainMap(self.queued, self.active)
        return [
            self.queued[n]
            for n in self.order.startable(self.mode, list(self.active), lambda n: runs[n].needs)
        ]

    @property
    def held(self) -> bool:
        """Whether no active scan does anything."""
        return all(run.tracker.state is ScanState.PAUSED for run in self.active.values())

    def to(self, state: QueueState, message: str = "", level: Level = Level.INFO) -> None:
        """Change the state and tell everybody; CommandRefused when that is no legal transition."""
        with self._lock:
            if state is not self.state and state not in QUEUE_TRANSITIONS[self.state]:
                raise CommandRefused(f"{self.queue_id} cannot go from {self.state.value} to {state.value}")
            self.state, self.message = state, message
            self.tell()
            if message:
                self.log(message, level)

    def log(self, message: str, level: Level = Level.INFO, scan: str | None = None) -> None:
        """Add a line to the queue's log."""
        line = QueueLog(
            queue_id=self.queue_id, scan_id=scan, level=level, message=message, timestamp=timestamp()
        )
        self._emit(line)

    def tell(self) -> None:
        """Tell everybody now."""
        with self._lock:
            status = self.status()
            self._told = status.model_dump(exclude={"timestamp"})
            self._emit(status)

    def tell_order(self) -> None:
        """Tell everybody which scans wait, in their order."""
        waiting = [ids.scan_id(number) for number in self.order]
        self._emit(QueueOrder(queue_id=self.queue_id, scan_ids=waiting, timestamp=timestamp()), conflate=True)

    def tick(self) -> None:
        """Tell of what changed since the last time, if anything did."""
        if not self._changed and not self.active:
            return
        with self._lock:
            self._changed = False
            status = self.status()
            told = status.model_dump(exclude={"timestamp"})
            if told != self._told:
                self._told = told
                self._emit(status, conflate=True)

    def status(self) -> QueueStatus:
        """The queue as an event."""
        runs = list(self.active.values())
        total = self.counts.ended + len(self.queued) + len(runs)
        done = self.counts.done + sum(run.tracker.progress for run in runs)
        current = [run.tracker.scan_id for run in runs]
        return QueueStatus(
            queue_id=self.queue_id,
            name=self.name,
            status=self.state,
            current_scan=current[0] if current else None,
            current_scans=current,
            completed_scans=self.counts.completed,
            total_scans=total,
            progress=min(done / total, 1.0) if total else 0.0,
            eta=self._eta(runs),
            mode=self.mode,
            on_failure=self.on_failure,
            message=self.message,
            timestamp=timestamp(),
        )

    def _eta(self, runs: list[ScanRun]) -> float | None:
        """Seconds of work left: one after the other in a serial queue, the longest in a parallel one."""
        if self.state is QueueState.IDLE:
            return None
        times = [run.tracker.eta for run in runs] + [run.duration for run in self.queued.values()]
        known = [t for t in times if t is not None]
        if len(known) < len(times):
            return None
        if self.mode is QueueMode.PARALLEL:
            return round(max(known, default=0.0), 3)
        return round(sum(known), 3)
