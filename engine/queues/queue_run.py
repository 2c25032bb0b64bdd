"""A queue in the scheduler: its state, its waiting and active scans, and the events that tell about them."""

from __future__ import annotations

from collections import ChainMap
from threading import RLock

from engine.model import ids
from engine.model.clock import now, timestamp
from engine.model.events import QueueLog, QueueOrder, QueueStatus
from engine.model.records import QueueRecord
from engine.model.states import Level, QueueMode, QueueState, ScanState, require_transition
from engine.queues.queue_counts import QueueCounts
from engine.queues.scan_order import OrderedQueue
from engine.queues.scan_run import ScanRun
from engine.scans.scan_tracker import Emit


class QueueRun:
    """A queue with its scans. Only the scheduler changes it; any thread may call `tick`."""

    def __init__(self, emit: Emit, record: QueueRecord, counts: QueueCounts) -> None:
        self.number = ids.queue_number(record.queue_id)
        self.queue_id = record.queue_id
        self.name = record.name
        self.mode = record.mode
        self.on_failure = record.on_failure
        self.loop = record.loop
        self.parallel = record.parallel
        self.pass_number = record.pass_number
        self.state = record.status
        self.message = record.message
        self.stopped_why = ""
        """End of the message when the queue stops."""
        self.order = OrderedQueue()
        self.queued: dict[int, ScanRun] = {}
        self.active: dict[int, ScanRun] = {}
        self.counts = counts
        self._emit = emit
        self._lock = RLock()
        self._last_emitted: dict[str, object] = {}
        self._changed = True

    def add(self, run: ScanRun, *, first: bool = False) -> None:
        """Let a queued scan wait here, at the end or before all others."""
        with self._lock:
            (self.order.add_first if first else self.order.add)(run.number)
            self.queued[run.number] = run
            self._changed = True
        if first:
            self.emit_order()

    def drop(self, scan: int) -> None:
        """Remove a waiting scan."""
        with self._lock:
            self.order.remove(scan)
            del self.queued[scan]
            self._changed = True

    def activate(self, run: ScanRun) -> None:
        """Make a waiting scan active."""
        with self._lock:
            self.order.take(run.number)
            self.active[run.number] = self.queued.pop(run.number)
            self._changed = True

    def put_back(self, run: ScanRun) -> None:
        """Let an active scan wait again, at its former place."""
        with self._lock:
            self.order.put_back(run.number)
            self.queued[run.number] = self.active.pop(run.number)
            self._changed = True
        self.emit_order()

    def ended(self, run: ScanRun) -> None:
        """Remove a scan that has ended."""
        with self._lock:
            self.active.pop(run.number, None)
            self.order.end(run.number)
            self._changed = True

    def count(self, state: ScanState, progress: float, by: int = 1) -> None:
        """Count a scan that ended in this state; -1 for one that is resumed."""
        with self._lock:
            self.counts = self.counts.with_ended(state, progress, by)
            self._changed = True

    def startable(self) -> list[ScanRun]:
        """The waiting scans that may start now."""
        runs, moment = ChainMap(self.queued, self.active), now()
        return [
            self.queued[n]
            for n in self.order.startable(
                self.mode,
                list(self.active),
                lambda n: runs[n].needs,
                lambda n: runs[n].may_start(moment),
                self.parallel,
            )
        ]

    @property
    def waits_for_a_time(self) -> bool:
        """Whether a waiting scan has an earliest start."""
        return any(run.not_before is not None for run in self.queued.values())

    def by_priority(self) -> list[int] | None:
        """The waiting scans in the order of their priorities; None when they are in it."""
        waiting = list(self.order)
        wanted = sorted(waiting, key=lambda n: -self.queued[n].priority)
        return wanted if wanted != waiting else None

    @property
    def all_paused(self) -> bool:
        """Whether all active scans are paused."""
        return all(run.tracker.state is ScanState.PAUSED for run in self.active.values())

    def to(self, state: QueueState, message: str = "", level: Level = Level.INFO) -> None:
        """Change the state and emit it. Raises CommandRefused when the transition is not allowed."""
        with self._lock:
            require_transition(self.queue_id, self.state, state)
            self.state, self.message = state, message
            self.emit_status()
            if message:
                self.log(message, level)

    def log(self, message: str, level: Level = Level.INFO, scan: str | None = None) -> None:
        """Add a line to the queue's log."""
        line = QueueLog(
            queue_id=self.queue_id, scan_id=scan, level=level, message=message, timestamp=timestamp()
        )
        self._emit(line)

    def emit_status(self) -> None:
        """Emit the status now."""
        with self._lock:
            status = self.status()
            self._last_emitted = status.model_dump(exclude={"timestamp"})
            self._emit(status)

    def emit_order(self) -> None:
        """Emit the order of the waiting scans."""
        waiting = [ids.scan_id(number) for number in self.order]
        self._emit(QueueOrder(queue_id=self.queue_id, scan_ids=waiting, timestamp=timestamp()), conflate=True)

    def tick(self) -> None:
        """Emit the status if something changed since the last time."""
        if not self._changed and not self.active:
            return
        with self._lock:
            self._changed = False
            status = self.status()
            told = status.model_dump(exclude={"timestamp"})
            if told != self._last_emitted:
                self._last_emitted = told
                self._emit(status, conflate=True)

    def status(self) -> QueueStatus:
        """The queue's status as an event."""
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
            loop=self.loop,
            parallel=self.parallel,
            pass_number=self.pass_number,
            message=self._said(runs),
            timestamp=timestamp(),
        )

    def _said(self, runs: list[ScanRun]) -> str:
        """Its message, and which of its scans rules suspend."""
        suspended = [run.tracker.scan_id for run in runs if run.tracker.state is ScanState.SUSPENDED]
        return f"{self.message}; suspended by rules: {', '.join(suspended)}" if suspended else self.message

    def _eta(self, runs: list[ScanRun]) -> float | None:
        """Estimated seconds left: the sum in a serial queue, the longest scan in a parallel one."""
        if self.state is QueueState.IDLE:
            return None
        times = [run.tracker.eta for run in runs] + [run.duration for run in self.queued.values()]
        known = [t for t in times if t is not None]
        if len(known) < len(times):
            return None
        if self.mode is QueueMode.PARALLEL:
            return round(max(known, default=0.0), 3)
        return round(sum(known), 3)
