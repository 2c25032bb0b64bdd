"""Instruments in the store: each name keeps its number, and the last known values."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.errors import NotFound
from engine.model import clock
from engine.model.bench import BenchSpec, InstrumentSpec
from engine.model.records import InstrumentRecord
from engine.model.states import InstrumentState
from engine.store import tables
from engine.store.damaged_rows import Reader, RowReader
from engine.store.engines import STALE_SECONDS

_i, _e = tables.instruments.c, tables.engines.c

_ONE = select(tables.instruments).where(_i.id == bindparam("id"))
_PRESENT = select(tables.instruments).where(_i.present == 1).order_by(_i.id)


def _last(field: str, otherwise: Any = None) -> Reader:
    """Read a field of the instrument's last status."""
    return lambda row: (row.last or {}).get(field, otherwise)


_ROWS = RowReader(
    InstrumentRecord,
    _i.id,
    readers={
        "instrument_id": lambda row: row.id,
        "instrument_name": lambda row: row.name,
        "status": lambda row: InstrumentState((row.last or {}).get("status", InstrumentState.DISCONNECTED)),
        "position": _last("position", {}),
        "target": _last("target", {}),
        "value": _last("value", {}),
        "settings": _last("settings", {}),
        "units": _last("units", {}),
        "identity": _last("identity", ""),
        "held_by": _last("held_by"),
        "error": _last("error"),
        "warning": _last("warning"),
        "timestamp": _last("timestamp", clock.rfc3339(0)),
        "spec": lambda row: InstrumentSpec(**row.spec),
    },
    defaults={
        "instrument_name": "?",
        "status": InstrumentState.DISCONNECTED,
        "position": {},
        "target": {},
        "value": {},
        "settings": {},
        "units": {},
        "identity": "",
        "timestamp": clock.rfc3339(0),
        "spec": InstrumentSpec(name="?"),
    },
)


def sync_bench(conn: Connection, bench: Path | str, spec: BenchSpec) -> dict[str, int]:
    """Store the instruments of a bench; returns the number of each name, which never changes.

    Instruments that no bench in use lists any more keep their number and are left out of lists.
    """
    place = str(bench)
    alive = clock.now() - timedelta(seconds=STALE_SECONDS)
    others = select(_e.bench).where(_e.bench != place, _e.heartbeat_at >= alive)
    conn.execute(update(tables.instruments).where(_i.bench.not_in(others)).values(present=0))
    known = {name: number for number, name in conn.execute(select(_i.id, _i.name))}
    for name, instrument in spec.instruments.items():
        row = {"name": name, "bench": place, "present": 1, "spec": instrument.model_dump(mode="json")}
        if name in known:
            conn.execute(update(tables.instruments).where(_i.id == known[name]).values(row))
        else:
            known[name] = conn.execute(insert(tables.instruments).returning(_i.id), row).scalar_one()
    return {name: known[name] for name in spec.instruments}


def describe(conn: Connection, bench: Path | str, spec: InstrumentSpec) -> None:
    """Store the description of one instrument of a bench anew."""
    mine = update(tables.instruments).where(_i.name == spec.name, _i.bench == str(bench))
    conn.execute(mine.values(spec=spec.model_dump(mode="json")))


def get(conn: Connection, instrument: int) -> InstrumentRecord:
    """Read the instrument with this number. Raises NotFound when there is none."""
    found = _ROWS.one(conn, _ONE, {"id": instrument}) if instrument <= tables.LARGEST else None
    if found is None:
        raise NotFound(f"there is no instrument {instrument}")
    return found


def list_(conn: Connection) -> list[InstrumentRecord]:
    """List the instruments of the benches in use."""
    return _ROWS.all(conn, _PRESENT)
