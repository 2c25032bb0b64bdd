"""The whole engine: starts and ends lease, journal, bench and scheduler in the right order."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from threading import Event as Signal
from threading import Thread
from uuid import uuid4

from sqlalchemy import Connection

from engine.bench.bench import Bench
from engine.bench.bench_lock import BenchLock
from engine.bench.driver_catalogue import Drivers
from engine.commands.inbox import Inbox
from engine.commands.stop_pipe import StopPipe
from engine.errors import CommandRefused, LeaseHeld, StoreError
from engine.journal.writer import JournalWriter
from engine.model.bench import InstrumentSpec
from engine.model.records import EngineRecord
from engine.plugins import Plugins
from engine.queues.recovery import load, recover
from engine.queues.rule_keeper import RuleKeeper
from engine.queues.run_context import RunContext
from engine.queues.scheduler import Scheduler
from engine.scans.procedures import catalogue
from engine.settings import Settings
from engine.store import disk, engines, instruments, queues
from engine.store.database import Database

_log = logging.getLogger(__name__)
_BEAT = 1.0
_SCANS_END = 4.5
"""Seconds that running scans get to stop safely when the engine ends."""
_WRITES_END = 2.0


class Engine:
    """One engine for one bench. Call `open`, wait until it is to end, then `close`."""

    def __init__(self, settings: Settings, on_lost: Callable[[], None]) -> None:
        """`on_lost` is called from another thread when another engine has taken over the lease."""
        self._settings = settings
        self._on_lost = on_lost
        self._owner = uuid4().hex
        self._bench_path = str(settings.bench.resolve())
        self._bench_lock = BenchLock(settings.bench, str(settings.home.resolve()))
        self._status = "starting"
        self._ending = Signal()
        self._closing = ExitStack()

    def open(self) -> None:
        """Start everything. Raises BenchError, StoreError or LeaseHeld after undoing what was started."""
        with ExitStack() as undo:
            self._bring_up(undo)
            self._closing = undo.pop_all()

    def close(self) -> None:
        """Stop the scans safely, write everything, close the instruments and give the lease back."""
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
        plugins = Plugins(settings.plugins_folder.resolve())
        drivers = Drivers.load(plugins)
        writer.transact(lambda conn: engines.store_plugins(conn, bench_path, self._owner, drivers.loaded))
        bench = Bench.load(settings.bench, lambda event: writer.emit(event, conflate=True), drivers)
        undo.callback(bench.close)
        if bench.shared:
            self._bench_lock.take()
        bench.assign_ids(writer.transact(lambda conn: instruments.sync_bench(conn, bench_path, bench.spec)))
        bench.described_anew = lambda spec: self._describe(writer, drivers, spec)
        context = RunContext(bench, writer, database, catalogue(plugins))
        if taken_over:
            _log.warning("the previous engine ended unexpectedly; its running scans are now interrupted")
        recover(context)
        scheduler = Scheduler(context)
        load(context, scheduler)
        bench.start()
        keeper = RuleKeeper(scheduler)
        keeper.start()
        scheduler.start()
        undo.callback(scheduler.close, _SCANS_END)
        undo.callback(keeper.close)
        inbox = Inbox(context, scheduler, keeper)
        self._status = "running"
        self._beat(writer)
        inbox.start()
        undo.callback(inbox.close)
        pipe = StopPipe(settings.home, inbox.stop_all)
        pipe.open()
        undo.callback(pipe.close)
        if settings.submits_demo:
            self._submit_demo(database, inbox)

    def _describe(self, writer: JournalWriter, drivers: Drivers, spec: InstrumentSpec) -> None:
        """Store what a connected instrument has added to its description."""
        drivers.loaded = drivers.loaded.model_copy(update={"described": drivers.loaded.described + 1})

        def store(conn: Connection) -> None:
            instruments.describe(conn, self._bench_path, spec)
            engines.store_plugins(conn, self._bench_path, self._owner, drivers.loaded)

        try:
            writer.transact(store)
        except StoreError as error:
            _log.warning("the description of %s was not stored: %s", spec.name, error)

    def _bell(self, database: Database, undo: ExitStack) -> Callable[[], None]:
        """Make the function that tells readers in other processes about new events."""
        if not self._settings.redis_url:
            return lambda: None
        from engine.journal.redis_doorbell import (
            Ringer,
        )  # Importing it takes a tenth of a second, and few installations have Redis.

        ringer = Ringer(self._settings.redis_url, database.identity)
        undo.callback(ringer.close)
        return ringer.ring

    def _acquire(self, database: Database) -> bool:
        """Take the lease; returns whether the previous engine ended unexpectedly."""
        deadline = time.monotonic() + engines.STALE_SECONDS + 1
        while True:
            with database.write() as conn:
                other = engines.current(conn)
                if other is None or other.bench == self._bench_path or not _alive(other):
                    return engines.acquire(conn, self._bench_path, self._owner)
            if time.monotonic() > deadline:
                raise LeaseHeld(
                    f"the engine with process id {other.pid} on {other.host} already uses this database "
                    f"for {other.bench}; "
                    "give this bench a database of its own with --home or --database-url"
                )
            # The other engine may have been killed a moment ago.
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
                    _log.error("another engine has taken over %s; this engine ends", self._bench_path)
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
            _log.error("cannot give the lease back: %s", error)

    def _close_writer(self, writer: JournalWriter) -> None:
        try:
            writer.close(_WRITES_END)
        except StoreError as error:
            _log.error("%s", error)


def _alive(engine: EngineRecord) -> bool:
    return engine.status != "stopped" and engine.heartbeat_age <= engines.STALE_SECONDS


def _log_trouble(trouble: str | None) -> None:
    if trouble is None:
        _log.warning("writing to the journal works again")
