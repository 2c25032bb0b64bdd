"""Scans in the store: created, ordered, annotated. Lists of them are in `engine.store.scan_list`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from engine.errors import CommandRefused, DataDamaged, NotFound
from engine.model import clock, ids
from engine.model.records import ScanRecord
from engine.model.states import ScanState
from engine.store import deleted_scans, readings, tables
from engine.store.scan_list import counts, list_, of_queue, unfinished
from engine.store.scan_rows import LISTED, WHOLE
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
    moment = clock.now()
    row = {
        "queue": queue,
        "position": (conn.scalar(_LAST, {"queue": queue}) or 0.0) + 1,
        "name": name,
        "status": ScanState.QUEUED.value,
        "message": "",
        "plan": dict(plan),
        "sample": sample,
        "tags": list(tags),
        "notes": notes,
        "metadata": dict(metadata or {}),
        "point": 0,
        "total_points": total_points,
        "progress": 0.0,
        "elapsed": 0.0,
        "step": "",
        "user": user,
        "created_at": moment,
        "updated_at": moment,
        "retry_of": retry_of,
        "needs": None if needs is None else sorted(needs),
        "duration": duration,
    }
    return get(conn, conn.execute(insert(tables.scans).returning(_s.id), row).scalar_one())


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
