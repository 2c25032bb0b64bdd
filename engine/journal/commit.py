"""One attempt to write a batch: records, projection, chunks and other work, all in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, exc

from engine.errors import DataDamaged, StoreError
from engine.journal import chunks
from engine.journal.batch import Batch, Job, Posted
from engine.journal.projection import project
from engine.journal.stream import Rows, Stream
from engine.model.events import Event, EventName, ScanStatus
from engine.reasons import reason
from engine.store import streams
from engine.store.blocks import encode_rows
from engine.store.database import Database
from engine.store.database_errors import is_trouble, is_wrong_sql

BLOCK_ROWS = 4096
BLOCK_BYTES = 262_144
"""Largest block in bytes, so that no record grows beyond what a frame can carry (a single larger reading excepted)."""

_RECORD = "INSERT INTO journal (kind, scan, queue, instrument, latest_key, payload) VALUES (?, ?, ?, ?, ?, ?)"
_REPLACED = "DELETE FROM journal WHERE latest_key = ?"
_POINTS = EventName.DATA_POINTS.value
_log = logging.getLogger(__name__)


class Commit:
    """One attempt to write a batch; `settle` applies its results after the transaction was committed."""

    def __init__(self, database: Database, conn: Connection) -> None:
        self.records = 0
        """Number of records that were added to the journal."""
        self.failed: list[tuple[Rows | Posted, Exception]] = []
        self._conn = conn
        self._record_sql = database.sql(_RECORD)
        self._replaced_sql = database.sql(_REPLACED)
        self._results: list[tuple[Job, Any, Exception | None]] = []
        self._streams: dict[Stream, int] = {}
        """Numbers of the streams that had none before."""
        self._waiting: dict[Stream, int] = {}
        self._ended: set[int] = set()

    def write(self, batch: Batch, carefully: bool) -> None:
        """Write a batch in its order. Carefully means item by item, leaving out what can never be written."""
        together: list[Rows | Posted] = []
        for item in batch.items.values():
            if isinstance(item, Job):
                self._store(together, carefully)
                together = []
                self._run(item)
            else:
                together.append(item)
        self._store(together, carefully)
        self._consolidate()

    def settle(self) -> None:
        """Tell streams and waiting threads the result; only after the commit."""
        for stream, number in self._streams.items():
            stream.id = number
        for stream, rows in self._waiting.items():
            stream.waiting = rows
        for item, error in self.failed:
            if isinstance(item, Rows):
                item.stream.refuse(f"the readings cannot be written: {reason(error)}")
        for job, result, failure in self._results:
            job.done(result, failure)

    def _store(self, items: Sequence[Rows | Posted], carefully: bool) -> None:
        if not carefully:
            self._insert(items)
            return
        for item in items:
            try:
                with self._conn.begin_nested():
                    self._insert([item])
            except Exception as error:
                if not is_lasting(error):
                    raise
                self.failed.append((item, error))

    def _insert(self, items: Sequence[Rows | Posted]) -> None:
        records: list[tuple[Any, ...]] = []
        ends: dict[tuple[int, int], int] = {}
        replaced: list[tuple[str]] = []
        events: list[Event] = []
        for item in items:
            if isinstance(item, Rows):
                number = self._number(item)
                records.extend(self._blocks(item, number))
                ends[number, item.stream.scan] = item.end
                continue
            event, place = item.event, item.place
            if item.latest_key is not None:
                replaced.append((item.latest_key,))
            kind = event.event.value
            records.append((kind, place.scan, place.queue, place.instrument, item.latest_key, event.encode()))
            events.append(event)
            if isinstance(event, ScanStatus) and event.status.ended and place.scan is not None:
                self._ended.add(place.scan)
        if replaced:
            gone = self._conn.exec_driver_sql(self._replaced_sql, replaced).rowcount
            self.records -= max(gone, 0)
        if records:
            self._conn.exec_driver_sql(self._record_sql, records)
            self.records += len(records)
        streams.reach(self._conn, ((number, scan, end) for (number, scan), end in ends.items()))
        project(self._conn, events)

    def _blocks(self, rows: Rows, number: int) -> Iterable[tuple[Any, ...]]:
        stream = rows.stream
        table = np.frombuffer(rows.data, np.float64).reshape(-1, stream.width)
        length = max(1, min(BLOCK_ROWS, BLOCK_BYTES // (8 * stream.width)))
        for start in range(0, len(table), length):
            part = table[start : start + length]
            payload = encode_rows(number, rows.first_index + start, part, stream.columns, stream.texts)
            yield _POINTS, stream.scan, None, None, None, payload
        self._waiting[stream] = self._waiting.get(stream, stream.waiting) + len(table)

    def _number(self, rows: Rows) -> int:
        """Number of the stream in the store; a stream with the same columns continues the earlier one."""
        stream = rows.stream
        if stream.id is not None:
            return stream.id
        if stream not in self._streams:
            known = streams.of_scan(self._conn, stream.scan).get(stream.measurement, ())
            if known and known[-1].stored == stream.columns:
                self._streams[stream] = known[-1].id
            else:
                self._streams[stream] = streams.add(
                    self._conn, stream.scan, stream.measurement, stream.columns, rows.first_index
                )
        return self._streams[stream]

    def _run(self, job: Job) -> None:
        result: Any = None
        failure: Exception | None = None
        try:
            with self._conn.begin_nested():
                result = job.work(self._conn)
        except Exception as error:
            if not is_lasting(error) and not is_wrong_sql(error):
                raise
            failure = error
        self._results.append((job, result, failure))

    def _consolidate(self) -> None:
        full = {stream.scan for stream, rows in self._waiting.items() if chunks.is_due(rows, stream.columns)}
        for scan in self._ended | full:
            try:
                with self._conn.begin_nested():
                    chunks.consolidate(self._conn, scan)
            except DataDamaged as error:
                # The readings stay in the journal, and reading them reports what is wrong.
                _log.error("cannot copy the readings of scan %d into chunks: %s", scan, error)
            except Exception as error:
                if not is_lasting(error):
                    raise
                # The readings are safe in the journal; only reading them is slower.
                _log.exception("cannot copy the readings of scan %d into chunks", scan)
            for stream in self._waiting:
                if stream.scan == scan:
                    self._waiting[stream] = 0


def is_lasting(error: Exception) -> bool:
    """Whether another attempt cannot help, because the item itself is wrong and not the database."""
    if isinstance(error, DataDamaged):
        return True
    if isinstance(error, StoreError):
        return not isinstance(error.__cause__, exc.DBAPIError)
    return not (isinstance(error, exc.DBAPIError) and is_trouble(error))
