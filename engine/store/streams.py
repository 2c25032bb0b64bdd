"""Streams: the columns of a measurement's rows, and how many rows there are. Checksums of both are checked when
read.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, bindparam, exc, insert, select, update

from engine.errors import DataDamaged, NotFound
from engine.model import ids
from engine.model.bench import Column, columns_as_json
from engine.store import database_errors, tables

_t, _x = tables.streams.c, tables.extents.c

_OF_SCAN = (
    select(_t.id, _t.scan, _t.measurement, _t.columns, _t.checksum)
    .where(_t.scan == bindparam("scan"))
    .order_by(_t.id)
)
_ONE = select(_t.id, _t.scan, _t.measurement, _t.columns, _t.checksum).where(_t.id == bindparam("id"))
_EARLIER = _OF_SCAN.where(_t.measurement == bindparam("measurement"), _t.id < bindparam("id"))
_EXTENTS = select(_x.stream, _x.scan, _x.total, _x.checksum).where(_x.scan == bindparam("of_scan"))
_ADD = insert(tables.streams).returning(_t.id)
_REACH = (
    update(tables.extents)
    .where(_x.stream == bindparam("of_stream"))
    .values(total=bindparam("total"), checksum=bindparam("checksum"))
)
_EXTENT = struct.Struct("<qqq")
_ADVICE = "restore a backup of the database"


@dataclass(frozen=True, slots=True)
class Stream:
    """The rows `begin` to before `end` of a measurement; columns never change within a stream."""

    id: int
    scan: int
    measurement: str
    columns: tuple[Column, ...]
    """Columns with the names under which they are read: see `told_apart`."""
    stored: tuple[Column, ...]
    """Columns as they were described when the stream started."""
    begin: int = 0
    end: int = 0


def of_scan(conn: Connection, scan: int) -> dict[str, list[Stream]]:
    """Read the streams of each measurement, in the order in which they started. Raises DataDamaged."""
    made: dict[str, list[Stream]] = {}
    with readable(scan):
        # Fetch all rows first: an error in between would leave the statement, and so an old snapshot, open.
        reached = conn.execute(_EXTENTS, {"of_scan": scan}).all()
        found = conn.execute(_OF_SCAN, {"scan": scan}).all()
        totals = {row.stream: _total(scan, *row) for row in reached}
        described = [_described(*row) for row in found]
    if {stream.id for stream in described} != set(totals):
        raise damaged(scan, "the list of measurements and their lengths do not agree")
    for stream in described:
        before = made.setdefault(stream.measurement, [])
        columns = told_apart([*(earlier.stored for earlier in before), stream.stored])
        begin = before[-1].end if before else 0
        whole = replace(stream, columns=columns, begin=begin, end=totals[stream.id])
        if whole.end < begin:
            raise damaged(scan, f"{stream.measurement} is stored twice")
        before.append(whole)
    return made


def one(conn: Connection, number: int) -> Stream:
    """Read the columns of a stream, without the number of its rows. Raises NotFound, DataDamaged."""
    with readable(None):
        row = conn.execute(_ONE, {"id": number}).one_or_none()
        if row is None:
            raise NotFound(f"there is no stream of readings {number}")
        wanted = _described(*row)
        earlier = {"scan": wanted.scan, "measurement": wanted.measurement, "id": number}
        before = [_described(*each) for each in conn.execute(_EARLIER, earlier).all()]
    return replace(wanted, columns=told_apart([*(each.stored for each in before), wanted.stored]))


def told_apart(described: Sequence[tuple[Column, ...]]) -> tuple[Column, ...]:
    """Columns of the last of several streams of a measurement, with names that keep different columns apart.

    A column that had another unit or shape before has that in its name: `v (mV)`.
    """
    known: dict[str, Column] = {}
    named: tuple[Column, ...] = ()
    for columns in described:
        named = tuple(_named(column, known) for column in columns)
        known.update({column.name: column for column in named})
    return named


def _named(column: Column, known: dict[str, Column]) -> Column:
    first = known.get(column.name)
    if first is None or _kind(first) == _kind(column):
        return column
    unit = column.unit or "no unit"
    shape = " by ".join(map(str, column.shape)) + " numbers" if column.shape else "one number"
    for what in (unit if first.unit != column.unit else shape, f"{unit}, {shape}"):
        name = f"{column.name} ({what})"
        if name not in known or _kind(known[name]) == _kind(column):
            break
    return column.model_copy(update={"name": name})


def _kind(column: Column) -> tuple[str, tuple[int, ...]]:
    return column.unit, column.shape


def add(
    conn: Connection, scan: int, measurement: str, columns: tuple[Column, ...], first_index: int = 0
) -> int:
    """Start a stream whose first row is `first_index`; returns its number."""
    described = columns_as_json(columns)
    row = {
        "scan": scan,
        "measurement": measurement,
        "columns": described,
        "checksum": _checksum(scan, measurement, described),
    }
    number = int(conn.execute(_ADD, row).scalar_one())
    extent = {"stream": number, "scan": scan, **_reach(number, scan, first_index)}
    conn.execute(insert(tables.extents), extent)
    return number


def reach(conn: Connection, ends: Iterable[tuple[int, int, int]]) -> None:
    """Store how far streams reach now: (stream, scan, index after the last row)."""
    rows = [{"of_stream": stream, **_reach(stream, scan, end)} for stream, scan, end in ends]
    if rows:
        conn.execute(_REACH, rows)


def damaged(scan: int | None, why: str) -> DataDamaged:
    """Make the error for a scan whose stored readings are not what was written."""
    whose = "a scan" if scan is None else ids.scan_id(scan)
    return DataDamaged(f"the stored readings of {whose} are damaged ({why}); {_ADVICE}")


def missing(stream: Stream, first: int, last: int, why: str) -> DataDamaged:
    """Make the error for readings `first` to `last` (both included) that cannot be read."""
    which = f"reading {first}" if first == last else f"readings {first} to {last}"
    whose = f"{stream.measurement} in {ids.scan_id(stream.scan)}"
    return DataDamaged(f"{which} of {whose} cannot be read from the database ({why}); {_ADVICE}")


def _reach(stream: int, scan: int, total: int) -> dict[str, int]:
    return {"total": total, "checksum": crc32(_EXTENT.pack(stream, scan, total))}


def _total(wanted: int, stream: Any, scan: Any, total: Any, checksum: Any) -> int:
    if crc32(_EXTENT.pack(stream, scan, total)) != checksum:
        raise damaged(wanted, "the checksum of the number of readings is wrong")
    return int(total)


def _described(number: Any, scan: Any, measurement: Any, columns: Any, checksum: Any) -> Stream:
    if _checksum(scan, measurement, columns) != checksum:
        raise damaged(scan, "the checksum of the columns is wrong")
    stored = tuple(Column(**c) for c in columns)
    return Stream(int(number), int(scan), measurement, stored, stored)


def _checksum(scan: int, measurement: str, columns: list[dict[str, Any]]) -> int:
    return crc32(json.dumps([scan, measurement, columns], sort_keys=True).encode())


@contextmanager
def readable(scan: int | None) -> Iterator[None]:
    """Turn rows that are not in the expected form into DataDamaged."""
    try:
        yield
    except (ValueError, TypeError, AttributeError, OverflowError, struct.error) as error:
        raise damaged(scan, "they are not in the form in which they were written") from error
    except exc.DBAPIError as error:
        if database_errors.is_unreadable(error):
            raise damaged(scan, database_errors.reason(error.orig)) from error
        raise
