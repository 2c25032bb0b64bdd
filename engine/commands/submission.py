"""Adds scans to queues: new ones from a checked plan, interrupted ones at the head again."""

from __future__ import annotations

from typing import Any

from engine.errors import PlanRefused
from engine.model import ids
from engine.model.plan_check import check_plan
from engine.model.records import ScanRecord
from engine.queues.queue_run import QueueRun
from engine.queues.resume_check import ResumeCheck, check_resume
from engine.queues.scan_run import ScanRun
from engine.queues.scheduler import Scheduler
from engine.store import scans


class Submission:
    """Adds scans to queues in the scheduler's thread."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._writer = scheduler.context.writer

    def add(self, queue: QueueRun, data: Any, user: str, retry_of: ScanRecord | None = None) -> ScanRun:
        """Queue a plan. Raises PlanRefused with all problems when it cannot run on this bench."""
        context = self._scheduler.context
        report = check_plan(data, context.bench.spec, context.procedures)
        if report.plan is None:
            raise PlanRefused("the plan was not queued, because it has problems", report.problems)
        plan, data = report.plan, report.stored or {}  # not in the journal's thread, whose stack is small
        record = self._writer.transact(
            lambda conn: scans.create(
                conn,
                queue.number,
                plan.name,
                data,
                sample=retry_of.sample if retry_of else plan.sample,
                tags=retry_of.tags if retry_of else plan.tags,
                metadata=retry_of.metadata if retry_of else plan.metadata,
                notes=plan.notes,
                user=user,
                total_points=report.points,
                retry_of=ids.scan_number(retry_of.scan_id) if retry_of else None,
                needs=report.instruments,
                duration=report.duration,
            )
        )
        run = ScanRun.of(record, report, self._writer.emit)
        self._scheduler.add_scan(run)
        queue.emit_status()
        return run

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
