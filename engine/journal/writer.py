"""The engine's only writer: takes events and readings from any thread and writes them in order, in group commits."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection

from engine.errors import StoreError
from engine.journal.batch import Batch, Job, Posted, place_of
from engine.journal.commit import Commit, is_lasting
from engine.journal.pruning import Pruning
from engine.journal.stream import Stream, Value
from engine.model.bench import Column
from engine.model.events import Event
from engine.reasons import reason
from engine.store.database import Database
from engine.store.marks import Texts
from engine.store.serial_writes import mark_of, was_committed

MOST_ROWS = 200_000
MOST_BYTES = 64_000_000
"""Bytes that may wait before appending blocks."""

_EVENT_BYTES = 1000
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
_LOOK_EVERY = 0.05
"""Seconds between two checks of the free disk space."""
_log = logging.getLogger(__name__)
T = TypeVar("T")


class JournalWriter:
    """Appending returns at once; one transaction is written every `interval` seconds while there is something to
    write.

    While the database cannot be written, nothing is dropped: `trouble` says why, `on_trouble` is called with it
    (and with None when writing works again), and appending blocks once too much waits. The last space of a nearly
    full disk is left for states and commands: `shortage` reports that, and counts as trouble. Check `trouble`
    before measuring.
    """

    def __init__(
        self,
        database: Database,
        *,
        interval: float = 0.005,
        on_trouble: Callable[[str | None], None] | None = None,
        on_commit: Callable[[], None] = lambda: None,
        shortage: Callable[[], str] = lambda: "",
    ) -> None:
        self.trouble: str | None = None
        self._shortage = shortage
        self._short_of: str | None = None
        self._looked = 0.0
        self._database = database
        self._interval = interval
        self._on_trouble = on_trouble
        self._on_commit = on_commit
        self._pruning = Pruning(database)
        self._thread = threading.Thread(target=self._run, name="journal writer", daemon=True)
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        """The writer waits for this."""
        self._progress = threading.Condition(self._lock)
        """All other threads wait for this."""
        self._batch = Batch()
        self._flying = Batch()
        self._taken = 0
        self._written = 0
        self._grown = 0
        self._idle = False
        self._urgent = False
        self._blocked = False
        self._closing = False
        self._abandoned = False

    def start(self) -> None:
        """Start writing."""
        self._thread.start()

    def close(self, timeout: float = 10) -> None:
        """Write what waits and end. Raises StoreError when that takes longer than `timeout` seconds."""
        with self._lock:
            self._closing = self._blocked = self._urgent = True
            self._work.notify()
            self._progress.notify_all()
        if not self._thread.is_alive():
            return
        self._thread.join(timeout)
        if self._thread.is_alive():
            with self._lock:
                self._abandoned = True
                left = self._batch.rows + self._flying.rows
                self._work.notify()
                self._progress.notify_all()
            raise StoreError(
                f"{left} records could not be written: {self.trouble or 'the database takes too long'}"
            )

    def emit(self, event: Event, *, conflate: bool = False) -> None:
        """Append an event. `conflate`: a later one of the same kind and key replaces it, in the journal too."""
        key = f"{event.event}:{event.key}" if conflate and event.key else None
        posted = Posted(event, place_of(event), key)
        with self._lock:
            if self._blocked and (self._closing or not self._batch.replaces(key)):
                self._admit()
            if not self._batch.replaces(key):
                self._batch.rows += 1
                self._batch.weight += _EVENT_BYTES
            self._batch.post(posted)
            self._after_append()

    def open_stream(
        self,
        scan: int,
        measurement: str,
        columns: tuple[Column, ...],
        first_index: int = 0,
        texts: Texts | None = None,
    ) -> Stream:
        """Make a handle for the readings of one measurement of a scan; `first_index` is the index of its next
        reading. With `texts` each row has marks after its values (see `engine.store.marks`).
        """
        return Stream(scan, measurement, columns, first_index, texts)

    def append_rows(self, rows: Sequence[tuple[Stream, tuple[Value, ...], float]]) -> None:
        """Append readings: (stream, values in column order, seconds since 1970). All become durable together.

        Values are copied. Raises StoreError after close, and when values do not fit the columns: then none is
        appended.
        """
        packed = [(stream, stream.pack(values, moment)) for stream, values, moment in rows]
        with self._lock:
            if self._blocked:
                self._admit()
            batch = self._batch
            for stream, row in packed:
                data = stream.open
                if data is None:
                    data = batch.begin_rows(stream).data
                data.extend(row)
                stream.next_index += 1
                batch.weight += stream.width * 8
            batch.rows += len(packed)
            self._after_append()

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in the writer's thread inside its next transaction, in order with what was appended before.

        Returns after the commit, or raises what `work` raised, which undoes only its own changes. `work` runs again
        after a failure of the database, so it must do nothing but use the connection.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("work inside a transaction cannot wait for another transaction")
        done = threading.Event()
        results: list[Any] = []

        def finish(result: Any, error: BaseException | None) -> None:
            results.extend((result, error))
            done.set()

        with self._lock:
            if self._closing:
                raise StoreError(self._closed)
            self._batch.add_job(Job(work, finish))
            self._batch.rows += 1
            self._urgent = True
            self._work.notify()
        done.wait()
        result, error = results
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]

    def later(self, work: Callable[[Connection], object]) -> None:
        """Run `work` as `transact` does, without waiting for it; a failure is logged. Raises StoreError after close."""

        def finish(result: object, error: BaseException | None) -> None:
            if error is not None:
                _log.error("not written: %s", error)

        with self._lock:
            if self._closing:
                raise StoreError(self._closed)
            self._batch.add_job(Job(work, finish))
            self._batch.rows += 1
            self._after_append()

    def flush(self, timeout: float = 10) -> None:
        """Return when everything appended before is durable. Raises StoreError when that takes longer than
        `timeout` seconds.
        """
        with self._lock:
            target = self._taken + bool(self._batch.items)
            self._urgent = True
            self._work.notify()
            self._progress.wait_for(lambda: self._written >= target or self._abandoned, timeout)
            if self._written < target:
                raise StoreError(f"not written yet: {self.trouble or 'the database takes too long'}")

    @property
    def _closed(self) -> str:
        return "the journal is closed" + (f": {self.trouble}" if self.trouble else "")

    def _after_append(self) -> None:
        batch, flying = self._batch, self._flying
        if batch.rows + flying.rows >= MOST_ROWS or batch.weight + flying.weight >= MOST_BYTES:
            self._blocked = True
        if self._idle:
            self._idle = False
            self._work.notify()

    def _admit(self) -> None:
        """Wait, with the lock, until more may be appended. The writer's own thread never waits for itself."""
        if threading.current_thread() is not self._thread:
            self._progress.wait_for(lambda: self._closing or not self._blocked)
        if self._closing:
            raise StoreError(self._closed)

    def _run(self) -> None:
        try:
            self._write_all()
        except BaseException as error:
            # From now on every append raises this, so that nobody measures without storing.
            _log.exception("the journal's thread failed")
            self._report(f"the journal's thread failed: {reason(error)}")
            raise
        finally:
            with self._lock:
                self._closing = self._blocked = self._abandoned = True
                self._progress.notify_all()
            self._drop(self._flying)
            self._drop(self._batch)

    def _write_all(self) -> None:
        began = 0.0
        while True:
            self._look_for_room()
            with self._lock:
                if not self._batch.items and not self._closing:
                    self._idle = True
                    self._work.wait(_LOOK_EVERY if self.trouble else None)
                    self._idle = False
                    if not self._batch.items and not self._closing:
                        continue
                if self._abandoned or not self._batch.items:
                    break
                self._rest(began + self._interval - time.monotonic())
                self._urgent = False
                self._batch.seal()
                self._flying, self._batch = self._batch, Batch()
                self._taken += 1
            began = time.monotonic()
            if not self._write():
                break
            self._pruning.after(self._grown)

    def _look_for_room(self) -> None:
        present = time.monotonic()
        if present - self._looked >= _LOOK_EVERY:
            self._looked = present
            self._short_of = self._shortage() or None
            self._report(self._short_of)

    def _rest(self, seconds: float) -> None:
        """Wait, with the lock, so that more can gather; not when a thread waits for the commit."""
        if seconds > 0:
            self._work.wait_for(lambda: self._urgent or self._closing, seconds)

    def _write(self) -> bool:
        """Write the batch that was taken, however long it takes; False when that was given up."""
        pause = _FIRST_PAUSE
        carefully = False
        mark: int | None = None
        while True:
            try:
                with self._database.write() as conn:
                    if mark is None or not was_committed(conn, mark):
                        commit = Commit(self._database, conn)
                        commit.write(self._flying, carefully)
                        mark = mark_of(conn)
                break
            except StoreError as error:
                if is_lasting(error) and not carefully:
                    carefully = True
                    continue
                self._report(str(error))
            except Exception as error:  # noqa: BLE001 - whatever fails, the journal must go on
                if not carefully:
                    carefully = True
                    continue
                self._report(f"cannot write to the journal: {reason(error)}")
            with self._lock:
                if self._work.wait_for(lambda: self._abandoned, pause):
                    return False
            pause = min(pause * 2, _LONGEST_PAUSE)
        self._on_commit()
        self._report(self._short_of)
        for item, fault in commit.failed:
            _log.error("leaving out %s, which cannot be written: %s", item, fault)
        self._grown = commit.records
        commit.settle()
        with self._lock:
            self._flying = Batch()
            self._written = self._taken
            self._blocked = self._closing
            self._progress.notify_all()
        return True

    def _report(self, trouble: str | None) -> None:
        if trouble == self.trouble:
            return
        self.trouble = trouble
        if trouble is not None:
            _log.error("%s", trouble)
        if self._on_trouble is not None:
            try:
                self._on_trouble(trouble)
            except Exception:  # noqa: BLE001 - a listener must not end the journal
                _log.exception("reporting the journal's trouble failed")

    def _drop(self, batch: Batch) -> None:
        for item in batch.items.values():
            if isinstance(item, Job):
                item.done(
                    None,
                    StoreError(
                        f"the journal ended before this was written: {self.trouble or 'it was closed'}"
                    ),
                )
