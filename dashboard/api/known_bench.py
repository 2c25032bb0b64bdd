"""The present bench for checks of plans, read again only when another engine has started or described it anew."""

from __future__ import annotations

from sqlalchemy import Connection

from engine.model.bench import BenchSpec
from engine.store import engines, instruments

_Key = tuple[str, int, str, int]


class KnownBench:
    """Remembers the bench of the running engine, which describes some instruments anew once they are connected."""

    def __init__(self) -> None:
        self._known: tuple[_Key, BenchSpec] | None = None

    def look(self, conn: Connection) -> BenchSpec:
        """The present bench, without instruments before there was any engine; any thread may call this."""
        engine = engines.current(conn)
        # A starting engine may be about to change what is stored.
        settled = engine is not None and engine.status == "running"
        key = (
            (engine.bench, engine.pid, engine.started_at, engine.plugins.described)
            if engine and settled
            else None
        )
        known = self._known
        if known is not None and known[0] == key:
            return known[1]
        records = instruments.list_(conn)
        bench = BenchSpec(instruments={record.instrument_name: record.spec for record in records})
        self._known = (key, bench) if key else None
        return bench
