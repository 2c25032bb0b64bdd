"""A real engine in a process of its own, driven through the commands table."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.running import ROOT

from engine.model import ids
from engine.model.records import CommandRecord, QueueRecord, ScanRecord
from engine.store import commands, engines, queues, readings, scans
from engine.store.database import Database

SIMULATED = ROOT / "benches" / "simulated.toml"
Json = dict[str, Any]


def until(condition: Callable[[], Any], what: str, timeout: float = 60.0) -> Any:
    """Wait until a condition holds and return what it gave."""
    deadline = time.monotonic() + timeout
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.01)
    return found


class EngineProcess:
    """`python -m engine` on a home folder; ends with the test."""

    def __init__(self, home: Path, *arguments: str, bench: Path = SIMULATED, lifeline: bool = False) -> None:
        self.home = home
        self.bench = bench
        descriptors: tuple[int, ...] = ()
        if lifeline:
            inner, self.lifeline = os.pipe()
            descriptors = (inner,)
            arguments = (*arguments, "--lifeline-fd", str(inner))
        self.log = home / "engine-test.log"
        home.mkdir(parents=True, exist_ok=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYBIRCH_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "engine", "--home", str(home), "--bench", str(bench), *arguments],
                cwd=ROOT,
                env=environment,
                pass_fds=descriptors,
                stderr=log,
                stdout=log,
            )
        for descriptor in descriptors:
            os.close(descriptor)
        self.database = Database(f"sqlite:///{(home / 'pybirch.sqlite').resolve()}")

    def ready(self) -> EngineProcess:
        """Wait until it holds the lease and takes commands."""
        until(self._running, f"the engine to run; it says {self.said()}")
        return self

    def said(self) -> str:
        """What it wrote to its log."""
        return self.log.read_text()

    def end(self, timeout: float = 10.0) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(5)

    def ask(self, target: str, target_id: str, command: str, **arguments: Any) -> CommandRecord:
        """Leave a command and wait for its answer."""
        with self.database.write() as conn:
            made = commands.submit(conn, target, target_id, command, arguments, "ann")

        def answered() -> CommandRecord | None:
            with self.database.read() as conn:
                record = commands.get(conn, made)
            return record if record.status not in ("pending", "taken") else None

        record: CommandRecord = until(answered, f"an answer to {command}; the engine says {self.said()}")
        return record

    def do(self, target: str, target_id: str, command: str, **arguments: Any) -> Json:
        """Give a command that must be accepted; its result."""
        record = self.ask(target, target_id, command, **arguments)
        assert record.status in ("accepted", "done"), record
        return record.result or {}

    def queue(self, *plans: Json, **arguments: Any) -> str:
        """A new queue with these scans, started."""
        queue = str(self.do("queue", "", "create", **{"name": "queue", **arguments})["queue_id"])
        for plan in plans:
            self.do("queue", queue, "add_scan", plan=plan)
        self.do("queue", queue, "start")
        return queue

    def scan(self, scan: str) -> ScanRecord:
        """The scan as the store has it."""
        with self.database.read() as conn:
            return scans.get(conn, ids.scan_number(scan))

    def queue_record(self, queue: str) -> QueueRecord:
        """The queue as the store has it."""
        with self.database.read() as conn:
            return queues.get(conn, ids.queue_number(queue))

    def scan_is(self, scan: str, state: str) -> ScanRecord:
        """Wait until a scan is in a state."""
        found: ScanRecord = until(
            lambda: r if (r := self.scan(scan)).status == state else None, f"{scan} {state}"
        )
        return found

    def rows(self, scan: str, measurement: str) -> readings.Measurement:
        """All readings of a measurement."""
        with self.database.read() as conn:
            return readings.read(conn, ids.scan_number(scan), measurement)

    def has_points(self, scan: str, points: int) -> None:
        """Wait until a scan has durable points."""

        def enough() -> bool:
            with self.database.read() as conn:
                found = readings.measurements(conn, ids.scan_number(scan))
            return any(m.total >= points for m in found)

        until(enough, f"{points} points of {scan}")

    def _running(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the engine ended: {self.said()}")
        if not (self.home / "pybirch.sqlite").exists():
            return False
        try:
            with self.database.read() as conn:
                record = engines.current(conn, self.bench.resolve())
        except Exception:
            return False  # The tables are being made.
        return record is not None and record.status == "running" and record.pid == self.process.pid
