"""Lists of scans, newest first, quick with 100,000 of them: filters walk an index, a page begins at a key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    bindparam,
    cast,
    false,
    func,
    or_,
    select,
    union_all,
)

from engine.errors import InputRefused, Problem
from engine.model.records import Page, ScanRecord
from engine.model.states import ScanState
from engine.store import tables
from engine.store.scan_rows import LISTED, record

_s = tables.scans.c
_NUMBER = re.compile(r"(?:scan_)?0*([0-9]{1,15})", re.IGNORECASE)

_NOT_ENDED = [state.value for state in ScanState if not state.ended]
_UNFINISHED = select(*LISTED).where(_s.status.in_(_NOT_ENDED)).order_by(_s.queue, _s.position)
_OF_QUEUE = select(*LISTED).where(_s.queue == bindparam("queue")).order_by(_s.position, _s.id)
_COUNTS = select(_s.status, func.count()).group_by(_s.status)


def list_(
    conn: Connection,
    *,
    status: Iterable[ScanState] | None = None,
    q: str | None = None,
    sample: str | None = None,
    tag: str | None = None,
    queue: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page:
    """A page of scans, newest first, that meet every condition given; plans and measurements are left out.

    `q` is looked for in identifier, name, sample, notes and tags; `since` and `until` bound the moment of
    creation. Raises InputRefused for a cursor that no page gave.
    """
    states = sorted({ScanState(state).value for state in status}) if status is not None else None
    conditions = _conditions(conn, q, sample, tag, queue)
    conditions += _period(conn, since, until)
    if cursor:
        conditions.append(_s.id < _key(cursor))
    limit = max(1, limit)
    numbers = list(conn.scalars(_numbers(states, conditions, limit + 1)))
    found = {row.id: row for row in conn.execute(select(*LISTED).where(_s.id.in_(numbers[:limit])))}
    return Page(
        items=[record(found[number]) for number in numbers[:limit]],
        next=str(numbers[limit - 1]) if len(numbers) > limit else None,
    )


def unfinished(conn: Connection) -> list[ScanRecord]:
    """Scans that have not ended, by queue and place in it; plans left out."""
    return [record(row) for row in conn.execute(_UNFINISHED)]


def of_queue(conn: Connection, queue: int) -> list[ScanRecord]:
    """Every scan of a queue in its order; plans left out."""
    return [record(row) for row in conn.execute(_OF_QUEUE, {"queue": queue})]


def counts(conn: Connection) -> dict[str, int]:
    """Number of scans in each state, zeros included."""
    found: dict[str, int] = dict(conn.execute(_COUNTS).tuples().all())
    return {state.value: found.get(state.value, 0) for state in ScanState}


def _numbers(states: list[str] | None, conditions: list[ColumnElement[bool]], limit: int) -> Select[Any]:
    if states is None:
        return _newest(conditions, limit)
    if not states:
        return _newest([false()], limit)
    # One walk of the index a state, merged: an IN would sort every scan of those states.
    walks = [select(_newest([_s.status == state, *conditions], limit).subquery()) for state in states]
    merged = union_all(*walks).subquery()
    return select(merged.c.id).order_by(merged.c.id.desc()).limit(limit)


def _newest(conditions: list[ColumnElement[bool]], limit: int) -> Select[Any]:
    return select(_s.id).where(*conditions).order_by(_s.id.desc()).limit(limit)


def _conditions(
    conn: Connection, q: str | None, sample: str | None, tag: str | None, queue: int | None
) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    if queue is not None:
        made.append(_s.queue == queue)
    if sample:
        made.append(_s.sample == sample)
    if tag:
        # Tags are kept as JSON: a whole one stands there within its quotes.
        made.append(cast(_s.tags, Text).contains(json.dumps(tag), autoescape=True))
    if q and q.strip():
        made.append(_matches(conn, q.strip()))
    return made


def _matches(conn: Connection, text: str) -> ColumnElement[bool]:
    # SQLite's LIKE ignores case by itself, and is far quicker without lower().
    sqlite = conn.dialect.name == "sqlite"
    places: list[ColumnElement[Any]] = [_s.name, _s.sample, _s.notes, cast(_s.tags, Text)]
    found = [(p.contains if sqlite else p.icontains)(text, autoescape=True) for p in places]
    number = _NUMBER.fullmatch(text)
    return or_(*found, _s.id == int(number[1])) if number else or_(*found)


def _period(conn: Connection, since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    """Conditions for the period, and its highest key, so that the walk does not begin at today."""
    made: list[ColumnElement[bool]] = []
    if since is not None:
        made.append(_s.created_at >= since)
    if until is not None:
        made.append(_s.created_at <= until)
        last = conn.scalar(select(func.max(_s.id)).where(*made))
        made.append(_s.id <= (last or 0))
    return made


def _key(cursor: str) -> int:
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 18:
        raise InputRefused("list of scans", [Problem("cursor", f"{cursor!r} is none that a page gave")])
    return int(cursor)
