"""Keeps the present state of scans, queues and instruments equal to the journal, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from engine.model import ids
from engine.model.events import (
    EmergencyStop,
    Event,
    InstrumentPosition,
    InstrumentStatus,
    QueueStatus,
    ScanStatus,
)
from engine.model.states import ScanState
from engine.store import stops, tables
from engine.store.timestamps import from_text

_s, _q, _i = tables.scans.c, tables.queues.c, tables.instruments.c

_COPIED = ("status", "message", "point", "total_points", "progress", "elapsed", "eta", "step")
_SCAN = (
    update(tables.scans)
    .where(_s.id == bindparam("number"))
    .values(
        **{name: bindparam(name) for name in _COPIED},
        started_at=func.coalesce(_s.started_at, bindparam("begun", type_=_s.started_at.type)),
        ended_at=bindparam("over", type_=_s.ended_at.type),
        updated_at=bindparam("moment", type_=_s.updated_at.type),
        fault=bindparam("fault", type_=_s.fault.type),
    )
)
_QUEUE = (
    update(tables.queues)
    .where(_q.id == bindparam("number"))
    .values(status=bindparam("state"), message=bindparam("text"), last=bindparam("data", type_=_q.last.type))
)
_INSTRUMENT = (
    update(tables.instruments)
    .where(_i.id == bindparam("number"))
    .values(last=bindparam("data", type_=_i.last.type))
)
_LAST = select(_i.last).where(_i.id == bindparam("number"))


def project(conn: Connection, events: Iterable[Event]) -> None:
    """Apply events to the tables, in order; of each thing only the last state counts."""
    scans: dict[str, dict[str, Any]] = {}
    queues: dict[str, dict[str, Any]] = {}
    instruments: dict[int, dict[str, Any]] = {}
    for event in events:
        if isinstance(event, ScanStatus):
            begun = scans.get(event.scan_id, {}).get("begun")
            scans[event.scan_id] = _scan(event, begun)
        elif isinstance(event, QueueStatus):
            queues[event.queue_id] = _queue(event)
        elif isinstance(event, InstrumentStatus):
            instruments[event.instrument_id] = event.model_dump(mode="json")
        elif isinstance(event, InstrumentPosition):
            known = instruments.get(event.instrument_id)
            if known is None:
                known = conn.scalar(_LAST, {"number": event.instrument_id}) or {}
            moved = {"position": event.position, "target": event.target, "timestamp": event.timestamp}
            instruments[event.instrument_id] = {**known, **moved}
        elif isinstance(event, EmergencyStop):
            stops.keep(conn, event)
    if scans:
        conn.execute(_SCAN, list(scans.values()))
    if queues:
        conn.execute(_QUEUE, list(queues.values()))
    if instruments:
        conn.execute(_INSTRUMENT, [{"number": n, "data": data} for n, data in instruments.items()])


def _scan(event: ScanStatus, begun: Any) -> dict[str, Any]:
    moment = from_text(event.timestamp)
    return {
        "number": ids.scan_number(event.scan_id),
        "status": event.status.value,
        "message": event.message,
        "point": event.point,
        "total_points": event.total_points,
        "progress": event.progress,
        "elapsed": event.elapsed,
        "eta": event.eta,
        "step": event.step,
        "begun": begun or (moment if event.status is ScanState.RUNNING else None),
        "over": moment if event.status.ended else None,
        "moment": moment,
        "fault": event.fault.model_dump(mode="json") if event.fault else None,
    }


def _queue(event: QueueStatus) -> dict[str, Any]:
    data = event.model_dump(mode="json")
    number = ids.queue_number(event.queue_id)
    return {"number": number, "state": event.status.value, "text": event.message, "data": data}
