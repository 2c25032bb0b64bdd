"""Status of the engine: one cause and one advice, wherever it is shown."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.live.engine_status import EngineState, look_at_engine
from engine.heartbeat_file import FRESH_SECONDS, HeartbeatFile, ProcessState, read_heartbeat
from engine.model import clock
from engine.store import disk, engines, tables
from engine.store.database import Database

PULSE = "engine-pulse"
OLD = 1
"""A process that is older than any test."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty HOME."""
    return tmp_path


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    """An empty database."""
    made = Database(f"sqlite:///{home / 'pybirch.sqlite'}")
    made.migrate()
    yield made
    made.dispose()


@pytest.fixture
def heartbeat(home: Path) -> Iterator[HeartbeatFile]:
    """The pulse of an engine that starts; this process is the engine."""
    made = HeartbeatFile(home)
    made.begin()
    while read_heartbeat(home) is None:
        time.sleep(0.001)
    yield made
    made.end()


def lease(database: Database, status: str, age: float = 0.0, pid: int | None = None) -> None:
    """This process, or another, holds the lease, and reported some seconds ago."""
    with database.write() as conn:
        engines.acquire(conn, "/lab/bench.toml", "mine")
        engines.renew(conn, "/lab/bench.toml", "mine", status)
        moment = clock.now() - timedelta(seconds=age)
        conn.execute(tables.engines.update().values(heartbeat_at=moment, pid=pid or os.getpid()))


def test_before_there_was_an_engine(database: Database, home: Path) -> None:
    found = look_at_engine(database, home)
    assert (found.state, found.pid, found.trouble) == (
        EngineState.OFFLINE,
        None,
        "The engine is not running.",
    )


def test_an_engine_that_has_not_reached_the_database_yet_is_starting(
    database: Database, home: Path, heartbeat: HeartbeatFile
) -> None:
    found = look_at_engine(database, home)
    assert (found.state, found.pid) == (EngineState.STARTING, os.getpid())
    assert found.takes_commands
    lease(database, "stopped")  # by the one before
    assert look_at_engine(database, home).state is EngineState.STARTING
    heartbeat.runs()
    assert look_at_engine(database, home).state is EngineState.ONLINE


def test_an_engine_without_heartbeat_file_is_judged_by_its_lease(database: Database, home: Path) -> None:
    for status, state in (
        ("starting", EngineState.STARTING), ("running", EngineState.ONLINE), ("stopped", EngineState.OFFLINE),
    ):  # fmt: skip
        lease(database, status)
        assert look_at_engine(database, home).state is state


def test_an_engine_that_hangs_is_not_called_absent(database: Database, home: Path) -> None:
    (home / PULSE).write_text(f"{OLD} running {time.time() - 42:.3f}")
    lease(database, "running", age=42, pid=OLD)
    found = look_at_engine(database, home)
    assert found.state is EngineState.HUNG
    assert not found.takes_commands
    assert found.trouble == f"The engine hangs: its process {OLD} has given no sign of life for 42 s."
    assert f"process {OLD}" in found.advice


def test_an_engine_that_cannot_write_is_neither_absent_nor_hung(
    database: Database, home: Path, heartbeat: HeartbeatFile
) -> None:
    heartbeat.runs()
    lease(database, "running", age=42)
    found = look_at_engine(database, home)
    assert (found.state, found.blocked, found.takes_commands) == (EngineState.ONLINE, True, False)
    assert found.trouble == "The engine runs, but cannot write to the database."
    assert "close that program" in found.advice


def test_an_engine_on_a_full_disk_is_online(
    database: Database, home: Path, heartbeat: HeartbeatFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    heartbeat.runs()
    lease(database, "running", age=42)
    monkeypatch.setattr(disk, "free_bytes", lambda _: 1000)
    found = look_at_engine(database, home)
    assert (found.state, found.disk_full) == (EngineState.ONLINE, True)
    assert "disk of the database is full" in found.trouble


def test_an_ended_process_is_offline_whatever_its_heartbeat_file_says(database: Database, home: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (home / PULSE).write_text(f"{ended.pid} running {time.time():.3f}")
    assert look_at_engine(database, home).state is EngineState.OFFLINE


def test_a_later_process_of_the_same_number_is_not_the_engine(database: Database, home: Path) -> None:
    (home / PULSE).write_text(f"{os.getpid()} running {time.time() - 1e6:.3f}")
    assert look_at_engine(database, home).state is EngineState.OFFLINE


def test_a_refused_engine_leaves_the_other_heartbeat_file(home: Path, heartbeat: HeartbeatFile) -> None:
    heartbeat.runs()
    code = (
        "import sys, time; from pathlib import Path; from engine.heartbeat_file import HeartbeatFile;"
        "p = HeartbeatFile(Path(sys.argv[1])); p.begin(); time.sleep(0.2); p.end()"
    )
    subprocess.run([sys.executable, "-c", code, str(home)], check=True)
    sign = read_heartbeat(home)
    assert sign is not None
    assert (sign.pid, sign.life, sign.fresh) == (os.getpid(), ProcessState.RUNNING, True)


def test_an_invalid_heartbeat_file_gives_none(home: Path) -> None:
    assert read_heartbeat(home) is None
    (home / PULSE).write_text("rubbish")
    assert read_heartbeat(home) is None
    assert FRESH_SECONDS >= 5 * 1.0, "a busy machine may miss some beats"
