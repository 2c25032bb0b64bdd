"""Rehearsals of queues against a simulated bench."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from dashboard.api.answers import Rehearsal, RehearsedScan, ScanProblem
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.queues import queue_of
from dashboard.api.shapes import EmptyBody
from dashboard.api.validation import body
from engine.model import clock, ids
from engine.model.states import ScanState
from engine.scans.rehearsal import Planned, rehearse
from engine.store import instruments, scans

_MOST = 1000
"""Waiting scans that are rehearsed, the first ones."""


def register(api: Api, context: Context) -> None:
    """Add the operation."""

    @api.operation(
        "POST",
        "/queues/{queue_id}/rehearse",
        "Rehearse the waiting scans of a queue on a simulated bench: what would fail, what runs when. Nothing moves",
        group="Queues",
        body=EmptyBody,
        returns=Rehearsal,
        errors=(404, 422, 503),
    )
    def rehearse_queue(queue_id: str) -> Rehearsal:
        body(EmptyBody)
        queue = queue_of(context, queue_id)
        bench = context.read(context.bench.look)
        planned = context.read(lambda conn: _planned(conn, ids.queue_number(queue_id)))
        standing = context.read(_positions)
        found = context.lanes.checks.do(
            lambda: rehearse(
                planned,
                bench,
                context.procedures,
                standing,
                clock.now(),
                mode=queue.mode,
                most=queue.parallel,
            )
        )
        return Rehearsal(
            problems=[
                ScanProblem(scan_id=scan.scan_id, path=problem.path, message=problem.message)
                for scan in found
                for problem in scan.problems
            ],
            timeline=[
                RehearsedScan(
                    scan_id=scan.scan_id,
                    name=scan.name,
                    start=round(scan.start, 3),
                    end=round(scan.end, 3),
                    waits_for=scan.waits_for,
                    exact=scan.exact,
                )
                for scan in found
            ],
            duration=round(max((scan.end for scan in found), default=0.0), 3),
        )


def _planned(conn: Connection, queue: int) -> list[Planned]:
    waiting = [s for s in scans.of_queue(conn, queue) if s.status is ScanState.QUEUED and not s.held]
    return [
        Planned(
            scan.scan_id,
            scan.name,
            scans.plan(conn, ids.scan_number(scan.scan_id)),
            datetime.fromisoformat(scan.not_before) if scan.not_before else None,
        )
        for scan in waiting[:_MOST]
    ]


def _positions(conn: Connection) -> dict[str, float]:
    """Where the axes stand, as far as that is known."""
    return {
        f"{record.instrument_name}.{axis}": value
        for record in instruments.list_(conn)
        for axis, value in record.position.items()
        if value is not None
    }
