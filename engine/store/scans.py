"""Scans in the store: created, ordered, annotated. Lists of them are in `engine.store.scan_list`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from engine.errors import CommandRefused, DataDamaged, NotFound
from engine.model import clock, ids
from engine.model.records import ScanRecord
from engine.model.states import ScanState
from engine.store import deleted_scans, readings, tables
from engine.store.scan_list import counts, list_, of_queue, unfinished
from engine.store.scan_rows import LIST, LISTED, WHOLE
from engine.store.timestamps import as_text_or_none

__all__ = [
    "annotate",
    "checkpoint",
    "counts",
    "create",
    "describe",
    "described",
    "get",
    "list_",
    "of_queue",
    "plan",
    "remove",
    "reorder",
    "set_checkpoint",
    "to_head",
    "unfinished",
]

_s = tables.scans.c

_ONE = select(*LISTED, _s.plan).where(_s.id == bindparam("id"))
_PLACE = select(_s.status, _s.queue, _s.position).where(_s.id == bindparam("id"))
# Two statements: SQLite finds a smallest or a largest value by its index, but not both in one statement.
_FIRST = select(func.min(_s.position)).where(_s.queue == bindparam("queue"))
_FIRST_UNFINISHED = _FIRST.where(_s.status.in_([state.value for state in ScanState if not state.ended]))
_LAST = select(func.max(_s.position)).where(_s.queue == bindparam("queue"))
_MOVE = update(tables.scans).where(_s.id == bindparam("scan")).values(position=bindparam("to"))


@dataclass(frozen=True, slots=True)
class NewScan:
    """What is stored of a scan when it is queued."""

    name: str
    plan: Mapping[str, Any]
    sample: str = ""
    tags: Sequence[str] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    notes: str = ""
    user: str = ""
    total_points: int | None = None
    retry_of: int | None = None
    needs: Iterable[str] | None = None
    """Names of the instruments that it needs; None where unknown."""
    duration: float | None = None
    """Estimated time in s; None where unknown."""


def create(
    conn: Connection,
    queue: int,
    name: str,
    plan: Mapping[str, Any],
    *,
    sample: str = "",
    tags: Sequence[str] = (),
    metadata: Mapping[str, Any] | None = None,
    notes: str = "",
    user: str = "",
    total_points: int | None = None,
    retry_of: int | None = None,
    needs: Iterable[str] | None = None,
    duration: float | None = None,
) -> ScanRecord:
    """Add a queued scan at the end of a queue and return it.

    `needs` are the names of the instruments that it needs, `duration` is its estimated time in seconds; None where
    unknown.
    """
    new = NewScan(
        name, plan, sample, tags, metadata or {}, notes, user, total_points, retry_of, needs, duration
    )
    return get(conn, create_all(conn, queue, [new])[0])


def create_all(conn: Connection, queue: int, new: Sequence[NewScan]) -> list[int]:
    """Add queued scans at the end of a queue, in this order; returns their numbers."""
    last, moment = conn.scalar(_LAST, {"queue": queue}) or 0.0, clock.now()
    rows = [
        {
            "queue": queue,
            "position": last + 1 + index,
            "name": scan.name,
            "status": ScanState.QUEUED.value,
            "message": "",
            "plan": dict(scan.plan),
            "sample": scan.sample,
            "tags": list(scan.tags),
            "notes": scan.notes,
            "metadata": dict(scan.metadata),
            "point": 0,
            "total_points": scan.total_points,
            "progress": 0.0,
            "elapsed": 0.0,
            "step": "",
            "user": scan.user,
            "created_at": moment,
            "updated_at": moment,
            "retry_of": scan.retry_of,
            "needs": None if scan.needs is None else sorted(scan.needs),
            "duration": scan.duration,
        }
        for index, scan in enumerate(new)
    ]
    adding = insert(tables.scans).returning(_s.id, sort_by_parameter_order=True)
    return list(conn.scalars(adding, rows)) if rows else []


def change_waiting(conn: Connection, scan: int, values: Mapping[str, Any]) -> None:
    """Change columns of a queued scan; `queue` puts it at the end of another one. Raises CommandRefused when it does
    not wait.
    """
    _queued(conn, scan, "changed")
    moved = (
        {"position": (conn.scalar(_LAST, {"queue": values["queue"]}) or 0.0) + 1} if "queue" in values else {}
    )
    conn.execute(update(tables.scans).where(_s.id == scan).values({**values, **moved}))


def numbered(conn: Connection, numbers: Sequence[int]) -> list[ScanRecord]:
    """Read the scans with these numbers, by number, without plans."""
    found: list[ScanRecord] = []
    for start in range(0, len(numbers), 500):
        some = select(*LISTED).where(_s.id.in_(numbers[start : start + 500])).order_by(_s.id)
        found += LIST.all(conn, some)
    return found


def started_since(conn: Connection, queue: int, moment: datetime) -> list[tuple[int, ScanState]]:
    """Scans of a queue that started at that moment or later, in their order, with their states."""
    rows = conn.execute(
        select(_s.id, _s.status)
        .where(_s.queue == queue, _s.started_at >= moment, ~deleted_scans.holds())
        .order_by(_s.position, _s.id)
    )
    return [(row.id, ScanState(row.status)) for row in rows]


def get(conn: Connection, scan: int) -> ScanRecord:
    """Read the scan with this number, its plan and measurements. Raises NotFound when there is none.

    Where the stored measurements are damaged the record says so, because people must be able to stop the scan.
    """
    try:
        measured, damage = readings.measurements(conn, scan), ""
    except DataDamaged as error:
        measured, damage = None, str(error)
    deleted = as_text_or_none(deleted_scans.deleted_at(conn, scan))
    found = WHOLE.one(conn, _ONE, {"id": scan}, measurements=measured, damage=damage, deleted_at=deleted)
    if found is None:
        raise _missing(scan)
    return found


def plan(conn: Connection, scan: int) -> dict[str, Any]:
    """Read the plan of a scan. Raises NotFound when there is none, DataDamaged when it cannot be read."""
    try:
        found = conn.execute(select(_s.plan).where(_s.id == scan)).one_or_none()
        if found is None:
            raise _missing(scan)
        return dict(found.plan)
    except (ValueError, TypeError, RecursionError) as error:
        raise DataDamaged(
            f"the plan of {ids.scan_id(scan)} cannot be read from the database: {error}"
        ) from None


def checkpoint(conn: Connection, scan: int) -> Any:
    """Read what `set_checkpoint` stored last; None when nothing was."""
    return conn.scalar(select(_s.checkpoint).where(_s.id == scan))


def set_checkpoint(conn: Connection, scan: int, value: Any) -> None:
    """Store what resuming needs besides the readings (plain data)."""
    conn.execute(update(tables.scans).where(_s.id == scan).values(checkpoint=value))


def described(conn: Connection, scan: int) -> dict[str, Any]:
    """How the bench described what a scan uses when it started; empty when that was not stored."""
    return dict(conn.scalar(select(_s.described).where(_s.id == scan)) or {})


def describe(conn: Connection, scan: int, bench: Mapping[str, Any], *, anew: bool) -> None:
    """Store how the bench describes what a scan uses; without `anew` only where nothing was stored before."""
    wanted = update(tables.scans).where(_s.id == scan)
    if anew or not described(conn, scan):
        conn.execute(wanted.values(described=dict(bench)))


def annotate(
    conn: Connection,
    scan: int,
    *,
    notes: str | None = None,
    tags: Sequence[str] | None = None,
    sample: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    expected: Mapping[str, Any] | None = None,
) -> ScanRecord:
    """Change the given fields of a scan and return it. Raises NotFound when there is none.

    `expected` holds values that the caller last saw: where one has changed since, nothing is changed and
    CommandRefused is raised.
    """
    if expected:
        _unchanged(get(conn, scan), expected)
    given = {
        "notes": notes,
        "tags": None if tags is None else list(tags),
        "sample": sample,
        "metadata": None if metadata is None else dict(metadata),
    }
    changes = {column: value for column, value in given.items() if value is not None}
    if changes:
        conn.execute(update(tables.scans).where(_s.id == scan).values(changes))
    return get(conn, scan)


def _unchanged(found: ScanRecord, expected: Mapping[str, Any]) -> None:
    changed = [name for name, value in expected.items() if getattr(found, name) != value]
    if changed:
        fields = " and ".join(changed)
        raise CommandRefused(
            f"somebody else has changed the {fields} of {found.scan_id}; reload it and repeat your change"
        )


def reorder(conn: Connection, queue: int, scans: Sequence[int]) -> None:
    """Put queued scans of one queue in this order, at the positions they had. Raises CommandRefused for other scans."""
    if len(set(scans)) != len(scans):
        raise CommandRefused("a scan is named twice in the new order")
    places = [_queued(conn, scan, "moved", queue).position for scan in scans]
    if scans:
        moves = zip(scans, sorted(places), strict=True)
        conn.execute(_MOVE, [{"scan": scan, "to": place} for scan, place in moves])


def to_head(conn: Connection, scan: int) -> None:
    """Put a queued scan before all others of its queue that have not ended; a scan that is there already stays."""
    place = _queued(conn, scan, "moved")
    if conn.scalar(_FIRST_UNFINISHED, {"queue": place.queue}) == place.position:
        return
    conn.execute(_MOVE, {"scan": scan, "to": (conn.scalar(_FIRST, {"queue": place.queue}) or 0.0) - 1})


def remove(conn: Connection, scan: int) -> None:
    """Delete a queued scan without readings. Raises CommandRefused for any other."""
    _queued(conn, scan, "removed")
    if readings.measurements(conn, scan):
        raise CommandRefused(f"{ids.scan_id(scan)} has readings already; stop it instead of removing it")
    conn.execute(delete(tables.scans).where(_s.id == scan))


def _queued(conn: Connection, scan: int, verb: str, queue: int | None = None) -> Any:
    row = conn.execute(_PLACE, {"id": scan}).one_or_none()
    if row is None:
        raise _missing(scan)
    if row.status != ScanState.QUEUED.value:
        raise CommandRefused(f"{ids.scan_id(scan)} is {row.status}; only a queued scan can be {verb}")
    if queue is not None and row.queue != queue:
        raise CommandRefused(f"{ids.scan_id(scan)} is not in {ids.queue_id(queue)}")
    return row


def _missing(scan: int) -> NotFound:
    return NotFound(f"there is no scan {ids.scan_id(scan)}")
