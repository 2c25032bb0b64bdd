"""Lists of scans, fast with 100,000 of them: filters walk an index, and a page starts at a key."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    false,
    func,
    or_,
    select,
    text,
    union,
)

from engine.model import ids, scan_query
from engine.model.records import Page, ScanRecord
from engine.model.states import ScanState
from engine.store import deleted_scans, scan_order, tables
from engine.store.scan_conditions import condition
from engine.store.scan_order import ScanSort
from engine.store.scan_rows import LIST, LISTED

_s = tables.scans.c
_NUMBER = re.compile(r"(?:scan_)?0*([0-9]{1,15})", re.IGNORECASE)

_ESCAPE = "\\"
_NOT_ENDED = [state.value for state in ScanState if not state.ended]
_UNFINISHED = select(*LISTED).where(_s.status.in_(_NOT_ENDED)).order_by(_s.queue, _s.position)
_OF_QUEUE = (
    select(*LISTED).where(_s.queue == bindparam("queue"), ~deleted_scans.holds()).order_by(_s.position, _s.id)
)
_REMEMBERED = 20_000
"""Newest scans whose samples and tags are suggested."""
_OFFERED = 500
_COUNTS = select(_s.status, func.count()).where(~deleted_scans.holds()).group_by(_s.status)


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
    sort: ScanSort = ScanSort.NEWEST,
    deleted: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page:
    """List a page of scans that meet every given condition, without plans and measurements.

    With `deleted` those in the bin, else the others. `q` is searched in identifier, name, sample, notes and tags;
    `since` and `until` bound the time of creation.
    Raises InputRefused for a cursor that no page gave.
    """
    conditions = _conditions(sample, tag, queue, searched=bool(q)) + _period(conn, since, until)
    conditions.append(deleted_scans.holds() if deleted else ~deleted_scans.holds())
    if cursor:
        conditions.append(scan_order.beyond(sort, cursor))
    limit = max(1, limit)
    wanted = scan_query.parse(q) if q else None
    if wanted is not None:
        sqlite = conn.dialect.name == "sqlite"
        conditions.append(condition(wanted, sqlite, lambda word: or_(*_matches(conn, word))))
    choices = [_states(status), [] if wanted is not None else _matches(conn, q)]
    places = conn.execute(_places(choices, conditions, sort, limit + 1)).all()
    numbers = [place.id for place in places[:limit]]
    found = {scan.scan_id: scan for scan in LIST.all(conn, select(*LISTED).where(_s.id.in_(numbers)))}
    last = places[limit - 1] if len(places) > limit else None
    return Page(
        items=[found[ids.scan_id(number)] for number in numbers],
        next=scan_order.cursor(sort, last.id, last.key) if last else None,
    )


def unfinished(conn: Connection) -> list[ScanRecord]:
    """List the scans that have not ended, by queue and position, without plans."""
    return LIST.all(conn, _UNFINISHED)


def of_queue(conn: Connection, queue: int) -> list[ScanRecord]:
    """List all scans of a queue in its order, without plans."""
    return LIST.all(conn, _OF_QUEUE, {"queue": queue})


def counts(conn: Connection) -> dict[str, int]:
    """Count the scans in each state, zeros included."""
    found: dict[str, int] = dict(conn.execute(_COUNTS).all())
    return {state.value: found.get(state.value, 0) for state in ScanState}


_Conditions = list[ColumnElement[bool]]


def _places(choices: list[_Conditions], conditions: _Conditions, sort: ScanSort, limit: int) -> Select[Any]:
    """Number and key of the first scans that meet all conditions and one of each list of choices (an empty list has
    no choice to make).

    Each combination walks the index that suits it, and the results are merged: an OR would sort all scans.
    """
    combinations = list(product(*(choice for choice in choices if choice)))
    key = scan_order.key(sort)
    walks = [
        select(_s.id, key.label("key"))
        .where(*chosen, *conditions)
        .order_by(*scan_order.ordered(sort, key, _s.id))
        .limit(limit)
        for chosen in combinations
    ]
    if len(walks) == 1:
        return walks[0]
    merged = union(*(select(walk.subquery()) for walk in walks)).subquery()
    order = scan_order.ordered(sort, merged.c.key, merged.c.id)
    return select(merged.c.id, merged.c.key).order_by(*order).limit(limit)


def _states(status: Iterable[ScanState] | None) -> _Conditions:
    if status is None:
        return []
    return [_s.status == state for state in sorted({ScanState(state).value for state in status})] or [false()]


def labels(conn: Connection) -> dict[str, list[str]]:
    """Samples and tags of the newest scans, the most used first."""
    oldest = (conn.scalar(select(func.max(_s.id))) or 0) - _REMEMBERED
    used: dict[str, Counter[str]] = {"samples": Counter(), "tags": Counter()}
    for sample, tags in conn.execute(select(_s.sample, cast(_s.tags, Text)).where(_s.id > oldest)):
        used["samples"][sample] += 1
        with suppress(ValueError, TypeError, RecursionError):  # a damaged scan suggests none
            used["tags"].update(tag for tag in json.loads(tags) if isinstance(tag, str))
    del used["samples"][""]
    return {name: [text for text, _ in count.most_common(_OFFERED)] for name, count in used.items()}


def _conditions(sample: str | None, tag: str | None, queue: int | None, searched: bool) -> _Conditions:
    made: _Conditions = []
    if queue is not None:
        # A search walks its own index, which has the queue too; "+ 0" keeps SQLite from using the queue's index then.
        made.append((_s.queue + 0 if searched else _s.queue) == queue)
    if sample:
        made.append(_s.sample == sample)
    if tag:
        # Tags are stored as JSON: a whole tag is in quotes.
        made.append(cast(_s.tags, Text).like(_pattern(f'"{_in_json(tag)}"'), escape=_ESCAPE))
    return made


def _matches(conn: Connection, q: str | None) -> _Conditions:
    """Conditions for a text: in the columns of one narrow index, or in the notes of the scans that have any."""
    wanted = (q or "").strip()
    if not wanted:
        return []
    pattern = _pattern(wanted)
    # SQLite's LIKE ignores case by itself, and is much faster without lower().
    sqlite = conn.dialect.name == "sqlite"
    places: list[ColumnElement[Any]] = [_s.name, _s.sample, _s.notes, cast(_s.tags, Text)]
    patterns = [pattern, pattern, pattern, _pattern(_in_json(wanted))]
    found = (
        (place.like if sqlite else place.ilike)(pattern, escape=_ESCAPE)
        for place, pattern in zip(places, patterns, strict=True)
    )
    name, sample, notes, tags = found
    made = [or_(name, sample, tags), and_(text("notes <> ''"), notes)]
    number = _NUMBER.fullmatch(wanted)
    return [*made, _s.id == int(number[1])] if number else made


def _in_json(text: str) -> str:
    """A text as JSON writes it within quotes."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _pattern(wanted: str) -> str:
    for special in (_ESCAPE, "%", "_"):
        wanted = wanted.replace(special, _ESCAPE + special)
    return f"%{wanted}%"


def _period(conn: Connection, since: datetime | None, until: datetime | None) -> _Conditions:
    """Conditions for the period, with the keys that bound it, so that the walk covers nothing else."""
    made: _Conditions = []
    if since is not None:
        made.append(_s.created_at >= since)
    if until is not None:
        made.append(_s.created_at <= until)
    if made:
        # "+ 0" keeps SQLite from searching the smallest and largest key first and the period last.
        key = _s.id + 0
        first, last = conn.execute(select(func.min(key), func.max(key)).where(*made)).one()
        made.append(_s.id.between(first or 0, last or 0))
    return made
