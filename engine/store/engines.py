"""The lease of a bench: one engine runs it at a time; a new engine takes over a dead engine's lease at once."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from engine.errors import LeaseHeld
from engine.model import clock
from engine.model.plugin import LoadedPlugins
from engine.model.records import EngineRecord
from engine.store import tables
from engine.store.timestamps import as_text

STALE_SECONDS = 5.0
"""Age of a heartbeat in seconds above which its engine counts as dead."""

_e = tables.engines.c
_ONE = select(tables.engines).where(_e.bench == bindparam("bench"))
_ALL = select(tables.engines).order_by(_e.bench)


def acquire(conn: Connection, bench: Path | str, owner: str) -> bool:
    """Take the lease of a bench for this process; `owner` is unique to the process. Needs a write transaction.

    Returns whether a dead engine's lease was taken over. Raises LeaseHeld while a living engine holds it.
    """
    row = conn.execute(_ONE, {"bench": str(bench)}).one_or_none()
    if row is not None and row.owner != owner and _alive(row):
        raise LeaseHeld(
            f"the engine with process id {row.pid} on {row.host} already runs {bench}; "
            "stop that engine first, or use another bench"
        )
    moment = clock.now()
    conn.execute(delete(tables.engines).where(_e.bench == str(bench)))
    mine = {
        "bench": str(bench),
        "owner": owner,
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "status": "starting",
        "started_at": moment,
        "heartbeat_at": moment,
    }
    conn.execute(insert(tables.engines), mine)
    return row is not None and row.status != "stopped" and row.owner != owner


def renew(conn: Connection, bench: Path | str, owner: str, status: str = "running") -> bool:
    """Store a heartbeat; False when another engine has taken the lease."""
    mine = update(tables.engines).where(_e.bench == str(bench), _e.owner == owner)
    return conn.execute(mine.values(status=status, heartbeat_at=clock.now())).rowcount == 1


def store_plugins(conn: Connection, bench: Path | str, owner: str, loaded: LoadedPlugins) -> None:
    """Store which drivers of the laboratory the engine has loaded."""
    mine = update(tables.engines).where(_e.bench == str(bench), _e.owner == owner)
    conn.execute(mine.values(plugins=loaded.as_json()))


def release(conn: Connection, bench: Path | str, owner: str) -> None:
    """Give the lease up; the row stays with `stopped`, so that an ordered end is not taken for a crash."""
    mine = update(tables.engines).where(_e.bench == str(bench), _e.owner == owner)
    conn.execute(mine.values(status="stopped", heartbeat_at=clock.now()))


def current(conn: Connection, bench: Path | str | None = None) -> EngineRecord | None:
    """Read the engine of a bench, or of the bench that reported last; None when there never was one.

    The engine is alive when its status is not `stopped` and its `heartbeat_age` is below STALE_SECONDS.
    """
    rows = conn.execute(_ALL).all() if bench is None else conn.execute(_ONE, {"bench": str(bench)}).all()
    if not rows:
        return None
    row = max(rows, key=lambda r: (r.status != "stopped", r.heartbeat_at))
    return EngineRecord(
        bench=row.bench,
        pid=row.pid,
        host=row.host,
        status=row.status,
        started_at=as_text(row.started_at),
        heartbeat_age=_age(row),
        plugins=LoadedPlugins.model_validate(row.plugins or {}),
    )


def _age(row: Row[Any]) -> float:
    beat: datetime = row.heartbeat_at
    beat = beat if beat.tzinfo else beat.replace(tzinfo=UTC)
    # A heartbeat in the future counts like one in the past: somebody set the clock back, and no engine renewed it
    # since.
    return abs((clock.now() - beat).total_seconds())


def _alive(row: Row[Any]) -> bool:
    if row.status == "stopped" or _age(row) > STALE_SECONDS:
        return False
    if row.host != socket.gethostname():
        return True
    try:
        os.kill(row.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
