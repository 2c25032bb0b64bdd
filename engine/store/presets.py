"""Presets in the store: plans saved under a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from engine.errors import NotFound
from engine.model import clock
from engine.model.records import PresetRecord
from engine.store import tables
from engine.store.damaged_rows import Reader, RowReader
from engine.store.timestamps import as_text

_p = tables.presets.c

_LISTED = (_p.name, _p.user, _p.created_at, _p.updated_at)
_ALL = select(*_LISTED).order_by(func.lower(_p.name), _p.name)
_ONE = select(*_LISTED, _p.plan).where(_p.name == bindparam("wanted"))
_READERS: Mapping[str, Reader] = {
    "name": lambda row: row.name,
    "user": lambda row: row.user,
    "created_at": lambda row: as_text(row.created_at),
    "updated_at": lambda row: as_text(row.updated_at),
}
_DEFAULTS = {"name": "?", "user": "", "created_at": clock.rfc3339(0), "updated_at": clock.rfc3339(0)}
_LIST = RowReader(PresetRecord, _p.name, _READERS, _DEFAULTS)
_WHOLE = RowReader(PresetRecord, _p.name, {**_READERS, "plan": lambda row: row.plan}, _DEFAULTS)


def list_(conn: Connection) -> list[PresetRecord]:
    """List all presets by name, without plans."""
    return _LIST.all(conn, _ALL)


def get(conn: Connection, name: str) -> PresetRecord:
    """Read the preset with this name and its plan. Raises NotFound when there is none."""
    found = _WHOLE.one(conn, _ONE, {"wanted": name})
    if found is None:
        raise _missing(name)
    return found


def put(conn: Connection, name: str, plan: Mapping[str, Any], user: str = "") -> tuple[PresetRecord, bool]:
    """Save a plan under this name, replacing an earlier one; returns the preset, and whether the name is new."""
    moment = clock.now()
    row = {"plan": dict(plan), "user": user, "updated_at": moment}
    new = conn.execute(update(tables.presets).where(_p.name == name).values(row)).rowcount == 0
    if new:
        conn.execute(insert(tables.presets), {"name": name, "created_at": moment, **row})
    return get(conn, name), new


def remove(conn: Connection, name: str) -> None:
    """Remove a preset. Raises NotFound when there is none."""
    if conn.execute(delete(tables.presets).where(_p.name == name)).rowcount == 0:
        raise _missing(name)


def _missing(name: str) -> NotFound:
    return NotFound(f"there is no preset {name!r}")
