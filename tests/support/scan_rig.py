"""A runner with fake instruments, run in this thread or its own, for tests of scans."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from support.plans import Json
from support.scan_fakes import FakeInstrument, FakeRecorder, World, test_bench

from engine.model.clock import timestamp
from engine.model.events import Event, ScanStatus
from engine.model.plan_check import check_plan
from engine.model.records import ScanRecord
from engine.model.states import ScanState
from engine.scans.control import Control
from engine.scans.outcome import Outcome
from engine.scans.procedures import Procedure, catalogue
from engine.scans.runner import Job, Runner
from engine.scans.scan_tracker import ScanTracker


def measure(*names: str) -> Json:
    """A measure step, of d unless told otherwise."""
    return {"kind": "measure", "instruments": list(names) or ["d"]}


def scan_record(points: int | None = None, **changes: Any) -> ScanRecord:
    """A scan as the store hands it out."""
    fields: dict[str, Any] = {
        "scan_id": "SCAN_001", "queue_id": "QUEUE_001", "name": "test", "status": ScanState.STARTING,
        "progress": 0.0, "message": "", "point": 0, "total_points": points, "elapsed": 0.0, "eta": None,
        "step": "", "timestamp": timestamp(), "sample": "", "tags": [], "notes": "", "metadata": {}, "user": "",
        "created_at": timestamp(), "started_at": None, "ended_at": None, "retry_of": None,
    }  # fmt: skip
    return ScanRecord(**{**fields, **changes})


class Rig:
    """A runner with fake instruments. The same rig may run a plan several times, going on where it was."""

    def __init__(
        self,
        steps: list[dict[str, Any]],
        world: World | None = None,
        control: Callable[[], Control] = Control,
        procedures: Mapping[str, Procedure] | None = None,
        **plan: Any,
    ) -> None:
        self.bench = test_bench()
        self.world = world or World()
        self.instruments = {name: FakeInstrument(s, self.world) for name, s in self.bench.instruments.items()}
        self.procedures = procedures or catalogue()
        self.report = check_plan({**plan, "steps": steps}, self.bench, self.procedures)
        assert not self.report.problems, self.report.problems
        self.recorder = FakeRecorder()
        self.events: list[Event] = []
        self.notices: list[str] = []
        self._new_control = control
        self.control = control()
        self.ran = False

    def runner(self) -> Runner:
        """A runner for the next run."""
        self.control = self._new_control()
        self.tracker = ScanTracker(self._emit, scan_record(self.report.points))
        job = Job(
            plan=self.report.required(),
            bench=self.bench,
            procedures=self.procedures,
            instruments={n: self.instruments[n] for n in self.report.instruments},  # type: ignore[misc]
            watched=self.instruments,  # type: ignore[arg-type]
            resuming=self.ran,
        )
        self.ran = True
        return Runner(
            job,
            self.tracker,
            self.recorder,
            self.control,
            lambda n: self.notices.append(n.value),  # type: ignore[arg-type]
        )

    def run(self) -> Outcome:
        """Run to the end, in this thread."""
        return self.runner().run()

    def statuses(self) -> list[ScanStatus]:
        """Every scan_status so far."""
        return [e for e in self.events if isinstance(e, ScanStatus)]

    def _emit(self, event: Event, *, conflate: bool = False) -> None:
        self.events.append(event)


class Running:
    """A runner in a thread."""

    def __init__(self, rig: Rig) -> None:
        self.outcome: Outcome | None = None
        runner = rig.runner()
        self._thread = threading.Thread(target=lambda: setattr(self, "outcome", runner.run()), daemon=True)
        self._thread.start()

    def end(self) -> Outcome:
        """Wait until it has ended; how it did."""
        self._thread.join(30)
        assert self.outcome is not None, "the runner did not end"
        return self.outcome


def at(rig: Rig, point: int, action: Callable[[], None]) -> None:
    """Have something done while a point is measured."""
    rig.world.on_measure = lambda count: action() if count == point else None
