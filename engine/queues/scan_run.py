"""A scan that has not ended, as the scheduler keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Thread

from engine.model import ids
from engine.model.bench import BenchSpec
from engine.model.plan import Plan
from engine.model.plan_check import check_plan
from engine.model.plan_shape import Catalogue
from engine.model.records import ScanRecord
from engine.scans.control import Control
from engine.scans.standing import Emit, Standing


@dataclass(slots=True, eq=False)
class ScanRun:
    """A queued or active scan: where it stands, what it needs, and the thread that runs it."""

    number: int
    queue: int
    standing: Standing
    plan: Plan | None
    """None when the plan does not fit the bench (any more); `problem` says why."""
    problem: str
    needs: frozenset[str]
    duration: float | None
    taken_up: bool
    """Whether it was interrupted before and goes on where it was."""
    control: Control = field(default_factory=Control)
    thread: Thread | None = None
    halting: Thread | None = None
    """Stops its instruments since it was aborted, whatever its own thread does."""
    give_up_at: float | None = None
    """Monotonic moment at which an abort no longer waits for the thread."""

    @classmethod
    def of(cls, record: ScanRecord, bench: BenchSpec, procedures: Catalogue, emit: Emit) -> ScanRun:
        """The run of a stored scan; its plan is checked again, since the bench may have changed."""
        report = check_plan(record.plan, bench, procedures)
        problem = "; ".join(f"{p.path}: {p.message}" for p in report.problems)
        return cls(
            number=ids.scan_number(record.scan_id),
            queue=ids.queue_number(record.queue_id),
            standing=Standing(emit, record, report.duration),
            plan=report.plan,
            problem=problem,
            needs=report.instruments,
            duration=report.duration,
            taken_up=record.started_at is not None or bool(record.measurements),
        )
