"""The engine as a whole: lease, journal, bench and scheduler, brought up and down in the right order."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from threading import Event as Signal
from threading import Thread
from uuid import uuid4

from engine.bench.bench import Bench
from engine.bench.bench_lock import BenchLock
from engine.commands.inbox import Inbox
from engine.commands.stop_pipe import StopPipe
from engine.errors import CommandRefused, LeaseHeld, StoreError
from engine.journal.writer import JournalWriter
from engine.model.records import EngineRecord
from engine.queues.recovery import load, recover
from engine.queues.run_context import RunContext
from engine.queues.scheduler import Scheduler
from engine.scans.procedures import catalogue
from engine.settings import Settings
from engine.store import disk, engines, instruments, queues
from engine.store.database import Database

_log = logging.getLogger(__name__)
_BEAT = 1.0
_SCANS_END = 4.5
"""Seconds that scans get to end safely when the engine ends."""
_WRITES_END = 2.0


class Engine:
    """One engine for one bench. `open`, then wait until it is to end, then `close`."""

    def __init__(self, settings: Settings, on_lost: Callable[[], None]) -> None:
        """`on_lost` is called, from another thread, when the lease went to another engine."""
        self._settings = settings
        self._on_lost = on_lost
        self._owner = uuid4().hex
        self._bench_path = str(settings.bench.resolve())
        self._bench_lock = BenchLock(settings.bench, str(settings.home.resolve()))
        self._status = "starting"
        self._ending = Signal()
        self._closing = ExitStack()

    def open(self) -> None:
        """Bring everything up. Raises BenchError, StoreError or LeaseHeld with nothing left behind."""
        with ExitStack() as undo:
            self._bring_up(undo)
            self._closing = undo.pop_all()

    def close(self) -> None:
        """Scans to a safe stop, everything written, instruments closed, the lease given back."""
        self._ending.set()
        self._bench_lock.announce_end()
        self._closing.close()

    def _bring_up(self, undo: ExitStack) -> None:
        settings, bench_path = self._settings, self._bench_path
        database = Database(settings.url)
        undo.callback(database.dispose)
        database.migrate()
        taken_over = self._acquire(database)
        undo.callback(self._release, database)
        writer = JournalWriter(
            database,
            on_trouble=_log_trouble,
            on_commit=self._bell(database, undo),
            shortage=lambda: disk.shortage(database),
        )
        writer.start()
        undo.callback(self._close_writer, writer)
        undo.callback(self._ending.set)
        Thread(target=self._beats, args=(writer,), name="heartbeat", daemon=True).start()
        undo.callback(self._bench_lock.release)
        bench = Bench.load(settings.bench, lambda event: writer.emit(event, conflate=True))
        undo.callback(bench.close)
        if bench.shared:
            self._bench_lock.take()
        bench.assign_ids(writer.transact(lambda conn: instruments.sync_bench(conn, bench_path, bench.spec)))
        context = RunContext(bench, writer, database, catalogue())
        if taken_over:
            _log.warning("the engine before this one ended unexpectedly; its scans are marked interrupted")
        recover(context)
        scheduler = Scheduler(context)
        load(context, scheduler)
        bench.start()
        scheduler.start()
        undo.callback(scheduler.close, _SCANS_END)
        inbox = Inbox(context, scheduler)
        self._status = "running"
        self._beat(writer)
        inbox.start()
        undo.callback(inbox.close)
        pipe = StopPipe(settings.home, inbox.stop_all)
        pipe.open()
        undo.callback(pipe.close)
        if settings.submits_demo:
            self._submit_demo(database, inbox)

    def _bell(self, database: Database, undo: ExitStack) -> Callable[[], None]:
        """What tells readers in other processes that there is news."""
        if not self._settings.redis_url:
            return lambda: None
        from engine.journal.redis_doorbell import Ringer  # takes a tenth of a second, and few have Redis

        ringer = Ringer(self._settings.redis_url, database.identity)
        undo.callback(ringer.close)
        return ringer.ring

    def _acquire(self, database: Database) -> bool:
        """Take the lease; whether it was that of an engine that ended unexpectedly."""
        deadline = time.monotonic() + engines.STALE_SECONDS + 1
        while True:
            with database.write() as conn:
                other = engines.current(conn)
                if other is None or other.bench == self._bench_path or not _alive(other):
                    return engines.acquire(conn, self._bench_path, self._owner)
            if time.monotonic() > deadline:
                raise LeaseHeld(
                    f"the engine with process id {other.pid} on {other.host} uses this database for {other.bench}; "
                    "give this bench a database of its own with --home or --database-url"
                )
            # Perhaps it was killed a moment ago.
            time.sleep(0.5)

    def _submit_demo(self, database: Database, inbox: Inbox) -> None:
        with database.read() as conn:
            if queues.list_(conn):
                return
        try:
            inbox.submit_demo()
        except CommandRefused as refused:
            _log.warning("no demo: %s", refused)

    def _beats(self, writer: JournalWriter) -> None:
        while not self._ending.wait(_BEAT):
            self._bench_lock.keep()
            try:
                if not self._beat(writer):
                    _log.error("another engine has taken over %s; this one ends", self._bench_path)
                    self._on_lost()
                    return
            except StoreError as error:
                _log.warning("no heartbeat: %s", error)

    def _beat(self, writer: JournalWriter) -> bool:
        return writer.transact(lambda conn: engines.renew(conn, self._bench_path, self._owner, self._status))

    def _release(self, database: Database) -> None:
        try:
            with database.write() as conn:
                engines.release(conn, self._bench_path, self._owner)
        except StoreError as error:
            _log.error("the lease could not be given back: %s", error)

    def _close_writer(self, writer: JournalWriter) -> None:
        try:
            writer.close(_WRITES_END)
        except StoreError as error:
            _log.error("%s", error)


def _alive(engine: EngineRecord) -> bool:
    return engine.status != "stopped" and engine.heartbeat_age <= engines.STALE_SECONDS


def _log_trouble(trouble: str | None) -> None:
    if trouble is None:
        _log.warning("the journal can be written again")
