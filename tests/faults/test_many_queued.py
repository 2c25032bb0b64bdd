"""With thousands of queued scans an engine starts as fast as with none, and is reported as starting."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from support.engine_process import EngineProcess
from support.plans import area
from support.running import RunningServer
from support.store import new_database

from engine.model.states import ScanState
from engine.store import queues, scans, waiting_scans
from engine.store.database import Database

MANY = 5000
BENCH = Path(__file__).parents[1] / "support" / "bench.toml"


def fill(home: Path, *, known: bool = True) -> Database:
    """A database with many queued scans; `known` says whether what they need was written down."""
    home.mkdir(parents=True)
    database = Database(f"sqlite:///{home / 'pybirch.sqlite'}")
    database.migrate()
    needs = ("motor", "detector") if known else None
    with database.write() as conn:
        queues.create(conn, "many")
        for number in range(MANY):
            scans.create(conn, 1, f"scan {number}", area(), total_points=25, needs=needs)
    return database


@pytest.fixture
def homes(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A HOME without scans and one with many."""
    empty, full = tmp_path / "empty", tmp_path / "full"
    new_database(_made(empty)).dispose()
    fill(full).dispose()
    yield empty, full


def _made(home: Path) -> Path:
    home.mkdir(parents=True)
    return home


def effort_of_starting(home: Path) -> float:
    """Seconds of processor time until the engine takes commands; waits for other programs do not count."""
    engine = EngineProcess(home, bench=BENCH).ready()
    try:
        spent = psutil.Process(engine.process.pid).cpu_times()
        return float(spent.user + spent.system)
    finally:
        engine.end()


def test_a_start_takes_no_longer_with_thousands_of_queued_scans(homes: tuple[Path, Path]) -> None:
    empty, full = homes
    effort_of_starting(empty)  # from now on everything is compiled
    assert effort_of_starting(full) - effort_of_starting(empty) < 1.0


def test_scans_that_waited_through_a_restart_run_in_their_order(tmp_path: Path) -> None:
    home = tmp_path / "home"
    fill(home).dispose()
    engine = EngineProcess(home, bench=BENCH).ready()
    try:
        engine.do("queue", "QUEUE_001", "start")
        engine.scan_is("SCAN_003", ScanState.COMPLETED)
        first = [engine.scan(f"SCAN_00{n}") for n in (1, 2, 3)]
        assert [scan.status for scan in first] == [ScanState.COMPLETED] * 3
        assert sorted(first, key=lambda scan: scan.started_at or "") == first
        assert engine.queue_record("QUEUE_001").total_scans == MANY
    finally:
        engine.end()


def test_what_scans_of_an_earlier_version_need_is_found_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    database = fill(home, known=False)
    EngineProcess(home, bench=BENCH).ready().end()
    with database.read() as conn:
        waiting = waiting_scans.waiting(conn)
    assert len(waiting) == MANY
    assert {scan.needs for scan in waiting} == {frozenset({"motor", "detector"})}
    database.dispose()


def test_an_engine_that_starts_is_called_starting(homes: tuple[Path, Path], start) -> None:  # type: ignore[no-untyped-def]
    _, full = homes
    server: RunningServer = start(home=full)
    client, seen, ended = server.client(), [], threading.Event()

    def watch() -> None:
        while not ended.is_set():
            seen.append(client.get("api/v1/ready").json()["engine"]["status"])

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        killed = server.kill("engine")
        server.wait_engine()
        assert server.pid("engine") != killed
    finally:
        ended.set()
        watcher.join()
    assert seen[-1] == "running"
    told = [word for before, word in zip(["", *seen], seen, strict=False) if word != before]
    assert told in (
        ["running", "offline", "starting", "running"],
        ["running", "starting", "running"],
    ), "a dead engine is offline until it is started again, and starting from then on"
