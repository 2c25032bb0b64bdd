import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from engine.errors import LeaseHeld
from engine.model import clock
from engine.store import engines, tables
from engine.store.database import Database

BENCH = "/lab/bench.toml"
DIE_HOLDING = """
import os, sys
from engine.store import engines
from engine.store.database import Database
database = Database(sys.argv[1])
with database.write() as conn:
    engines.acquire(conn, sys.argv[2], "the dead one")
os._exit(9)
"""


def test_a_second_engine_is_refused_by_name(database: Database) -> None:
    with database.write() as conn:
        assert engines.acquire(conn, BENCH, "one") is False
    with (
        database.write() as conn,
        pytest.raises(LeaseHeld, match=r"process id \d+ on .* already runs /lab/bench.toml"),
    ):
        engines.acquire(conn, BENCH, "two")
    with database.write() as conn:
        assert engines.acquire(conn, "/lab/other.toml", "two") is False


def test_a_released_lease_is_free(database: Database) -> None:
    with database.write() as conn:
        engines.acquire(conn, BENCH, "one")
        engines.release(conn, BENCH, "one")
        record = engines.current(conn, BENCH)
        assert record is not None
        assert record.status == "stopped"
        assert engines.acquire(conn, BENCH, "two") is False


def test_a_dead_process_is_taken_over_at_once(database: Database, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DIE_HOLDING, str(database.url), BENCH], check=False)
    assert done.returncode == 9
    with database.write() as conn:
        assert engines.acquire(conn, BENCH, "two") is True


def test_a_silent_engine_is_taken_over_and_notices(database: Database) -> None:
    with database.write() as conn:
        engines.acquire(conn, BENCH, "one")
        assert engines.renew(conn, BENCH, "one")
        silent = clock.now() - timedelta(seconds=engines.STALE_SECONDS + 1)
        conn.execute(tables.engines.update().values(heartbeat_at=silent, host="elsewhere"))
        assert engines.acquire(conn, BENCH, "two") is True
        assert not engines.renew(conn, BENCH, "one")
        assert engines.renew(conn, BENCH, "two")


def test_an_engine_on_another_host_is_trusted_to_live(database: Database) -> None:
    with database.write() as conn:
        engines.acquire(conn, BENCH, "one")
        conn.execute(tables.engines.update().values(host="elsewhere", pid=2**22 + 5))
        with pytest.raises(LeaseHeld):
            engines.acquire(conn, BENCH, "two")


def test_the_current_engine_tells_its_age(database: Database) -> None:
    with database.write() as conn:
        assert engines.current(conn) is None
        engines.acquire(conn, "/lab/old.toml", "old")
        engines.release(conn, "/lab/old.toml", "old")
        engines.acquire(conn, BENCH, "one")
        engines.renew(conn, BENCH, "one", "running")
        record = engines.current(conn)
    assert record is not None
    assert (record.bench, record.status) == (BENCH, "running")
    assert 0 <= record.heartbeat_age < 5
