"""Whether an engine is there, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

OFFLINE_AFTER = 5.0
"""Seconds without a heartbeat after which an engine counts as gone."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine as the web process knows it; `heartbeat_age` in seconds, None when none was ever there."""

    online: bool = False
    pid: int | None = None
    bench: str = ""
    heartbeat_age: float | None = None
    status: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The extra key `engine` of snapshots and heartbeats."""
        return {
            "status": "online" if self.online else "offline",
            "pid": self.pid,
            "bench": self.bench,
            "heartbeat_age": None if self.heartbeat_age is None else round(self.heartbeat_age, 1),
        }

    def differs(self, other: EngineStatus) -> bool:
        """Whether people should be told at once."""
        return (self.online, self.pid, self.bench) != (other.online, other.pid, other.bench)
