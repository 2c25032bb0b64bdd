"""Recovery at the start of the engine: interrupts scans that an ended engine left active, and loads all waiting
scans.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from engine.model import ids
from engine.model.plan_check import check_plan
from engine.model.records import QueueRecord, ScanRecord
from engine.model.states import Level, QueueState, ScanState
from engine.queues.queue_counts import QueueCounts, read_counts
from engine.queues.queue_run import QueueRun
from engine.queues.run_context import RunContext
from engine.queues.scan_run import ScanRun
from engine.queues.scheduler import Scheduler
from engine.scans.scan_tracker import ScanTracker
from engine.store import commands, queues, scans, waiting_scans
from engine.store.waiting_scans import WaitingScan

_LOST = "the engine ended unexpectedly"
_BEGUN = (
    "The engine ended while it carried this out: it may have happened in full, in part or not at all; "
    "check what it was for before you repeat it."
)


def recover(context: RunContext) -> None:
    """Interrupt the scans that an ended engine left active, pause their queues, and answer the commands that it had
    taken. Everything is durable on return.
    """
    with context.database.read() as conn:
        active = [scans.get(conn, number) for number in waiting_scans.active(conn)]
        unsettled = [q for q in queues.list_(conn) if q.status not in (QueueState.IDLE, QueueState.PAUSED)]
        counted = read_counts(conn)
    interrupted: dict[str, list[ScanTracker]] = {}
    for record in active:
        tracker = _interrupt(context, record)
        if tracker.state is ScanState.INTERRUPTED:
            interrupted.setdefault(record.queue_id, []).append(tracker)
    for queue in unsettled:
        standings = interrupted.get(queue.queue_id, [])
        _pause(context, queue, standings, counted.get(ids.queue_number(queue.queue_id), QueueCounts()))
    context.writer.transact(lambda conn: commands.fail_begun(conn, _BEGUN))
    context.writer.flush()


def load(context: RunContext, scheduler: Scheduler) -> None:
    """Give the scheduler every queue and every waiting scan, before it starts."""
    with context.database.read() as conn:
        counted = read_counts(conn)
        for queue in queues.list_(conn):
            scheduler.add_queue(queue, counted.get(ids.queue_number(queue.queue_id), QueueCounts()))
        runs = [_waiting(context, conn, scan) for scan in waiting_scans.waiting(conn)]
    for run in runs:
        scheduler.add_scan(run, announce=False)
    found = [(run.number, run.needs, run.duration) for run in runs if run.plan is not None]
    if found:
        context.writer.transact(lambda conn: waiting_scans.set_needs(conn, found))


def _waiting(context: RunContext, conn: Connection, scan: WaitingScan) -> ScanRun:
    run = ScanRun.waiting(scan, context.writer.emit)
    if scan.needs is None:
        # An earlier version queued this scan without storing what it needs.
        report = check_plan(scans.plan(conn, scan.number), context.bench.spec, context.procedures)
        run = ScanRun.waiting(replace(scan, duration=report.duration), context.writer.emit)
        run.take(report)
    return run


def _interrupt(context: RunContext, record: ScanRecord) -> ScanTracker:
    """Bring the scan's state up to date: interrupted, or waiting again when it had not started."""
    tracker = ScanTracker(context.writer.emit, record)
    rows = max((m.total for m in record.measurements or ()), default=0)
    if record.started_at is None and not rows and record.status is ScanState.STARTING:
        tracker.to(ScanState.QUEUED, f"waits for its turn again: {_LOST}")
        return tracker
    tracker.point = max(tracker.point, rows)
    message = f"interrupted at point {tracker.point}: {_LOST}; resume continues at the next point"
    tracker.to(ScanState.INTERRUPTED, message, Level.WARNING)
    return tracker


def _pause(
    context: RunContext, record: QueueRecord, interrupted: list[ScanTracker], counts: QueueCounts
) -> None:
    for tracker in interrupted:
        counts = counts.with_ended(ScanState.INTERRUPTED, tracker.progress)
    queue = QueueRun(context.writer.emit, record, counts)
    if record.status is QueueState.STOPPING and not interrupted:
        queue.to(QueueState.IDLE, f"stopped: {_LOST}")
        return
    named = ", ".join(tracker.scan_id for tracker in interrupted)
    goes_on = f"resume continues {named} at the next point" if named else "resume continues"
    queue.to(QueueState.PAUSED, f"paused because {_LOST}; {goes_on}", Level.WARNING)
