"""A scan that has not ended, in the scheduler."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread

from engine.model import ids
from engine.model.plan import Plan
from engine.model.plan_check import PlanReport
from engine.model.records import ScanRecord
from engine.scans.control import Control
from engine.scans.scan_tracker import Emit, ScanTracker
from engine.store.waiting_scans import WaitingScan


@dataclass(slots=True, eq=False)
class ScanRun:
    """A queued or active scan: its state, what it needs, and the thread that runs it."""

    number: int
    queue: int
    tracker: ScanTracker
    needs: frozenset[str]
    duration: float | None
    resuming: bool
    """Whether it was interrupted before and is resumed."""
    priority: int = 0
    not_before: datetime | None = None
    held: bool = False
    """Whether somebody holds it in its queue."""
    plan: Plan | None = None
    """None until a check found that it fits the bench."""
    problem: str = ""
    """Why the plan does not fit, or why the scan cannot be resumed."""
    edits: tuple[str, ...] = ()
    """Changes of the bench since the scan started, for its log."""
    suspended_by: dict[int, str] = field(default_factory=dict)
    """The rules that suspend it, by number, and what each says."""
    control: Control = field(default_factory=Control)
    thread: Thread | None = None
    halting: Thread | None = None
    """Stops its instruments while it ends, whatever its own thread does."""
    ending_since: float | None = None
    """When it was asked to end (`time.monotonic`)."""

    @property
    def suspension(self) -> str:
        """Which rules suspend it, and why; empty where none does."""
        return "; ".join(self.suspended_by.values())

    @classmethod
    def of(cls, record: ScanRecord, report: PlanReport, emit: Emit) -> ScanRun:
        """The run of a scan whose plan was just checked."""
        run = cls(
            number=ids.scan_number(record.scan_id),
            queue=ids.queue_number(record.queue_id),
            tracker=ScanTracker(emit, record, report.duration),
            needs=report.instruments,
            duration=report.duration,
            resuming=record.started_at is not None or bool(record.measurements),
        )
        run.take(report)
        return run

    @classmethod
    def waiting(cls, scan: WaitingScan, emit: Emit) -> ScanRun:
        """The run of a scan that was queued before this engine started; its plan is checked when it may start."""
        tracker = ScanTracker(emit, scan, scan.duration)
        return cls(
            scan.number,
            scan.queue,
            tracker,
            scan.needs or frozenset(),
            scan.duration,
            scan.begun,
            scan.priority,
            scan.not_before,
            scan.held,
        )

    def may_start(self, moment: datetime) -> bool:
        """Whether nothing but its turn and its instruments keeps it from starting."""
        return not self.held and (self.not_before is None or self.not_before <= moment)

    def take(self, report: PlanReport) -> None:
        """Take over what a check of its plan found."""
        self.plan = report.plan
        self.problem = problems_text(report)
        if report.plan is not None:
            self.needs = report.instruments


def problems_text(report: PlanReport) -> str:
    """The problems of a plan in a sentence; empty when there are none."""
    return "; ".join(f"{problem.path}: {problem.message}" for problem in report.problems)
