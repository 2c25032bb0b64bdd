"""A scheduler on an in-process bench and a real database, driven by commands, for tests of queues."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.plans import Json, sweep
from support.store import new_database

from engine.bench.bench import Bench
from engine.commands.dispatch import Answer, Commands
from engine.commands.instrument_commands import InstrumentCommands
from engine.journal.writer import JournalWriter
from engine.model import clock, ids
from engine.model.events import Event
from engine.model.records import CommandRecord, QueueRecord, ScanRecord
from engine.model.states import QueueState, ScanState
from engine.queues.recovery import load, recover
from engine.queues.rule_keeper import RuleKeeper
from engine.queues.run_context import RunContext
from engine.queues.scheduler import Scheduler
from engine.scans.procedures import catalogue
from engine.store import commands, instruments, queues, readings, scans
from engine.store.database import Database

BENCH = Path(__file__).with_name("bench.toml")


def until(condition: Callable[[], Any], what: str, timeout: float = 30.0) -> Any:
    """Wait until a condition holds and return what it gave."""
    deadline = time.monotonic() + timeout
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.005)
    return found


def measure(*names: str) -> Json:
    """A measure step."""
    return {"kind": "measure", "instruments": list(names)}


def wait(seconds: float) -> Json:
    """A wait step."""
    return {"kind": "wait", "seconds": seconds}


def plan(*steps: Json, name: str = "scan") -> Json:
    """A plan."""
    return {"name": name, "steps": list(steps)}


QUICK = plan(sweep("motor.x", [0, 1, 2], measure("detector")), name="quick")
LONG = plan(measure("detector"), wait(600), measure("detector"), name="long")
SLOW = plan(
    sweep("motor.x", {"start": 0, "stop": 99, "num": 1000}, measure("detector"), wait(0.01)), name="slow"
)
Z_LONG = plan(sweep("slow.z", [0, 100], measure("camera")), wait(600), name="slow move")


def command_record(target: str, target_id: str, command: str, **arguments: Any) -> CommandRecord:
    """A command as the store hands it out."""
    return CommandRecord(
        command_id="", target=target, target_id=target_id, command=command, arguments=arguments, user="ann",
        status="pending", reason="", result=None, created_at=clock.timestamp(), handled_at=None,
    )  # fmt: skip


class EngineLab:
    """Everything of an engine but its process."""

    def __init__(self, database: Database, bench: Path = BENCH) -> None:
        self.database = database
        self.writer = JournalWriter(database)
        self.writer.start()
        self.bench = Bench.load(bench, self._report)
        self.bench.assign_ids(
            self.writer.transact(lambda conn: instruments.sync_bench(conn, bench, self.bench.spec))
        )
        self.context = RunContext(self.bench, self.writer, database, catalogue())
        recover(self.context)
        self.scheduler = Scheduler(self.context)
        load(self.context, self.scheduler)
        self.bench.start()
        self.rules = RuleKeeper(self.scheduler)
        self.rules.start()
        self.scheduler.start()
        self.commands = Commands(self.scheduler, self.rules)
        self.desk = InstrumentCommands(
            self.context, lambda: self.scheduler.post(self.scheduler.check_instruments)
        )

    def close(self) -> None:
        """End gracefully."""
        self.rules.close()
        self.scheduler.close()
        self.bench.close()
        self.writer.close()

    def try_(self, target: str, target_id: str, command: str, **arguments: Any) -> Answer:
        """Give a command; its answer."""
        record = command_record(target, target_id, command, **arguments)
        return self.scheduler.call(lambda: self.commands.handle(record))

    def do(self, target: str, target_id: str, command: str, **arguments: Any) -> Json:
        """Give a command that must be accepted; its result."""
        answer = self.try_(target, target_id, command, **arguments)
        assert answer.status == "accepted", answer
        return answer.result or {}

    def queue(self, *plans: Json, **arguments: Any) -> str:
        """A new queue with these scans."""
        made: str = self.do("queue", "", "create", **{"name": "queue", **arguments})["queue_id"]
        for one in plans:
            self.add(made, one)
        return made

    def add(self, queue: str, one: Json) -> str:
        """Add a scan; its identifier."""
        return str(self.do("queue", queue, "add_scan", plan=one)["scan_id"])

    def order(self, instrument: str, command: str, **arguments: Any) -> str:
        """Give a command to an instrument; the command's identifier."""
        number = str(self.bench.instruments[instrument].id)
        with self.database.write() as conn:
            made = commands.submit(conn, "instrument", number, command, arguments, "ann")
            record = commands.get(conn, made)
        self.desk.handle(record)
        return made

    def answered(self, command: str, *statuses: str) -> CommandRecord:
        """Wait until a command has one of these statuses."""

        def look() -> CommandRecord | None:
            with self.database.read() as conn:
                record = commands.get(conn, command)
            return record if record.status in statuses else None

        found: CommandRecord = until(look, f"the answer {statuses}")
        return found

    def scan(self, scan: str) -> ScanRecord:
        """The scan as the store has it."""
        self.writer.flush()
        with self.database.read() as conn:
            return scans.get(conn, ids.scan_number(scan))

    def queue_record(self, queue: str) -> QueueRecord:
        """The queue as the store has it."""
        self.writer.flush()
        with self.database.read() as conn:
            return queues.get(conn, ids.queue_number(queue))

    def scan_is(self, scan: str, *states: ScanState) -> ScanRecord:
        """Wait until a scan is in one of these states."""
        found: ScanRecord = until(
            lambda: r if (r := self.scan(scan)).status in states else None, f"{scan} to be {states}"
        )
        return found

    def queue_is(self, queue: str, *states: QueueState) -> QueueRecord:
        """Wait until a queue is in one of these states."""
        found: QueueRecord = until(
            lambda: r if (r := self.queue_record(queue)).status in states else None, f"{queue} to be {states}"
        )
        return found

    def column(self, scan: str, measurement: str, column: str) -> list[float]:
        """A column of a scan's readings."""
        self.writer.flush()
        with self.database.read() as conn:
            return list(readings.read(conn, ids.scan_number(scan), measurement).columns[column])

    def measuring(self, scan: str, points: int = 1) -> ScanRecord:
        """Wait until a scan has taken some points."""
        found: ScanRecord = until(
            lambda: r if (r := self.scan(scan)).point >= points else None, f"{scan} to take points"
        )
        return found

    def _report(self, event: Event) -> None:
        self.writer.emit(event, conflate=True)


@contextmanager
def open_engine_lab(path: Path, bench: Path = BENCH) -> Iterator[EngineLab]:
    """An engine lab whose database lies in a folder."""
    database = new_database(path)
    lab = EngineLab(database, bench)
    try:
        yield lab
    finally:
        lab.close()
        database.dispose()
