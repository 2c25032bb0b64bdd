"""Whether an engine is there, as pages show it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

import psutil

from engine.store import disk
from engine.store.database import Database
from engine.store.engines import STALE_SECONDS, current


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine as the web process knows it; `heartbeat_age` in seconds, None when none was ever there."""

    online: bool = False
    pid: int | None = None
    bench: str = ""
    heartbeat_age: float | None = None
    status: str = ""
    disk_full: bool = False
    disk_warning: str = ""
    silent: bool = False
    """Whether its process is there, on this machine, but has not been able to report for long."""

    def as_dict(self) -> dict[str, Any]:
        """The extra key `engine` of snapshots and heartbeats."""
        return {
            "status": "online" if self.online else "offline",
            "pid": self.pid,
            "bench": self.bench,
            "heartbeat_age": None if self.heartbeat_age is None else round(self.heartbeat_age, 1),
            "disk_full": self.disk_full,
            "disk_warning": self.disk_warning,
        }

    def differs(self, other: EngineStatus) -> bool:
        """Whether people should be told at once."""
        mine = (self.online, self.pid, self.bench, self.disk_full)
        return mine != (other.online, other.pid, other.bench, other.disk_full)


def look_at_engine(database: Database) -> EngineStatus:
    """The engine that reported last; StoreError when the database cannot be read."""
    with database.read() as conn:
        record = current(conn)
    free = disk.free_bytes(database)
    full, warning = disk.is_full(free), disk.warning(free)
    if record is None:
        return EngineStatus(disk_full=full, disk_warning=warning)
    here = record.host == socket.gethostname()
    ended = record.status == "stopped" or (here and not psutil.pid_exists(record.pid))
    late = record.heartbeat_age > STALE_SECONDS
    return EngineStatus(
        online=not ended and not late,
        pid=record.pid,
        bench=record.bench,
        heartbeat_age=record.heartbeat_age,
        status=record.status,
        disk_full=full,
        disk_warning=warning,
        silent=late and here and not ended,
    )
