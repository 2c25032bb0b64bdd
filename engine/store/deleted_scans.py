"""The bin: deleted scans, which lists leave out and which anybody may restore. Nothing is erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select

from engine.errors import CommandRefused, NotFound
from engine.model import clock, ids
from engine.model.states import ScanState
from engine.store import tables

_b, _s = tables.deleted_scans.c, tables.scans.c


def move(conn: Connection, scan: int, user: str) -> None:
    """Move a scan that has ended to the bin; one that is there stays. Raises NotFound, CommandRefused."""
    status = conn.scalar(select(_s.status).where(_s.id == scan))
    if status is None:
        raise NotFound(f"there is no scan {ids.scan_id(scan)}")
    if not ScanState(status).ended:
        raise CommandRefused(f"{ids.scan_id(scan)} is {status}; only a scan that has ended can be deleted")
    if deleted_at(conn, scan) is None:
        row = {"scan": scan, "deleted_at": clock.now(), "deleted_by": user}
        conn.execute(insert(tables.deleted_scans), row)


def restore(conn: Connection, scan: int) -> None:
    """Take a scan out of the bin. Raises NotFound, CommandRefused when it is not there."""
    if conn.execute(delete(tables.deleted_scans).where(_b.scan == scan)).rowcount:
        return
    if conn.scalar(select(_s.id).where(_s.id == scan)) is None:
        raise NotFound(f"there is no scan {ids.scan_id(scan)}")
    raise CommandRefused(f"{ids.scan_id(scan)} is not in the bin")


def deleted_at(conn: Connection, scan: int) -> datetime | None:
    """When a scan was deleted; None where it is not in the bin."""
    return conn.scalar(select(_b.deleted_at).where(_b.scan == scan))


def holds() -> ColumnElement[bool]:
    """The condition that a row of `scans` is in the bin."""
    return exists(select(_b.scan).where(_b.scan == _s.id))
