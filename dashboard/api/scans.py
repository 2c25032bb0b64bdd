"""Scans: found, read, annotated and commanded."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from dashboard.api.answers import CommandAnswer, Labels, LogList, ScanList
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.orders import order
from dashboard.api.shapes import RESTORE, Annotations, LogFilter, ScanCommandBody, ScanFilter
from dashboard.api.validation import body, query
from dashboard.auth.guard import identity
from dashboard.server.problems import Refusal
from engine.errors import InputRefused, NotFound, Problem
from engine.journal.annotations import annotate
from engine.model import ids
from engine.model.records import LabRecord, ScanRecord
from engine.store import deleted_scans, lab_records, logs, scan_list, scans


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    @api.operation(
        "GET",
        "/scans",
        "Scans, newest first unless `sort` says otherwise",
        group="Scans",
        query=ScanFilter,
        returns=ScanList,
        errors=(400,),
    )
    def list_scans() -> ScanList:
        wanted = query(ScanFilter)
        queue, since, until = _queue(wanted), _moment("since", wanted.since), _moment("until", wanted.until)
        try:
            page = context.read(
                lambda conn: scan_list.list_(
                    conn,
                    status=wanted.status,
                    q=wanted.q,
                    sample=wanted.sample,
                    tag=wanted.tag,
                    queue=queue,
                    since=since,
                    until=until,
                    deleted=wanted.deleted,
                    sort=wanted.sort,
                    limit=wanted.limit,
                    cursor=wanted.cursor,
                )
            )
        except InputRefused as error:
            raise Refusal(400, "The query string has mistakes.", error.problems) from None
        return ScanList(items=page.items, next=page.next)

    @api.operation(
        "GET",
        "/scans/labels",
        "Samples and tags of the newest scans, most used first",
        group="Scans",
        returns=Labels,
    )
    def scan_labels() -> Labels:
        return Labels(**context.read(scan_list.labels))

    @api.operation(
        "GET",
        "/scans/{scan_id}",
        "A scan with its plan and measurements",
        group="Scans",
        returns=ScanRecord,
        errors=(404,),
    )
    def get_scan(scan_id: str) -> ScanRecord:
        number = ids.scan_number(scan_id)
        return context.read(lambda conn: scans.get(conn, number))

    @api.operation(
        "GET",
        "/scans/{scan_id}/record",
        "What the laboratory was during a scan: plan, bench file, every instrument at start and end, settings that "
        "changed, software; the same record is in every export",
        group="Scans",
        returns=LabRecord,
        errors=(404,),
    )
    def scan_record(scan_id: str) -> LabRecord:
        number = ids.scan_number(scan_id)
        return context.read(lambda conn: lab_records.read(conn, number, scans.get(conn, number)))

    @api.operation(
        "PATCH",
        "/scans/{scan_id}",
        "Change notes, tags, sample or metadata of a scan; of a waiting one also what it does and when",
        group="Scans",
        body=Annotations,
        returns=ScanRecord,
        errors=(404, 409, 422, 503, 504),
    )
    def annotate_scan(scan_id: str) -> ScanRecord:
        number, changes = ids.scan_number(scan_id), body(Annotations)
        expected = changes.expected.given() if changes.expected else None
        if waiting := changes.waiting():
            context.read(lambda conn: scans.plan(conn, number))
            order(context, "scan", scan_id, "change", waiting)
        return context.write(
            lambda conn: annotate(context.database, conn, number, **changes.given(), expected=expected)
        )

    @api.operation(
        "DELETE",
        "/scans/{scan_id}",
        "Move a scan that has ended to the bin; the command `restore` takes it out again. Nothing is erased",
        group="Scans",
        returns=ScanRecord,
        errors=(404, 409),
    )
    def delete_scan(scan_id: str) -> ScanRecord:
        number, user = ids.scan_number(scan_id), identity().user

        def move(conn: Connection) -> ScanRecord:
            deleted_scans.move(conn, number, user)
            return scans.get(conn, number)

        return context.write(move)

    @api.operation(
        "POST",
        "/scans/{scan_id}/commands",
        "Pause, resume, stop, halt, abort or retry a scan, or say what to do with a point that failed",
        group="Scans",
        body=ScanCommandBody,
        returns=CommandAnswer,
        status=202,
        errors=(404, 409, 422, 503, 504),
    )
    def command_scan(scan_id: str) -> CommandAnswer:
        number, given = ids.scan_number(scan_id), body(ScanCommandBody)
        if given.command == RESTORE:
            context.write(lambda conn: deleted_scans.restore(conn, number))
            return CommandAnswer(command_id=str(uuid4()), status="done")
        context.read(lambda conn: scans.plan(conn, number))
        arguments = {"now": True} if given.now else {}
        return CommandAnswer.of(order(context, "scan", scan_id, given.command, arguments))

    @api.operation(
        "GET",
        "/scans/{scan_id}/log",
        "The last lines of a scan's log",
        group="Scans",
        query=LogFilter,
        returns=LogList,
        errors=(400, 404),
    )
    def scan_log(scan_id: str) -> LogList:
        number, limit = ids.scan_number(scan_id), query(LogFilter).limit
        context.read(lambda conn: scans.plan(conn, number))
        return LogList(items=context.read(lambda conn: logs.scan_tail(conn, number, limit)))


def _queue(wanted: ScanFilter) -> int | None:
    try:
        return ids.queue_number(wanted.queue_id) if wanted.queue_id else None
    except NotFound as error:
        raise _wrong("queue_id", str(error)) from None


def _moment(name: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _wrong(name, "must be a time such as 2026-01-31T18:00:00Z") from None
    if moment.tzinfo is None:
        raise _wrong(name, "needs a time zone, as in 2026-01-31T18:00:00Z")
    return moment


def _wrong(name: str, message: str) -> Refusal:
    return Refusal(400, "The query string has mistakes.", [Problem(name, message)])
