"""State, progress and message of a scan, and the events that tell about them."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from engine.model.clock import timestamp
from engine.model.events import Event, ScanLog, ScanStatus
from engine.model.faults import HeldFault
from engine.model.records import ScanRecord
from engine.model.states import Level, ScanState, require_transition
from engine.store.waiting_scans import WaitingScan

_AT_WORK = frozenset({ScanState.RUNNING, ScanState.PAUSING, ScanState.STOPPING, ScanState.ABORTING})


class Emit(Protocol):
    """Takes an event for the journal; returns at once."""

    def __call__(self, event: Event, *, conflate: bool = False) -> None:
        """`conflate`: a later event of the same kind and key may replace it."""


class ScanTracker:
    """A scan's state as everybody sees it. The scheduler changes the state, the runner changes `point` and `step`."""

    def __init__(
        self,
        emit: Emit,
        record: ScanRecord | WaitingScan,
        duration: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.scan_id = record.scan_id
        self.queue_id = record.queue_id
        self.name = record.name
        self.state = record.status
        self.message = record.message
        self.point = record.point
        self.total = record.total_points
        self.step = record.step
        self.fault: HeldFault | None = None
        """The fault after which it holds."""
        self._emit = emit
        self._clock = clock
        self._duration = duration
        self._lock = Lock()
        self._elapsed = record.elapsed
        self._since: float | None = None
        self._run_elapsed = 0.0
        self._run_first = record.point
        self._last_emitted = (record.point, record.step)

    @property
    def progress(self) -> float:
        """Part that is done, from 0 to 1; 0 while the total is unknown."""
        if self.state is ScanState.COMPLETED:
            return 1.0
        return min(self.point / self.total, 1.0) if self.total else 0.0

    @property
    def elapsed(self) -> float:
        """Seconds that the scan ran, without holds, earlier runs of a resumed scan included."""
        return self._elapsed + self._running()

    @property
    def eta(self) -> float | None:
        """Estimated seconds left, from the pace of this run, or from the plan's estimate before the first point."""
        if self.state.ended or self.state is ScanState.SUSPENDED or self.total is None:
            return None  # nobody knows how long a rule suspends it
        left = max(self.total - self.point, 0)
        measured = self.point - self._run_first
        if measured > 0:
            return (self._run_elapsed + self._running()) / measured * left
        return None if self._duration is None or not self.total else self._duration * left / self.total

    def begin(self, point: int) -> None:
        """Measure the pace from here: `point` points come from earlier runs."""
        with self._lock:
            self.point = self._run_first = point
            self._run_elapsed = 0.0

    def to(
        self,
        state: ScanState,
        message: str = "",
        level: Level = Level.INFO,
        fault: HeldFault | None = None,
    ) -> None:
        """Change the state and emit it. Raises CommandRefused when the transition is not allowed.

        `fault` is what the scan holds for, where it holds after a fault.
        """
        with self._lock:
            require_transition(self.scan_id, self.state, state)
            self.fault = fault
            passed = self._running()
            self._elapsed += passed
            self._run_elapsed += passed
            self._since = self._clock() if state in _AT_WORK else None
            self.state, self.message = state, message
            if state.ended or state is ScanState.QUEUED:
                self.step = ""
            self._emit_status(conflate=False)
            if message:
                self._log(message, level)

    def set_message(self, message: str) -> None:
        """Change only the message (what the scan waits for)."""
        with self._lock:
            if message != self.message:
                self.message = message
                self._emit_status(conflate=True)

    def log(self, message: str, level: Level = Level.INFO) -> None:
        """Add a line to the scan's log."""
        self._log(message, level)

    def tick(self) -> None:
        """Emit the progress since the last time, if there is any."""
        with self._lock:
            if (self.point, self.step) != self._last_emitted and self.state.active:
                self._emit_status(conflate=True)

    def status(self) -> ScanStatus:
        """The state as an event."""
        eta = self.eta
        return ScanStatus(
            scan_id=self.scan_id,
            queue_id=self.queue_id,
            name=self.name,
            status=self.state,
            progress=self.progress,
            message=self.message,
            point=self.point,
            total_points=self.total,
            elapsed=round(self.elapsed, 3),
            eta=None if eta is None else round(eta, 3),
            step=self.step,
            fault=self.fault,
            timestamp=timestamp(),
        )

    def _running(self) -> float:
        return 0.0 if self._since is None else self._clock() - self._since

    def _emit_status(self, *, conflate: bool) -> None:
        self._last_emitted = (self.point, self.step)
        self._emit(self.status(), conflate=conflate)

    def _log(self, message: str, level: Level) -> None:
        line = ScanLog(
            queue_id=self.queue_id,
            scan_id=self.scan_id,
            level=level,
            message=message,
            timestamp=timestamp(),
        )
        self._emit(line)
