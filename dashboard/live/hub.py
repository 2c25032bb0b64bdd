"""The hub: every live room, every connection, the feed that fills them and the beat that empties them."""

from __future__ import annotations

from typing import Any

from dashboard.live.engine_status import EngineStatus
from engine.settings import Settings
from engine.store.database import Database


class Hub:
    """Delivers what the journal says to whoever is in a room; one per web process."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.engine = EngineStatus()

    def start(self) -> None:
        """Begin to follow the journal; returns at once."""

    def close(self) -> None:
        """End every connection with 1001 and stop."""

    def stats(self) -> dict[str, Any]:
        """Counts and latencies since the start."""
        return {"connections": 0, "rooms": 0, "frames": 0, "deliveries": 0}
