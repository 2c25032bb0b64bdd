"""Looks through a whole database for damage: every checksum, every reading, every row that a page would show."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, select

from engine.errors import PyBirchError
from engine.model import ids
from engine.model.events import EventName
from engine.store import lab_records, readings, scans, tables
from engine.store.blocks import BadBlock
from engine.store.database import Database
from engine.store.lab_records import checksum, hash_of
from engine.store.segments import find, load
from engine.store.streams import of_scan

_END = 2**62
_s, _j, _b, _r = tables.scans.c, tables.journal.c, tables.benches.c, tables.records.c


def verify(database: Database) -> Iterator[str]:
    """A line for each thing that is wrong; none when all is well. Servers and engines may run meanwhile.

    Raises StoreError when the database cannot be read at all.
    """
    with database.read() as conn:
        if database.sqlite:
            yield from _pages(conn)
        numbers = [int(number) for number in conn.scalars(select(_s.id).order_by(_s.id))]
        last = conn.scalar(select(_j.seq).order_by(_j.seq.desc()).limit(1)) or 0
    for number in numbers:
        # A transaction for each scan: the log of a database that is written to must not wait for all of them.
        with database.read() as conn:
            yield from _scan(conn, number)
    yield from _journal(database, last)
    with database.read() as conn:
        yield from _records(conn)


def _pages(conn: Connection) -> Iterator[str]:
    for (line,) in conn.exec_driver_sql("PRAGMA integrity_check").all():
        if line != "ok":
            yield f"the database file: {line}"
    for row in conn.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"the database file: row {row[1]} of {row[0]} belongs to nothing in {row[2]}"


def _scan(conn: Connection, number: int) -> Iterator[str]:
    try:
        record = scans.get(conn, number)
    except PyBirchError as error:
        yield f"{ids.scan_id(number)}: {error}"
        return
    if record.unreadable:
        yield f"{record.scan_id}: these fields cannot be read: {record.unreadable}"
    if record.damage:
        yield f"{record.scan_id}: {record.damage}"
        return
    for streams in of_scan(conn, number).values():
        try:
            segments = find(conn, streams, 0, _END)
        except PyBirchError as error:
            yield str(error)
            # The rest of what can be found is looked at all the same.
            continue
        for segment in segments:
            try:
                load(conn, segment).marks(segment.stream.columns)
            except PyBirchError as error:
                yield str(error)
            except BadBlock as error:
                yield f"{record.scan_id}: readings {segment.begin} to {segment.end - 1}: {error}"
    try:
        readings.totals(conn, number)
    except PyBirchError as error:
        yield str(error)
    for text in lab_records.read(conn, number, record).missing:
        if "damaged" in text:
            yield f"{record.scan_id}: {text}"


def _journal(database: Database, last: int) -> Iterator[str]:
    """Events must be JSON; blocks of readings are looked at with their scans."""
    at = 0
    kinds = {name.value for name in EventName}
    query = select(_j.seq, _j.kind, _j.payload).where(_j.kind != EventName.DATA_POINTS.value).order_by(_j.seq)
    while at < last:
        with database.read() as conn:
            rows = conn.execute(query.where(_j.seq > at, _j.seq <= last).limit(5000)).all()
        if not rows:
            return
        for seq, kind, payload in rows:
            if kind not in kinds:
                yield f"journal record {seq}: of an unknown kind {kind!r}"
            try:
                json.loads(payload)
            except ValueError:
                yield f"journal record {seq}: its {kind} is not the JSON that was written"
        at = rows[-1].seq


def _records(conn: Connection) -> Iterator[str]:
    for digest, text in conn.execute(select(_b.hash, _b.text)).all():
        if hash_of(text) != digest:
            yield f"the stored bench file {digest[:12]}…: its checksum is wrong"
    known = set(conn.scalars(select(_s.id)))
    for scan, moment, content, digest in conn.execute(
        select(_r.scan, _r.moment, _r.content, _r.checksum)
    ).all():
        if scan not in known and checksum(content) != digest:
            yield f"the record of scan {scan} at its {moment}: its checksum is wrong"
