"""Reads the journal after a cursor: for live delivery, for reconnecting clients and for playback."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from engine.errors import NotFound
from engine.model.bench import Column
from engine.model.events import EventName
from engine.model.values import Numbers
from engine.store import streams
from engine.store.blocks import BadBlock, decode_block, decode_header
from engine.store.database import Database


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """The columns of one measurement's rows."""

    id: int
    scan: int
    measurement: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive readings; row i is reading `first_index + i`. Timestamps are in seconds since 1970."""

    stream: StreamInfo
    first_index: int
    timestamps: Numbers
    columns: dict[str, Numbers]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of the journal; `payload` is the event's JSON as it is sent, or a block of readings."""

    seq: int
    kind: EventName
    scan: int | None
    queue: int | None
    instrument: int | None
    payload: bytes


_KINDS = {name.value: name for name in EventName}
_COLUMNS = "SELECT seq, kind, scan, queue, instrument, payload FROM journal WHERE "
_ORDER = " AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
_NO_END = 2**63 - 1
_log = logging.getLogger(__name__)


class JournalReader:
    """Reads by cursor. Threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._streams: dict[int, StreamInfo] = {}
        self._after = database.sql(_COLUMNS + "seq > ? AND seq <= ? ORDER BY seq LIMIT ?")
        self._of_scan = database.sql(_COLUMNS + "scan = ?" + _ORDER)
        self._of_queue = database.sql(_COLUMNS + "queue = ?" + _ORDER)

    def head(self, conn: Connection | None = None) -> int:
        """Number of the newest record, 0 when there is none; with `conn` within the caller's snapshot."""
        return max(self._number("SELECT max(seq) FROM journal", conn), self.floor(conn))

    def floor(self, conn: Connection | None = None) -> int:
        """Readings up to this number may have been removed; a cursor below it cannot be resumed in full."""
        return self._number("SELECT value FROM properties WHERE name = 'floor'", conn)

    def after(self, seq: int, limit: int = 5000, upto: int | None = None) -> list[Entry]:
        """Read the records after `seq`, in order, at most `limit`, none after `upto`."""
        return self._fetch(self._after, (seq, _NO_END if upto is None else upto, limit))

    def of_scan(self, scan: int, seq: int, limit: int, upto: int | None = None) -> list[Entry]:
        """Read the same for one scan: its states, log and readings."""
        return self._fetch(self._of_scan, (scan, seq, _NO_END if upto is None else upto, limit))

    def of_queue(self, queue: int, seq: int, limit: int, upto: int | None = None) -> list[Entry]:
        """Read the same for one queue: its states and log, and the states of its scans."""
        return self._fetch(self._of_queue, (queue, seq, _NO_END if upto is None else upto, limit))

    def stream(self, stream_id: int) -> StreamInfo:
        """Read the columns of a stream. Raises NotFound, DataDamaged."""
        known = self._streams.get(stream_id)
        if known is None:
            known = self._streams[stream_id] = self._load(stream_id)
        return known

    def decode(self, entry: Entry) -> Block:
        """Decode the readings of a `data_points` record. Raises DataDamaged."""
        try:
            info = self.stream(decode_header(entry.payload)[0])
            raw = decode_block(entry.payload, info.columns)
        except (BadBlock, NotFound) as error:
            raise streams.damaged(entry.scan, f"journal record {entry.seq}: {error}") from None
        names = (column.name for column in info.columns)
        return Block(info, raw.first_index, raw.timestamps, dict(zip(names, raw.columns, strict=True)))

    def _fetch(self, sql: str, parameters: tuple[int, ...]) -> list[Entry]:
        kinds = _KINDS
        with self._database.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        unknown = [row[0] for row in rows if row[1] not in kinds]
        if unknown:
            # What they held is unknown, and all other events must still be delivered.
            _log.error("skipping the journal records %s, which are damaged", unknown)
        return [
            Entry(seq, kinds[kind], scan, queue, instrument, payload)
            for seq, kind, scan, queue, instrument, payload in rows
            if kind in kinds
        ]

    def _number(self, sql: str, conn: Connection | None) -> int:
        if conn is not None:
            return int(conn.exec_driver_sql(sql).scalar() or 0)
        with self._database.cursor() as cursor:
            cursor.execute(sql)
            row: Any = cursor.fetchone()
            return int(row[0] or 0) if row else 0

    def _load(self, stream_id: int) -> StreamInfo:
        with self._database.read() as conn:
            found = streams.one(conn, stream_id)
        return StreamInfo(stream_id, found.scan, found.measurement, found.columns)
