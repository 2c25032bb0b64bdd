"""Instruments in the store: numbers that stay with a name, and the last known values."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from engine.errors import NotFound
from engine.model import clock
from engine.model.bench import BenchSpec, InstrumentSpec
from engine.model.records import InstrumentRecord
from engine.model.states import InstrumentState
from engine.store import tables
from engine.store.engines import STALE_SECONDS

_i, _e = tables.instruments.c, tables.engines.c

_ONE = select(tables.instruments).where(_i.id == bindparam("id"))
_PRESENT = select(tables.instruments).where(_i.present == 1).order_by(_i.id)


def sync_bench(conn: Connection, bench: Path | str, spec: BenchSpec) -> dict[str, int]:
    """Makes the store know a bench's instruments; returns the number of each name, which it keeps for good.

    Instruments that no bench in use lists any more are kept with their number, and left out of lists.
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


def get(conn: Connection, instrument: int) -> InstrumentRecord:
    """The instrument of this number; NotFound when there is none."""
    row = conn.execute(_ONE, {"id": instrument}).one_or_none() if instrument <= tables.LARGEST else None
    if row is None:
        raise NotFound(f"there is no instrument {instrument}")
    return _record(row)


def list_(conn: Connection) -> list[InstrumentRecord]:
    """The instruments of the benches in use."""
    return [_record(row) for row in conn.execute(_PRESENT)]


def _record(row: Row[Any]) -> InstrumentRecord:
    last: dict[str, Any] = row.last or {}
    spec = InstrumentSpec(**row.spec)
    return InstrumentRecord(
        instrument_id=row.id,
        instrument_name=row.name,
        status=InstrumentState(last.get("status", InstrumentState.DISCONNECTED)),
        position=last.get("position", {}),
        target=last.get("target", {}),
        value=last.get("value", {}),
        settings=last.get("settings", {}),
        units=last.get("units", {}),
        identity=last.get("identity", ""),
        held_by=last.get("held_by"),
        error=last.get("error"),
        warning=last.get("warning"),
        timestamp=last.get("timestamp", clock.rfc3339(0)),
        spec=spec,
    )
