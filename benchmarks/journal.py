"""The journal and the store: appending, durability, following, reading back; beside plain SQLite."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.peers import raw_sqlite
from benchmarks.results import Figure, percentiles
from engine.journal.reader import JournalReader
from engine.journal.writer import JournalWriter
from engine.model.bench import Column
from engine.model.ids import queue_number, scan_number
from engine.store import queues, readings, scans
from engine.store.database import Database

COLUMNS = (Column(name="motor.x", unit="mm"), Column(name="intensity", unit="counts"))


@contextmanager
def journal_with_scan() -> Iterator[tuple[Database, JournalWriter, int]]:
    """A new database with one scan in it, and its writer."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/bench.sqlite")
        database.migrate()
        writer = JournalWriter(database)
        writer.start()
        queue = queue_number(writer.transact(lambda c: queues.create(c, name="bench")).queue_id)
        made = writer.transact(lambda c: scans.create(c, queue=queue, name="bench", plan={}))
        try:
            yield database, writer, scan_number(made.scan_id)
        finally:
            writer.close()
            database.dispose()


def append_rate(points: int) -> tuple[float, float]:
    """Points a second until all are durable, and seconds to read all of them back."""
    with journal_with_scan() as (database, writer, scan):
        stream = writer.open_stream(scan, "detector", COLUMNS)
        start = time.perf_counter()
        for i in range(points):
            writer.append_rows(((stream, (i * 1e-3, i * 2e-3), time.time()),))
        writer.flush(60)
        rate = points / (time.perf_counter() - start)
        start = time.perf_counter()
        with database.read() as connection:
            found = readings.read(connection, scan, "detector")
        assert found.total == points and len(found.columns["intensity"]) == points
        return rate, time.perf_counter() - start


def commit_to_reader(rate: float, seconds: float) -> list[float]:
    """Seconds from taking a reading to its being read from the database by a follower, at `rate` points a second."""
    delays: list[float] = []
    with journal_with_scan() as (database, writer, scan):
        ended = threading.Event()
        reader = JournalReader(database)
        start_after = reader.head()

        def follow() -> None:
            cursor = start_after
            while True:
                entries = reader.after(cursor)
                now = time.time()
                for entry in entries:
                    block = reader.decode(entry)
                    delays.extend((now - block.timestamps).tolist())
                if entries:
                    cursor = entries[-1].seq
                elif ended.is_set():
                    return
                time.sleep(0.005)

        follower = threading.Thread(target=follow)
        follower.start()
        stream = writer.open_stream(scan, "detector", COLUMNS)
        count, start = 0, time.perf_counter()
        while (now := time.perf_counter() - start) < seconds:
            while count < rate * now:
                writer.append_rows(((stream, (count * 1e-3, count * 2e-3), time.time()),))
                count += 1
            time.sleep(0.001)
        writer.flush()
        ended.set()
        follower.join()
    assert len(delays) == count
    return delays


def figures() -> list[Figure]:
    """All figures of the journal."""
    rate, read_back = append_rate(500_000)
    with tempfile.TemporaryDirectory() as folder:
        grouped = raw_sqlite.grouped(Path(folder), 2.0, 100)
        single = raw_sqlite.one_by_one(Path(folder), 2.0)
    p50, p99 = percentiles(commit_to_reader(20_000, 3.0))
    return [
        Figure("journal: points appended and durable", rate, "1/s", "sqlite3, 100 rows a commit", grouped),
        Figure("journal: points appended and durable", rate, "1/s", "sqlite3, a commit each", single),
        Figure("journal: 500,000 points read back", read_back, "s"),
        Figure(
            "journal: reading to follower, p50", p50, "ms", note="20,000 points/s, durable before it is seen"
        ),
        Figure(
            "journal: reading to follower, p99", p99, "ms", note="20,000 points/s, durable before it is seen"
        ),
    ]
