"""Whether the engine runs, and what to do if not: the same words on pages and in REST."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import psutil

from engine.heartbeat_file import ProcessState, read_heartbeat
from engine.model.clock import span
from engine.model.plugin import LoadedPlugins
from engine.store import disk
from engine.store.database import Database
from engine.store.engines import STALE_SECONDS, current


class EngineState(StrEnum):
    """What the engine does with commands."""

    ONLINE = "online"
    STARTING = "starting"
    HUNG = "hung"
    """Its process runs on this machine, but gives no sign of life."""
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine as the web process knows it; `heartbeat_age` is in seconds, None when there never was an engine."""

    state: EngineState = EngineState.OFFLINE
    pid: int | None = None
    bench: str = ""
    heartbeat_age: float | None = None
    disk_full: bool = False
    disk_warning: str = ""
    blocked: bool = False
    """Whether it has not written to the database for long, though its process runs as far as is known."""

    plugins: LoadedPlugins = field(default_factory=LoadedPlugins)
    """Drivers of the laboratory that it loaded, and those it left out."""

    @property
    def takes_commands(self) -> bool:
        """Whether it carries out commands, now or in a moment."""
        return self.state in (EngineState.ONLINE, EngineState.STARTING) and not self.blocked

    @property
    def trouble(self) -> str:
        """What is wrong with it, in a sentence; empty when nothing is."""
        heard = "" if self.heartbeat_age is None else span(self.heartbeat_age)
        match self.state:
            case EngineState.STARTING:
                return "The engine is not running yet: it is starting."
            case EngineState.HUNG if self.blocked:
                return f"The engine has not reported for {heard}: it hangs, or cannot write to the database."
            case EngineState.HUNG:
                return f"The engine hangs: its process {self.pid} has given no sign of life for {heard}."
            case EngineState.OFFLINE:
                return f"The engine is not running{f', last heard of {heard} ago' if heard else ''}."
        if self.disk_full:
            return self.disk_warning
        return "The engine runs, but cannot write to the database." if self.blocked else ""

    @property
    def advice(self) -> str:
        """What to do about it, or what happens next."""
        match self.state:
            case EngineState.STARTING:
                return "This takes a moment."
            case EngineState.HUNG if self.blocked:
                return f"Close other programs that lock the database; if that does not help, end process {self.pid}."
            case EngineState.HUNG:
                return f"If it was not suspended on purpose, end process {self.pid}; the supervisor starts it again."
            case EngineState.OFFLINE:
                return "This page continues by itself when the engine is back."
        if self.disk_full:
            return "Free some space on it; this page continues by itself."
        return "If another program locks the database, close that program." if self.blocked else ""

    @property
    def told(self) -> str:
        """What is wrong and what to do, in one text; empty when nothing is."""
        return " ".join(part for part in (self.trouble, self.advice) if part)

    def as_dict(self) -> dict[str, Any]:
        """The key `engine` of snapshots and heartbeats."""
        return {
            "status": self.state.value,
            "pid": self.pid,
            "bench": self.bench,
            "heartbeat_age": None if self.heartbeat_age is None else round(self.heartbeat_age, 1),
            "disk_full": self.disk_full,
            "disk_warning": self.disk_warning,
            "trouble": self.trouble,
            "advice": self.advice,
        }

    def differs(self, other: EngineStatus) -> bool:
        """Whether people should be told at once."""
        mine = (self.state, self.pid, self.bench, self.disk_full, self.blocked)
        return mine != (other.state, other.pid, other.bench, other.disk_full, other.blocked)


def by_heartbeat_file(home: Path) -> EngineStatus:
    """The engine of this HOME according to its heartbeat file alone, for when the database cannot be used."""
    sign = read_heartbeat(home)
    if sign is None or not sign.alive:
        return EngineStatus(heartbeat_age=None if sign is None else sign.age)
    state = EngineState.HUNG
    if sign.fresh:
        state = EngineState.STARTING if sign.life is ProcessState.STARTING else EngineState.ONLINE
    return EngineStatus(state=state, pid=sign.pid, heartbeat_age=sign.age)


def look_at_engine(database: Database, home: Path) -> EngineStatus:
    """The engine of this HOME, or else the one that reported last to the database.

    Raises StoreError when the database cannot be read.
    """
    with database.read() as conn:
        record = current(conn)
    free = disk.free_bytes(database)
    sign = read_heartbeat(home)
    here = record is not None and record.host == socket.gethostname()
    ended = record is None or record.status == "stopped" or (here and not psutil.pid_exists(record.pid))
    known = EngineStatus(
        bench=record.bench if record else "",
        disk_full=disk.is_full(free),
        disk_warning=disk.warning(free),
        plugins=record.plugins if record else LoadedPlugins(),
    )
    if sign is not None and sign.alive and (record is None or ended or record.pid == sign.pid):
        # The engine of this HOME. Something may keep it from writing to the database.
        late = record is not None and record.pid == sign.pid and record.heartbeat_age > STALE_SECONDS
        felt = by_heartbeat_file(home)
        blocked = late and felt.state is EngineState.ONLINE
        return replace(
            known, state=felt.state, pid=felt.pid, heartbeat_age=felt.heartbeat_age, blocked=blocked
        )
    if record is None:
        return known
    state = EngineState.OFFLINE
    if not ended and record.heartbeat_age <= STALE_SECONDS:
        state = EngineState.STARTING if record.status == "starting" else EngineState.ONLINE
    elif not ended and here:
        state = EngineState.HUNG
    blocked = state is EngineState.HUNG  # its heartbeat file is in another HOME
    return replace(known, state=state, pid=record.pid, heartbeat_age=record.heartbeat_age, blocked=blocked)
