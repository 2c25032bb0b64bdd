"""Whatever people, faults and restarts of the engine do to queues: no state is illegal, nothing is stuck, no instrument
is kept, and every point is there once.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.engine_lab import EngineLab, measure, plan, sweep, until
from support.store import new_database

from engine.model import ids
from engine.model.marks import Quality
from engine.model.states import QueueState, ScanState
from engine.store import logs, readings

BENCH = """
[[instrument]]
name = "motor"
driver = "simulated"
[instrument.axes.x]
limits = [0, 10]
safe = 0
[[instrument]]
name = "other"
driver = "simulated"
[instrument.axes.y]
limits = [0, 10]
[[instrument]]
name = "detector"
driver = "simulated"
[instrument.reads.signal]
formula = "motor.x / (motor.x - 5)"
[[instrument]]
name = "meter"
driver = "simulated"
[instrument.reads.value]
formula = "other.y"
"""
POSITIONS = [3, 4, 5, 6]
"""The detector cannot be read at 5."""
SCAN = ("pause", "resume", "stop", "halt", "abort", "skip", "retry_point")
QUEUE = ("start", "pause", "resume", "stop", "abort")


def faulty(then: str) -> dict[str, Any]:
    wait = {"kind": "wait", "seconds": 0.002}
    return plan(
        sweep("motor.x", POSITIONS, wait, measure("detector"), on_fault={"attempts": 1, "then": then})
    )


SOUND = plan(sweep("other.y", POSITIONS, measure("meter")))
PLANS = [SOUND, *map(faulty, ("fail", "skip", "hold"))]


class AnyCourse(RuleBasedStateMachine):
    """One laboratory with two queues."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        (self.path / "bench.toml").write_text(BENCH)
        self.database = new_database(self.path)
        self.lab = EngineLab(self.database, self.path / "bench.toml")
        self.queues = [
            self.lab.queue(on_failure="continue"),
            self.lab.queue(mode="parallel", parallel=2),
        ]
        self.scans: list[str] = []

    @rule(queue=st.integers(0, 1), plans=st.lists(st.sampled_from(PLANS), min_size=1, max_size=3))
    def submit(self, queue: int, plans: list[dict[str, Any]]) -> None:
        self.scans += self.lab.do("queue", self.queues[queue], "add_scans", plans=plans)["scan_ids"]

    @rule(queue=st.integers(0, 1), command=st.sampled_from(QUEUE))
    def command_queue(self, queue: int, command: str) -> None:
        self._give("queue", self.queues[queue], command)

    @precondition(lambda self: self.scans)
    @rule(data=st.data(), command=st.sampled_from(SCAN), now=st.booleans())
    def command_scan(self, data: st.DataObject, command: str, now: bool) -> None:
        arguments = {"now": True} if now and command == "pause" else {}
        self._give("scan", data.draw(st.sampled_from(self.scans)), command, **arguments)

    @precondition(lambda self: self.scans)
    @rule(
        data=st.data(),
        change=st.sampled_from([{"plan": SOUND}, {"priority": 1}, {"held": True}, {"held": False}]),
        queue=st.integers(0, 1),
    )
    def change(self, data: st.DataObject, change: dict[str, Any], queue: int) -> None:
        moved = {**change, "queue_id": self.queues[queue]}
        self._give("scan", data.draw(st.sampled_from(self.scans)), "change", **moved)

    @precondition(lambda self: self.scans)
    @rule()
    def restart(self) -> None:
        self.lab.close()
        self.lab = EngineLab(self.database, self.path / "bench.toml")

    def _give(self, target: str, target_id: str, command: str, **arguments: Any) -> None:
        answer = self.lab.try_(target, target_id, command, **arguments)
        assert answer.status in ("accepted", "refused"), answer
        assert "cannot go from" not in answer.reason, answer

    @invariant()
    def the_scheduler_answers(self) -> None:
        if hasattr(self, "lab"):
            self.lab.scheduler.call(lambda: None, 30.0)

    def teardown(self) -> None:
        if not hasattr(self, "lab"):
            return
        try:
            for scan in self.scans:
                self.lab.try_("scan", scan, "change", held=False)
            until(lambda: sum(map(self._ended, self.scans)) == len(self.scans), "every scan to end", 60)
            for queue in self.queues:
                self.lab.queue_is(queue, QueueState.IDLE)
            assert {name: i.holder for name, i in self.lab.bench.instruments.items() if i.holder} == {}
            for scan in self.scans:
                self._complete(scan)
        finally:
            self.lab.close()
            self.database.dispose()
            self.folder.cleanup()

    def _ended(self, scan: str) -> bool:
        """Push a scan on until it has completed; what cannot be resumed any more has ended."""
        record = self.lab.scan(scan)
        match record.status:
            case ScanState.COMPLETED:
                return True
            case ScanState.FAILED if record.plan and record.plan != SOUND and record.point == 2:
                return True  # its instrument fails at every attempt
            case ScanState.QUEUED | ScanState.STARTING:
                self.lab.try_("queue", record.queue_id, "start")
                self.lab.try_("queue", record.queue_id, "resume")
            case ScanState.PAUSED if record.fault is not None:
                self.lab.try_("scan", scan, "skip")
            case _:
                self.lab.try_("scan", scan, "resume")
        return False

    def _complete(self, scan: str) -> None:
        record = self.lab.scan(scan)
        measurement, axis = ("meter", "other.y") if record.plan == SOUND else ("detector", "motor.x")
        with self.lab.database.read() as conn:
            found = readings.read(
                conn, ids.scan_number(scan), measurement, columns=[axis, "point", "quality"]
            )
            told = logs.scan_tail(conn, ids.scan_number(scan), 10_000)
        taken = list(found.columns[axis])
        assert taken == POSITIONS[: len(taken)], (scan, taken, told)
        assert len(taken) == (2 if record.status is ScanState.FAILED else 4), (scan, told)
        assert list(found.columns["point"]) == list(range(len(taken)))
        gaps = [
            at for at, quality in zip(taken, found.columns["quality"], strict=True) if quality == Quality.GAP
        ]
        assert gaps == [at for at in taken if at == 5 and measurement == "detector"]


TestAnyCourse = AnyCourse.TestCase
TestAnyCourse.settings = settings(
    max_examples=8,
    phases=[Phase.generate],
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
