"""Keeps the journal from growing forever: readings that are in chunks are removed, oldest first. Logs and states
stay.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, func, select, update

from engine.model.events import EventName
from engine.store import tables

KEPT_RECORDS = 2_000_000
"""Number of journal records above which readings are removed."""
SLICE = 2_000
"""Records that are removed at a time, so that nothing waits long for it."""

GUARD = 500_000
"""Number of newest records that always stay, because clients may still be reading there."""

_j, _t, _c, _p = tables.journal.c, tables.streams.c, tables.chunks.c, tables.properties.c
_HEAD = select(func.max(_j.seq))
_COUNT = select(func.count()).select_from(tables.journal)
_OLDEST = (
    select(_j.seq, _j.scan)
    .where(_j.kind == EventName.DATA_POINTS.value, _j.seq > bindparam("after"), _j.seq <= bindparam("upto"))
    .order_by(_j.seq)
    .limit(bindparam("count"))
)
_CHUNKED = (
    select(_t.scan, func.max(_c.seq))
    .join(tables.chunks, _t.id == _c.stream)
    .where(_t.scan.in_(bindparam("scans", expanding=True)))
    .group_by(_t.scan)
)
_DELETE = delete(tables.journal).where(_j.seq == bindparam("number"))
_FLOOR = select(_p.value).where(_p.name == "floor")
_SET_FLOOR = update(tables.properties).where(_p.name == "floor").values(value=bindparam("floor"))


def count(conn: Connection) -> int:
    """Count the records in the journal."""
    return conn.scalar(_COUNT) or 0


def prune(conn: Connection, after: int = 0, records: int = SLICE, guard: int = GUARD) -> tuple[int, int]:
    """Remove up to `records` of the oldest chunked readings after journal number `after`.

    Returns how many were removed, and the number to continue from. `floor` grows: a cursor below it is no longer
    complete.
    """
    upto = (conn.scalar(_HEAD) or 0) - guard
    found = conn.execute(_OLDEST, {"after": after, "upto": upto, "count": records}).all()
    if not found:
        return 0, after
    chunked = dict(conn.execute(_CHUNKED, {"scans": list({scan for _, scan in found})}).all())
    gone = [seq for seq, scan in found if seq <= chunked.get(scan, 0)]
    if gone:
        conn.execute(_DELETE, [{"number": seq} for seq in gone])
        conn.execute(_SET_FLOOR, {"floor": str(max(gone[-1], int(conn.scalar(_FLOOR) or 0)))})
    return len(gone), found[-1][0]
