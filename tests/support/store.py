"""A database with a queue and a scan in it, and a writer on it, for tests of what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.journal.reader import JournalReader
from engine.journal.stream import Stream
from engine.journal.writer import JournalWriter
from engine.model import clock, ids
from engine.model.bench import Column
from engine.model.events import QueueLog, ScanLog, ScanStatus
from engine.model.states import ScanState
from engine.store import queues, scans
from engine.store.database import Database

PLAN = {"name": "line", "steps": [{"kind": "measure", "instruments": ["meter"]}]}
LINE = (Column(name="stage.x", unit="mm"), Column(name="intensity", unit="counts"))
SPECTRA = (Column(name="stage.x", unit="mm"), Column(name="spectrum", unit="counts", shape=(4,)))


@dataclass
class Lab:
    """Queue 1 with scan 1, and everything that reads and writes them."""

    database: Database
    writer: JournalWriter
    reader: JournalReader
    scan: int = 1
    queue: int = 1

    def add_scan(self, name: str = "another", queue: int = 1) -> int:
        """A queued scan; its number."""
        record = self.writer.transact(lambda conn: scans.create(conn, queue, name, PLAN))
        return ids.scan_number(record.scan_id)

    def status(self, state: ScanState = ScanState.RUNNING, scan: int = 1, **fields: Any) -> ScanStatus:
        """A status of a scan."""
        given = {"progress": 0.0, "point": 0, "timestamp": clock.timestamp(), "name": "line", **fields}
        return ScanStatus(scan_id=ids.scan_id(scan), queue_id="QUEUE_001", status=state, **given)

    def scan_log(self, message: str, scan: int = 1) -> ScanLog:
        """A line of a scan's log."""
        moment = clock.timestamp()
        return ScanLog(queue_id="QUEUE_001", scan_id=ids.scan_id(scan), message=message, timestamp=moment)

    def queue_log(self, message: str) -> QueueLog:
        """A line of the queue's log."""
        return QueueLog(queue_id="QUEUE_001", message=message, timestamp=clock.timestamp())

    def append_line(self, stream: Stream, count: int) -> None:
        """Readings (index, 2 x index) at 1000 s + index, in one call."""
        first = stream.next_index
        self.writer.append_rows(
            [(stream, (float(i), 2.0 * i), 1000.0 + i) for i in range(first, first + count)]
        )


def new_database(place: Path | str) -> Database:
    """A database set up in a folder, or at a URL."""
    database = Database(place if isinstance(place, str) else f"sqlite:///{place / 'lab.sqlite'}")
    database.migrate()
    return database


@contextmanager
def open_lab(place: Path | str, **options: Any) -> Iterator[Lab]:
    """A lab in a folder or at a URL; `options` go to the writer."""
    database = new_database(place)
    writer = JournalWriter(database, **options)
    writer.start()
    with database.write() as conn:
        queues.create(conn, "first queue")
        scans.create(conn, 1, "line", PLAN)
    yield Lab(database, writer, JournalReader(database))
    writer.close()
    database.dispose()
