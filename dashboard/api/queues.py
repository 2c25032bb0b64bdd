"""Queues: created, listed, commanded, filled and ordered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.api.answers import CommandAnswer, LogList, QueueList, ScanList, ScanOrScans
from dashboard.api.context import Context
from dashboard.api.operations import Api, Made
from dashboard.api.orders import order
from dashboard.api.paging import page
from dashboard.api.plans import checked_plan
from dashboard.api.shapes import (
    LogFilter,
    NewQueue,
    Paging,
    PlanOrPlans,
    QueueChanges,
    QueueCommandBody,
    ScanIds,
)
from dashboard.api.validation import body, json_body, query
from dashboard.server.problems import Refusal
from engine.errors import Problem
from engine.model import ids
from engine.model.records import QueueRecord
from engine.store import logs, queues, scans


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    def existing(queue_id: str) -> QueueRecord:
        return queue_of(context, queue_id)

    def command(queue_id: str, name: str, arguments: Mapping[str, object] | None = None) -> CommandAnswer:
        existing(queue_id)
        return CommandAnswer.of(order(context, "queue", queue_id, name, arguments))

    def add_all(queue_id: str, plans: list[Any]) -> ScanList:
        if not plans:
            raise Refusal(422, "The list has no plan.", [Problem("", "must not be empty")])
        done = command(queue_id, "add_scans", {"plans": plans})
        numbers = [ids.scan_number(scan) for scan in (done.result or {})["scan_ids"]]
        return ScanList(items=context.read(lambda conn: scans.numbered(conn, numbers)))

    @api.operation(
        "GET",
        "/queues",
        "Every queue, oldest first",
        group="Queues",
        query=Paging,
        returns=QueueList,
        errors=(400,),
    )
    def list_queues() -> QueueList:
        wanted = query(Paging)
        items, cursor = page(context.read(queues.list_), lambda q: ids.queue_number(q.queue_id), wanted)
        return QueueList(items=items, next=cursor)

    @api.operation(
        "POST",
        "/queues",
        "Make a queue",
        group="Queues",
        body=NewQueue,
        returns=QueueRecord,
        status=201,
        errors=(422, 503, 504),
    )
    def make_queue() -> Made:
        queue = create(context, body(NewQueue).model_dump(mode="json"))
        return Made(queue, f"/queues/{queue.queue_id}")

    @api.operation(
        "GET",
        "/queues/{queue_id}",
        "A queue",
        group="Queues",
        returns=QueueRecord,
        errors=(404,),
    )
    def get_queue(queue_id: str) -> QueueRecord:
        return existing(queue_id)

    @api.operation(
        "PATCH",
        "/queues/{queue_id}",
        "Change a queue's name, mode, rule for failed scans, loop or most scans at once",
        group="Queues",
        body=QueueChanges,
        returns=QueueRecord,
        errors=(404, 409, 422, 503, 504),
    )
    def change_queue(queue_id: str) -> QueueRecord:
        existing(queue_id)
        changes = body(QueueChanges).given()
        return change(context, queue_id, changes)

    @api.operation(
        "POST",
        "/queues/{queue_id}/commands",
        "Start, pause, resume, stop, abort, clear or duplicate a queue",
        group="Queues",
        body=QueueCommandBody,
        returns=CommandAnswer,
        status=202,
        errors=(404, 409, 422, 503, 504),
    )
    def command_queue(queue_id: str) -> CommandAnswer:
        return command(queue_id, body(QueueCommandBody).command.value)

    @api.operation(
        "POST",
        "/queues/{queue_id}/scans",
        "Add a scan at the end of a queue, or all scans of a list of plans (all or none; the answer has `items`)",
        group="Queues",
        body=PlanOrPlans,
        returns=ScanOrScans,
        status=201,
        errors=(404, 409, 422, 503, 504),
    )
    def add_scan(queue_id: str) -> Made:
        existing(queue_id)
        given = json_body()
        if isinstance(given, list):
            return Made(add_all(queue_id, given), f"/queues/{queue_id}")
        plan = checked_plan(context, given)
        done = command(queue_id, "add_scan", {"plan": plan})
        number = ids.scan_number(str((done.result or {})["scan_id"]))
        scan = context.read(lambda conn: scans.get(conn, number))
        return Made(scan, f"/scans/{scan.scan_id}")

    @api.operation(
        "PATCH",
        "/queues/{queue_id}/scans",
        "Put queued scans in this order",
        group="Queues",
        body=ScanIds,
        returns=CommandAnswer,
        status=202,
        errors=(404, 409, 422, 503, 504),
    )
    def reorder_scans(queue_id: str) -> CommandAnswer:
        return command(queue_id, "reorder", {"scan_ids": body(ScanIds).scan_ids})

    @api.operation(
        "DELETE",
        "/queues/{queue_id}/scans",
        "Remove queued scans",
        group="Queues",
        body=ScanIds,
        returns=CommandAnswer,
        status=202,
        errors=(404, 409, 422, 503, 504),
    )
    def remove_scans(queue_id: str) -> CommandAnswer:
        return command(queue_id, "remove", {"scan_ids": body(ScanIds).scan_ids})

    @api.operation(
        "DELETE",
        "/queues/{queue_id}/scans/{scan_id}",
        "Remove a queued scan",
        group="Queues",
        returns=CommandAnswer,
        status=202,
        errors=(404, 409, 503, 504),
    )
    def remove_scan(queue_id: str, scan_id: str) -> CommandAnswer:
        number = ids.scan_number(scan_id)
        context.read(lambda conn: scans.plan(conn, number))
        return command(queue_id, "remove", {"scan_ids": [scan_id]})

    @api.operation(
        "GET",
        "/queues/{queue_id}/log",
        "The last lines of a queue's log",
        group="Queues",
        query=LogFilter,
        returns=LogList,
        errors=(400, 404),
    )
    def queue_log(queue_id: str) -> LogList:
        existing(queue_id)
        limit, number = query(LogFilter).limit, ids.queue_number(queue_id)
        return LogList(items=context.read(lambda conn: logs.queue_tail(conn, number, limit)))


def queue_of(context: Context, queue_id: str) -> QueueRecord:
    """The queue; NotFound where there is none."""
    number = ids.queue_number(queue_id)
    return context.read(lambda conn: queues.get(conn, number))


def create(context: Context, wanted: Mapping[str, object]) -> QueueRecord:
    """Let the engine make a queue with the fields of `NewQueue`; raises what `order` raises."""
    made = order(context, "queue", "", "create", wanted)
    return queue_of(context, str((made.result or {})["queue_id"]))


def change(context: Context, queue_id: str, changes: Mapping[str, object]) -> QueueRecord:
    """Let the engine change fields of `QueueChanges`; raises what `order` raises."""
    order(context, "queue", queue_id, "edit", changes)
    return queue_of(context, queue_id)
