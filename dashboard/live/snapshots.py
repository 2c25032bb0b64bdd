"""Snapshots: the whole state of a room at one moment, and that moment's position in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Connection, select

from dashboard.live.points import NUMPY, moments
from dashboard.live.rooms import Room, RoomKind
from engine.errors import NotFound
from engine.journal.reader import JournalReader
from engine.model.records import Record
from engine.model.values import as_json
from engine.store import instruments, logs, queues, readings, scans, stops, tables
from engine.store.database import Database
from engine.store.readings import Measurement

POINTS = 1000
LIGHT_NUMBERS = 50_000
"""Numbers of each measurement above which a light snapshot has fewer readings."""
LOG_LINES = 200
_SLICE = 100_000
"""Numbers encoded at a time, so that other greenlets' threads can run in between."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The JSON of a room's state; it contains every record up to `seq`."""

    seq: int
    state: bytes


def take(database: Database, reader: JournalReader, room: Room, light: bool = False) -> Snapshot:
    """Take the snapshot of a room. Raises NotFound when the store does not know it. Slow: not for the event loop.

    A `light` one has at least the last reading of each measurement, but not all 1000 where they are large.
    """
    with database.read() as conn:
        seq = reader.head(conn)
        pieces = (
            _scan(conn, room.number, LIGHT_NUMBERS)
            if light and room.kind is RoomKind.SCAN
            else _TAKERS[room.kind](conn, room.number)
        )
    return Snapshot(seq, _object(pieces))


def require(conn: Connection, room: Room) -> None:
    """Raise NotFound when the room does not exist; fast."""
    table = _TABLES.get(room.kind)
    if table is not None and conn.scalar(select(table.c.id).where(table.c.id == room.number)) is None:
        raise NotFound(f"there is no room {room.name!r}")


def _global(conn: Connection, _: int) -> dict[str, bytes]:
    stop = stops.latest(conn)
    return {
        "queues": _array(queues.list_(conn)),
        "scans": _array(scans.unfinished(conn)),
        "instruments": _array(instruments.list_(conn)),
        "counts": orjson.dumps(scans.counts(conn)),
        "stop": b"null" if stop is None else _text(stop),
    }


def _scan(conn: Connection, number: int, numbers: int | None = None) -> dict[str, bytes]:
    record = scans.get(conn, number)
    # Where the measurements are unknown, the scan says so.
    found = {} if record.damage else readings.tail(conn, number, POINTS, numbers)
    return {
        "scan": _text(record),
        "points": _object({name: _points(m) for name, m in found.items()}),
        "log": _array(logs.scan_tail(conn, number, LOG_LINES)),
    }


def _queue(conn: Connection, number: int) -> dict[str, bytes]:
    return {
        "queue": _text(queues.get(conn, number)),
        "scans": _array(scans.of_queue(conn, number)),
        "log": _array(logs.queue_tail(conn, number, LOG_LINES)),
    }


def _instruments(conn: Connection, _: int) -> dict[str, bytes]:
    return {"instruments": _array(instruments.list_(conn))}


def _instrument(conn: Connection, number: int) -> dict[str, bytes]:
    return {"instrument": _text(instruments.get(conn, number))}


_TAKERS: Mapping[RoomKind, Callable[[Connection, int], dict[str, bytes]]] = {
    RoomKind.GLOBAL: _global,
    RoomKind.SCAN: _scan,
    RoomKind.QUEUE: _queue,
    RoomKind.INSTRUMENTS: _instruments,
    RoomKind.INSTRUMENT: _instrument,
}

_TABLES = {
    RoomKind.SCAN: tables.scans,
    RoomKind.QUEUE: tables.queues,
    RoomKind.INSTRUMENT: tables.instruments,
}


def _points(measurement: Measurement) -> bytes:
    return _object(
        {
            "first_index": orjson.dumps(measurement.first_index),
            "total": orjson.dumps(measurement.total),
            "columns": _object({name: _numbers(column) for name, column in measurement.columns.items()}),
            "units": orjson.dumps(measurement.units),
            "timestamps": orjson.dumps(moments(measurement.timestamps), option=NUMPY),
            **({"damage": orjson.dumps(measurement.damage)} if measurement.damage else {}),
        }
    )


def _numbers(column: np.ndarray[Any, Any]) -> bytes:
    """JSON of a column, rows of arrays a few at a time."""
    width = max(1, column.size // max(1, len(column)))
    rows = max(1, _SLICE // width)
    parts = [as_json(column[at : at + rows])[1:-1] for at in range(0, len(column), rows)]
    return b"[" + b",".join(parts) + b"]"


def _text(record: Record) -> bytes:
    return record.model_dump_json().encode()


def _array(records: Iterable[Record]) -> bytes:
    return b"[" + b",".join(map(_text, records)) + b"]"


def _object(members: Mapping[str, bytes]) -> bytes:
    return b"{" + b",".join(orjson.dumps(name) + b":" + value for name, value in members.items()) + b"}"
