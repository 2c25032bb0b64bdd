"""What the engine finds at its start: scans that an ended engine left active, and everything that still waits."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from engine.model import ids
from engine.model.plan_check import check_plan
from engine.model.records import QueueRecord, ScanRecord
from engine.model.states import Level, QueueState, ScanState
from engine.queues.queue_counts import Tally, tallies
from engine.queues.queue_run import QueueRun
from engine.queues.run_context import Equipment
from engine.queues.scan_run import ScanRun
from engine.queues.scheduler import Scheduler
from engine.scans.scan_tracker import Standing
from engine.store import commands, queues, scans, waiting_scans
from engine.store.waiting_scans import WaitingScan

_LOST = "the engine ended unexpectedly"
_BEGUN = (
    "The engine ended while it did this, so that it may have been done, in part or not at all; "
    "look at what it was for before you ask again."
)


def recover(equipment: Equipment) -> None:
    """Mark scans that an ended engine left active as interrupted, pause their queues, and answer the commands it had
    begun. Durable on return."""
    with equipment.database.read() as conn:
        active = [scans.get(conn, number) for number in waiting_scans.active(conn)]
        unsettled = [q for q in queues.list_(conn) if q.status not in (QueueState.IDLE, QueueState.PAUSED)]
        counted = tallies(conn)
    interrupted: dict[str, list[Standing]] = {}
    for record in active:
        standing = _interrupt(equipment, record)
        if standing.state is ScanState.INTERRUPTED:
            interrupted.setdefault(record.queue_id, []).append(standing)
    for queue in unsettled:
        standings = interrupted.get(queue.queue_id, [])
        _pause(equipment, queue, standings, counted.get(ids.queue_number(queue.queue_id), Tally()))
    equipment.writer.transact(lambda conn: commands.fail_begun(conn, _BEGUN))
    equipment.writer.flush()


def load(equipment: Equipment, scheduler: Scheduler) -> None:
    """Give the scheduler every queue and every scan that waits. Before it is started."""
    with equipment.database.read() as conn:
        counted = tallies(conn)
        for queue in queues.list_(conn):
            scheduler.add_queue(queue, counted.get(ids.queue_number(queue.queue_id), Tally()))
        runs = [_waiting(equipment, conn, scan) for scan in waiting_scans.waiting(conn)]
    for run in runs:
        scheduler.add_scan(run, tell=False)
    found = [(run.number, run.needs, run.duration) for run in runs if run.plan is not None]
    if found:
        equipment.writer.transact(lambda conn: waiting_scans.set_needs(conn, found))


def _waiting(equipment: Equipment, conn: Connection, scan: WaitingScan) -> ScanRun:
    run = ScanRun.waiting(scan, equipment.writer.emit)
    if scan.needs is None:
        # It was queued by a version that did not write this down.
        report = check_plan(scans.plan(conn, scan.number), equipment.bench.spec, equipment.procedures)
        run = ScanRun.waiting(replace(scan, duration=report.duration), equipment.writer.emit)
        run.take(report)
    return run


def _interrupt(equipment: Equipment, record: ScanRecord) -> Standing:
    """Where the scan stands now: interrupted, or waiting again when it had not begun."""
    standing = Standing(equipment.writer.emit, record)
    rows = max((m.total for m in record.measurements or ()), default=0)
    if record.started_at is None and not rows and record.status is ScanState.STARTING:
        standing.to(ScanState.QUEUED, f"waits for its turn again: {_LOST}")
        return standing
    standing.point = max(standing.point, rows)
    message = f"interrupted at point {standing.point}: {_LOST}; resume goes on at the next point"
    standing.to(ScanState.INTERRUPTED, message, Level.WARNING)
    return standing


def _pause(equipment: Equipment, record: QueueRecord, interrupted: list[Standing], tally: Tally) -> None:
    for standing in interrupted:
        tally = tally.counting(ScanState.INTERRUPTED, standing.progress)
    queue = QueueRun(equipment.writer.emit, record, tally)
    if record.status is QueueState.STOPPING and not interrupted:
        queue.to(QueueState.IDLE, f"stopped: {_LOST}")
        return
    named = ", ".join(standing.scan_id for standing in interrupted)
    goes_on = f"resume goes on with {named} at the next point" if named else "resume goes on"
    queue.to(QueueState.PAUSED, f"paused because {_LOST}; {goes_on}", Level.WARNING)
