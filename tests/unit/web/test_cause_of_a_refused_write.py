"""A write that the database refuses: a hung engine is named as the cause, a running one is not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, cast

import pytest

from dashboard.api.context import Context
from engine.errors import EngineUnavailable, StoreError
from engine.settings import Settings
from engine.store.database import Database

OLD = 1
"""A process that is older than any test."""


class Locked:
    """A database that another program holds."""

    def write(self) -> Any:
        raise StoreError("another program locks the database")


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(cast(Database, Locked()), Settings(home=tmp_path))


def heartbeat(home: Path, age: float) -> None:
    (home / "engine-pulse").write_text(f"{OLD} running {time.time() - age:.3f}")


def test_a_hung_engine_is_the_cause(context: Context, tmp_path: Path) -> None:
    heartbeat(tmp_path, age=60)
    with pytest.raises(EngineUnavailable, match=r"The engine hangs: its process 1 .*end process 1"):
        context.write(lambda conn: None)


@pytest.mark.parametrize("beats", [True, False])
def test_other_causes_are_reported_unchanged(context: Context, tmp_path: Path, beats: bool) -> None:
    if beats:
        heartbeat(tmp_path, age=0)
    with pytest.raises(StoreError, match="another program locks"):
        context.write(lambda conn: None)
