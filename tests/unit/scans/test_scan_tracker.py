"""A scan's progress, elapsed and remaining time, and its allowed transitions."""

from __future__ import annotations

import pytest
from support.scan_rig import scan_record

from engine.errors import CommandRefused
from engine.model.events import Event, ScanLog, ScanStatus
from engine.model.states import ScanState
from engine.scans.scan_tracker import ScanTracker


class Told:
    """A standing with a clock of its own, and what it told."""

    def __init__(self, total: int | None, duration: float | None = None, elapsed: float = 0.0) -> None:
        self.time = 100.0
        self.events: list[tuple[Event, bool]] = []
        self.tracker = ScanTracker(
            self._emit, scan_record(total, elapsed=elapsed), duration, lambda: self.time
        )

    def _emit(self, event: Event, *, conflate: bool = False) -> None:
        self.events.append((event, conflate))

    @property
    def statuses(self) -> list[ScanStatus]:
        return [event for event, _ in self.events if isinstance(event, ScanStatus)]


def test_time_left_follows_the_pace_and_holds_do_not_count() -> None:
    told = Told(100, duration=50.0)
    tracker = told.tracker
    assert tracker.eta == 50
    tracker.to(ScanState.RUNNING)
    told.time += 20
    tracker.point = 10
    assert (tracker.elapsed, tracker.eta, tracker.progress) == (20, 180, 0.1)
    tracker.to(ScanState.PAUSING)
    tracker.to(ScanState.PAUSED)
    told.time += 1000
    assert (tracker.elapsed, tracker.eta) == (20, 180)
    tracker.to(ScanState.RUNNING)
    told.time += 20
    tracker.point = 40
    assert (tracker.elapsed, tracker.eta) == (40, 60)
    tracker.to(ScanState.COMPLETED)
    assert (tracker.progress, tracker.eta) == (1.0, None)


def test_a_resumed_scan_measures_its_pace_again_and_adds_to_its_time() -> None:
    told = Told(100, elapsed=500.0)
    told.tracker.begin(50)
    told.tracker.to(ScanState.RUNNING)
    told.time += 10
    told.tracker.point = 60
    assert (told.tracker.elapsed, told.tracker.eta) == (510, 40)


def test_an_unknown_total_has_no_progress_and_no_time_left() -> None:
    told = Told(None, duration=None)
    told.tracker.to(ScanState.RUNNING)
    told.tracker.point = 7
    status = told.tracker.status()
    assert (status.total_points, status.progress, status.eta, status.point) == (None, 0.0, None, 7)


def test_transitions_are_kept_and_progress_is_conflated() -> None:
    told = Told(10)
    told.tracker.to(ScanState.RUNNING, "running")
    told.tracker.tick()
    told.tracker.point = 3
    told.tracker.tick()
    told.tracker.tick()
    kinds = [(type(event), conflate) for event, conflate in told.events]
    assert kinds == [(ScanStatus, False), (ScanLog, False), (ScanStatus, True)]
    assert told.statuses[-1].point == 3


def test_a_forbidden_transition_is_refused_and_not_emitted() -> None:
    told = Told(10)
    with pytest.raises(CommandRefused, match="SCAN_001 cannot go from starting to paused"):
        told.tracker.to(ScanState.PAUSED)
    assert told.tracker.state is ScanState.STARTING
    assert not told.events
