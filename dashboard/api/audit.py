"""Who did what, for administrators: listed by pages, and as a table to take away."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from flask import Response
from pydantic import Field
from sqlalchemy import Connection

from dashboard.api.answers import Answer
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.validation import Body, query
from dashboard.server.problems import Refusal
from engine.errors import Problem
from engine.model.people import AuditRecord
from engine.store import audit

MOST_EXPORTED = 100_000
"""Entries in one table."""


class AuditFilter(Body):
    """Which entries: those that meet every condition, the latest first."""

    user: str | None = None
    """Who did it."""
    action: str | None = None
    """Words of the action, such as `move` or `sign in`."""
    target: str | None = None
    """What it was done to: identifier of a scan or queue, name of an instrument or preset."""
    since: str | None = None
    """Earliest time, RFC 3339."""
    limit: int = Field(default=100, ge=1, le=1000)
    """Entries in one answer."""
    cursor: str | None = None
    """`next` of the page before."""


class AuditList(Answer):
    """One page of a list: what people did."""

    items: list[AuditRecord]
    """The entries of this page."""
    next: str | None = None
    """Cursor of the following page; null at the end."""


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    def found(conn: Connection, wanted: AuditFilter, limit: int) -> tuple[list[AuditRecord], int | None]:
        return audit.list_(
            conn,
            user=wanted.user,
            action=wanted.action,
            target=wanted.target,
            since=_moment(wanted.since),
            before=_number(wanted.cursor),
            limit=limit,
        )

    @api.operation(
        "GET",
        "/audit",
        "Who did what: sign-ins, commands, changes and refusals, the latest first",
        group="People",
        query=AuditFilter,
        returns=AuditList,
        errors=(400,),
    )
    def list_audit() -> AuditList:
        wanted = query(AuditFilter)
        items, after = context.read(lambda conn: found(conn, wanted, wanted.limit))
        return AuditList(items=items, next=None if after is None else str(after))

    @api.operation(
        "GET",
        "/audit/export",
        f"The same as a CSV table with a row for each of the latest {MOST_EXPORTED:,} entries",
        group="People",
        query=AuditFilter,
        media_types=("text/csv",),
        errors=(400,),
    )
    def export_audit() -> Response:
        wanted = query(AuditFilter)
        items, _ = context.read(lambda conn: found(conn, wanted, MOST_EXPORTED))
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(["timestamp", "user", "from", "action", "target", "detail", "result", "reason"])
        for each in items:
            values = each.model_dump(mode="json").values()
            table.writerow([_harmless(str(value)) for value in values])
        response = Response(text.getvalue(), mimetype="text/csv")
        response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
        response.headers["Cache-Control"] = "no-store"
        return response


def _harmless(text: str) -> str:
    """The same text, so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _wrong("since", "must be a time with its zone, such as 2026-01-31T18:00:00Z")
    return moment


def _number(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 15):
        raise _wrong("cursor", f"{cursor[:60]!r} is not the `next` of a page")
    return int(cursor)


def _wrong(name: str, message: str) -> Refusal:
    return Refusal(400, "The query string has mistakes.", [Problem(name, message)])
