"""Adds scans to queues: new ones from a checked plan, interrupted ones at the head again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.model import ids
from engine.model.plan_check import PlanReport, check_plan
from engine.model.records import ScanRecord
from engine.model.states import ScanState
from engine.queues.queue_run import QueueRun
from engine.queues.resume_check import ResumeCheck, check_resume
from engine.queues.scan_run import ScanRun
from engine.queues.scheduler import Scheduler
from engine.store import scans
from engine.store.scans import NewScan
from engine.store.waiting_scans import WaitingScan


class Submission:
    """Adds scans to queues in the scheduler's thread."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._writer = scheduler.context.writer

    def add(self, queue: QueueRun, data: Any, user: str, retry_of: ScanRecord | None = None) -> ScanRun:
        """Queue a plan. Raises PlanRefused with all problems when it cannot run on this bench."""
        context = self._scheduler.context
        report = check_plan(data, context.bench.spec, context.procedures)
        report.require_none()
        return self._queue(queue, [report], user, [retry_of])[0]

    def add_all(
        self,
        queue: QueueRun,
        reports: Sequence[PlanReport],
        user: str,
        copies_of: Sequence[ScanRecord] | None = None,
    ) -> list[ScanRun]:
        """Queue checked plans, all in one transaction; `copies_of` are the scans that they repeat."""
        return self._queue(queue, reports, user, copies_of or [None] * len(reports))

    def _queue(
        self,
        queue: QueueRun,
        reports: Sequence[PlanReport],
        user: str,
        copies_of: Sequence[ScanRecord | None],
    ) -> list[ScanRun]:
        new = [_new_scan(report, user, of) for report, of in zip(reports, copies_of, strict=True)]
        numbers = self._writer.transact(lambda conn: scans.create_all(conn, queue.number, new))
        runs = []
        for number, scan, report in zip(numbers, new, reports, strict=True):
            waiting = WaitingScan(
                number, queue.number, scan.name, ScanState.QUEUED, "", 0, report.points, "", 0.0,
                report.instruments, report.duration, False,
            )  # fmt: skip
            run = ScanRun.waiting(waiting, self._writer.emit)
            run.take(report)
            self._scheduler.add_scan(run)
            runs.append(run)
        self.sort(queue)
        queue.emit_status()
        return runs

    def sort(self, queue: QueueRun) -> None:
        """Put the waiting scans of a queue into the order of their priorities."""
        order = queue.by_priority()
        if order is not None:
            self._writer.transact(lambda conn: scans.reorder(conn, queue.number, order))
            queue.order.reorder(order)
            queue.emit_order()

    def check_resume(self, number: int) -> tuple[ScanRecord, ResumeCheck]:
        """An ended scan, and whether it can be resumed."""
        context = self._scheduler.context
        with context.database.read() as conn:
            record = scans.get(conn, number)
            return record, check_resume(context, conn, record)

    def put_first(self, queue: QueueRun, record: ScanRecord, checks: ResumeCheck) -> None:
        """Put an ended scan that can be resumed at the head of its queue."""
        run = ScanRun.of(record, checks.report, self._writer.emit)
        run.resuming, run.edits = True, checks.edits
        queue.count(record.status, record.progress, -1)
        self._scheduler.add_scan(run, first=True)
        self._writer.transact(lambda conn: scans.to_head(conn, run.number))


def _new_scan(report: PlanReport, user: str, of: ScanRecord | None) -> NewScan:
    plan = report.required()
    return NewScan(
        name=plan.name,
        plan=report.stored or {},  # not made in the journal's thread, whose stack is small
        sample=of.sample if of else plan.sample,
        tags=of.tags if of else plan.tags,
        metadata=of.metadata if of else plan.metadata,
        notes=plan.notes,
        user=user,
        total_points=report.points,
        retry_of=ids.scan_number(of.scan_id) if of else None,
        needs=report.instruments,
        duration=report.duration,
    )
