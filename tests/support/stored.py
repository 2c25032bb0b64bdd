"""Scans whose readings a test chooses: written into a running server's database through the engine's journal writer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from engine.journal.writer import JournalWriter
from engine.model import clock, ids
from engine.model.bench import Column
from engine.model.events import ScanStatus
from engine.model.states import ScanState
from engine.settings import Settings
from engine.store import queues, scans
from engine.store.database import Database

AT_ONCE = 5000
Readings = Mapping[str, Sequence[float] | np.ndarray[Any, Any]]


class StoredScan:
    """One scan with the measurement `detector`; `add` gives it readings by column, `tell` a state."""

    def __init__(
        self, database: Database, writer: JournalWriter, plan: Mapping[str, Any], columns: Sequence[Column]
    ) -> None:
        with database.write() as conn:
            queue = ids.queue_number(queues.create(conn, "Stored").queue_id)
            self.name = scans.create(conn, queue, plan.get("name", "Stored"), dict(plan)).scan_id
        self._queue = ids.queue_id(queue)
        self._writer = writer
        self._number = ids.scan_number(self.name)
        self._stream = writer.open_stream(self._number, "detector", tuple(columns))
        self._columns = columns
        self.count = 0
        self.tell(ScanState.RUNNING)

    def add(self, readings: Readings) -> None:
        """Readings to come after those that are there; durable when this returns."""
        values = [list(readings[column.name]) for column in self._columns]
        now = time.time()
        rows = [(self._stream, row, now + at * 1e-3) for at, row in enumerate(zip(*values, strict=True))]
        for at in range(0, len(rows), AT_ONCE):
            self._writer.append_rows(rows[at : at + AT_ONCE])
        self.count += len(rows)
        self._writer.flush(60)
        self.tell(ScanState.RUNNING)

    def tell(self, state: ScanState) -> None:
        """Its state, with how many points there are."""
        status = ScanStatus(
            scan_id=self.name,
            queue_id=self._queue,
            name="Stored",
            status=state,
            progress=1.0 if state is ScanState.COMPLETED else 0.5,
            point=self.count,
            timestamp=clock.timestamp(),
        )
        self._writer.emit(status)
        self._writer.flush(60)


@contextmanager
def storing(home: Path) -> Iterator[JournalWriter]:
    """A writer beside the engine of a server in `home`."""
    database = Database(Settings(home=home).url)
    writer = JournalWriter(database)
    writer.start()
    try:
        yield writer
    finally:
        writer.close(60)
        database.dispose()


def stored_scan(
    home: Path,
    plan: Mapping[str, Any],
    readings: Readings,
    units: Mapping[str, str] | None = None,
    state: ScanState = ScanState.COMPLETED,
) -> str:
    """A scan that has these readings and is in this state; its identifier."""
    with storing(home) as writer:
        database = Database(Settings(home=home).url)
        made = StoredScan(database, writer, plan, columns_of(readings, units or {}))
        made.add(readings)
        made.tell(state)
        database.dispose()
    return made.name


def columns_of(readings: Readings, units: Mapping[str, str]) -> list[Column]:
    """The columns that hold these readings."""
    shapes: Iterable[tuple[str, tuple[int, ...]]] = (
        (name, np.asarray(values).shape[1:]) for name, values in readings.items()
    )
    return [Column(name=name, unit=units.get(name, ""), shape=shape) for name, shape in shapes]
