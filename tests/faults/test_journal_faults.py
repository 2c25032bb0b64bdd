"""The journal with a killed process, a full disk and a locked database: nothing acknowledged is lost."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import event
from support.running import ROOT
from support.store import LINE, Lab, new_database, open_lab

from engine.errors import StoreError
from engine.journal import writer as writer_module
from engine.journal.reader import JournalReader
from engine.journal.writer import JournalWriter
from engine.model.events import EventName
from engine.store import queues, readings, scans
from engine.store.database import Database

KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from support.store import LINE, open_lab

with open_lab(Path(sys.argv[1])) as lab:
    meter = lab.writer.open_stream(1, "meter", LINE)
    lamp = lab.writer.open_stream(1, "lamp", LINE)
    while True:
        for _ in range(137):
            i = float(meter.next_index)
            lab.writer.append_rows([(meter, (i, 2 * i), 1000.0), (lamp, (i, 3 * i), 1000.0)])
        lab.writer.emit(lab.scan_log(f"{meter.next_index}"))
        lab.writer.flush()
        print(meter.next_index, flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    acknowledged = 0
    while acknowledged < 9000:
        line = process.stdout.readline()
        assert line, "the writing process ended by itself"
        acknowledged = int(line)
    process.send_signal(signal.SIGKILL)
    # Whatever it still said before it died counts as well.
    acknowledged = int((process.communicate(timeout=10)[0].split() or [acknowledged])[-1])

    database = Database(f"sqlite:///{tmp_path / 'lab.sqlite'}")
    database.migrate()
    with database.read() as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        meter, lamp = readings.read(conn, 1, "meter"), readings.read(conn, 1, "lamp")
    assert meter.total == len(meter.timestamps) >= acknowledged
    assert meter.total == lamp.total, "rows appended together were torn apart"
    index = np.arange(meter.total, dtype=float)
    np.testing.assert_array_equal(meter.columns["stage.x"], index)
    np.testing.assert_array_equal(meter.columns["intensity"], 2 * index)
    np.testing.assert_array_equal(lamp.columns["intensity"], 3 * index)
    logged = [e for e in JournalReader(database).after(0, 10**6) if e.kind is EventName.SCAN_LOG]
    assert f'"{acknowledged}"'.encode() in b"".join(entry.payload for entry in logged)
    database.dispose()


def _go_on(lab: Lab, first: int) -> None:
    stream = lab.writer.open_stream(1, "meter", LINE, first_index=first)
    lab.append_line(stream, 10)
    lab.writer.flush()


def test_a_killed_scan_is_resumed(tmp_path: Path) -> None:
    with open_lab(tmp_path) as lab:
        _go_on(lab, 0)
    database = Database(f"sqlite:///{tmp_path / 'lab.sqlite'}")
    writer = JournalWriter(database)
    writer.start()
    _go_on(Lab(database, writer, JournalReader(database)), 10)
    writer.close()
    with database.read() as conn:
        np.testing.assert_array_equal(readings.read(conn, 1, "meter").columns["stage.x"], np.arange(20.0))


class Disk:
    """A database that may not grow beyond some pages, as on a disk without room."""

    def __init__(self, path: Path) -> None:
        self.database = new_database(path)
        self._room = 10**9
        event.listen(self.database.engine, "begin", self._limit)

    def fill(self) -> None:
        with self.database.read() as conn:
            self._room = conn.exec_driver_sql("PRAGMA page_count").scalar() or 0

    def make_room(self) -> None:
        self._room = 10**9

    def _limit(self, conn: object) -> None:
        conn.connection.execute(f"PRAGMA max_page_count={self._room}")  # type: ignore[attr-defined]


class Troubles:
    """What `on_trouble` was told; waits for the next."""

    def __init__(self) -> None:
        self.told: list[str | None] = []
        self._changed = threading.Condition()

    def __call__(self, trouble: str | None) -> None:
        with self._changed:
            self.told.append(trouble)
            self._changed.notify_all()

    def wait(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.told) >= count, 20), self.told


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    disk = Disk(tmp_path)
    with disk.database.write() as conn:
        queues.create(conn, "first queue")
        scans.create(conn, 1, "line", {})
    return disk


def test_a_full_disk_loses_nothing_once_there_is_room(disk: Disk) -> None:
    troubles = Troubles()
    writer = JournalWriter(disk.database, on_trouble=troubles)
    writer.start()
    lab = Lab(disk.database, writer, JournalReader(disk.database))
    stream = writer.open_stream(1, "meter", LINE)
    lab.append_line(stream, 100)
    writer.flush()
    disk.fill()
    for _ in range(50):
        lab.append_line(stream, 1000)
    writer.emit(lab.scan_log("still here"))
    troubles.wait(1)
    assert "full" in (writer.trouble or "")
    assert "make room on its disk" in (writer.trouble or "")
    with pytest.raises(StoreError, match="full"):
        writer.flush(timeout=0.2)
    made: list[str] = []
    waiting = threading.Thread(
        target=lambda: made.append(writer.transact(lambda conn: queues.create(conn, "later").name))
    )
    waiting.start()
    disk.make_room()
    writer.flush()
    waiting.join(10)
    assert troubles.told == [troubles.told[0], None]
    assert (writer.trouble, made) == (None, ["later"])
    with disk.database.read() as conn:
        found = readings.read(conn, 1, "meter").columns["stage.x"]
        assert [queue.name for queue in queues.list_(conn)] == ["first queue", "later"]
    np.testing.assert_array_equal(found, np.arange(50_100.0))
    assert [e.kind for e in lab.reader.after(0, 10**6)].count(EventName.SCAN_LOG) == 1
    writer.close()


def test_what_can_never_be_written_takes_nothing_along_into_a_full_disk(disk: Disk) -> None:
    troubles = Troubles()
    writer = JournalWriter(disk.database, on_trouble=troubles)
    writer.start()
    disk.fill()
    rows = [(writer.open_stream(99, "of no scan", LINE), (0.0, 0.0), 1000.0)]
    stream = writer.open_stream(1, "meter", LINE)
    rows += [(stream, (float(i), 0.0), 1000.0) for i in range(50_000)]
    writer.append_rows(rows)
    troubles.wait(1)
    disk.make_room()
    writer.flush()
    with disk.database.read() as conn:
        np.testing.assert_array_equal(readings.read(conn, 1, "meter").columns["stage.x"], np.arange(50_000.0))
    writer.close()


def test_work_that_meets_the_full_disk_itself_is_done_again(disk: Disk) -> None:
    troubles = Troubles()
    writer = JournalWriter(disk.database, on_trouble=troubles)
    writer.start()
    disk.fill()
    plan = {"steps": ["x" * 100_000]}
    made: list[str] = []
    waiting = threading.Thread(
        target=lambda: made.append(writer.transact(lambda conn: scans.create(conn, 1, "long", plan).name))
    )
    waiting.start()
    troubles.wait(1)
    assert "full" in (writer.trouble or "")
    disk.make_room()
    waiting.join(10)
    assert made == ["long"]
    with disk.database.read() as conn:
        assert [scan.name for scan in scans.of_queue(conn, 1)] == ["line", "long"]
    writer.close()


def test_appending_waits_when_too_much_waits(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "MOST_ROWS", 500)
    troubles = Troubles()
    writer = JournalWriter(disk.database, on_trouble=troubles)
    writer.start()
    lab = Lab(disk.database, writer, JournalReader(disk.database))
    writer.emit(lab.status(point=1), conflate=True)
    writer.flush()
    disk.fill()
    stream = writer.open_stream(1, "meter", LINE)
    lab.append_line(stream, 499)  # at once: some of them alone would still find room
    writer.emit(lab.status(point=2), conflate=True)
    troubles.wait(1)
    appended = threading.Event()

    def measure() -> None:
        lab.append_line(stream, 1)
        appended.set()

    measuring = threading.Thread(target=measure)
    measuring.start()
    assert not appended.wait(0.3)
    disk.make_room()
    assert appended.wait(30)
    measuring.join()
    writer.flush()
    with disk.database.read() as conn:
        assert readings.read(conn, 1, "meter").total == 500
        assert scans.get(conn, 1).point == 2
    writer.close()


def test_closing_while_the_disk_is_full_says_what_is_lost(disk: Disk) -> None:
    troubles = Troubles()
    writer = JournalWriter(disk.database, on_trouble=troubles)
    writer.start()
    lab = Lab(disk.database, writer, JournalReader(disk.database))
    disk.fill()
    lab.append_line(writer.open_stream(1, "meter", LINE), 5000)
    troubles.wait(1)
    began = time.monotonic()
    with pytest.raises(StoreError, match=r"5000 records could not be written: .* full"):
        writer.close(timeout=0.3)
    assert time.monotonic() - began < 5


def test_another_programs_lock_is_waited_for(lab_path: Path) -> None:
    with open_lab(lab_path) as lab:
        other = sqlite3.connect(lab_path / "lab.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        lab.append_line(lab.writer.open_stream(1, "meter", LINE), 10)
        with pytest.raises(StoreError, match="not written yet"):
            lab.writer.flush(timeout=0.2)
        other.execute("COMMIT")
        other.close()
        lab.writer.flush()
        with lab.database.read() as conn:
            assert readings.read(conn, 1, "meter").total == 10


@pytest.fixture
def lab_path(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_small_disk_that_runs_full_for_real(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], check=False)
    if mounted.returncode != 0:
        pytest.skip("this machine does not let tests mount a disk")
    try:
        troubles = Troubles()
        ballast = place / "ballast"
        ballast.write_bytes(b"\0" * 2_500_000)
        with open_lab(place, on_trouble=troubles) as lab:
            stream = lab.writer.open_stream(1, "meter", LINE)
            for _ in range(100):
                lab.append_line(stream, 1000)
            troubles.wait(1)
            assert troubles.told[0] is not None
            # Room for everything: what was there, and a bigger disk.
            subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
            ballast.unlink()
            lab.writer.flush()
            with lab.database.read() as conn:
                found = readings.read(conn, 1, "meter")
            np.testing.assert_array_equal(found.columns["stage.x"], np.arange(100_000.0))
    finally:
        subprocess.run(["umount", place], check=True)
