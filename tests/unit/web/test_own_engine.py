"""A server that starts its own engine reports ready when that engine is."""

from __future__ import annotations

from typing import Any

from dashboard.api.context import Context
from dashboard.process import own_engine_is_ready
from engine.settings import Settings
from engine.store import tables
from engine.store.database import Database


def test_an_engine_that_somebody_else_started_is_not_its_own(
    database: Database, settings: Settings, fake_engine: Any
) -> None:
    context = Context(database, settings)
    assert own_engine_is_ready(context)  # this very process, and so of the same parent
    with database.write() as conn:
        conn.execute(tables.engines.update().values(pid=1))
    assert not own_engine_is_ready(context)
