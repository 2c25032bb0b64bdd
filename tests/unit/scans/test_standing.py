"""A scan's progress, elapsed time and time left, and its legal transitions."""

from __future__ import annotations

import pytest
from support.scan_rig import scan_record

from engine.errors import CommandRefused
from engine.model.events import Event, ScanLog, ScanStatus
from engine.model.states import ScanState
from engine.scans.scan_tracker import Standing


class Told:
    """A standing with a clock of its own, and what it told."""

    def __init__(self, total: int | None, duration: float | None = None, elapsed: float = 0.0) -> None:
        self.time = 100.0
        self.events: list[tuple[Event, bool]] = []
        self.standing = Standing(self._emit, scan_record(total, elapsed=elapsed), duration, lambda: self.time)

    def _emit(self, event: Event, *, conflate: bool = False) -> None:
        self.events.append((event, conflate))

    @property
    def statuses(self) -> list[ScanStatus]:
        return [event for event, _ in self.events if isinstance(event, ScanStatus)]


def test_time_left_follows_the_pace_and_holds_do_not_count() -> None:
    told = Told(100, duration=50.0)
    standing = told.standing
    assert standing.eta == 50
    standing.to(ScanState.RUNNING)
    told.time += 20
    standing.point = 10
    assert (standing.elapsed, standing.eta, standing.progress) == (20, 180, 0.1)
    standing.to(ScanState.PAUSING)
    standing.to(ScanState.PAUSED)
    told.time += 1000
    assert (standing.elapsed, standing.eta) == (20, 180)
    standing.to(ScanState.RUNNING)
    told.time += 20
    standing.point = 40
    assert (standing.elapsed, standing.eta) == (40, 60)
    standing.to(ScanState.COMPLETED)
    assert (standing.progress, standing.eta) == (1.0, None)


def test_a_scan_taken_up_counts_its_pace_anew_and_its_time_on() -> None:
    told = Told(100, elapsed=500.0)
    told.standing.begin(50)
    told.standing.to(ScanState.RUNNING)
    told.time += 10
    told.standing.point = 60
    assert (told.standing.elapsed, told.standing.eta) == (510, 40)


def test_an_unknown_total_has_no_progress_and_no_time_left() -> None:
    told = Told(None, duration=None)
    told.standing.to(ScanState.RUNNING)
    told.standing.point = 7
    status = told.standing.status()
    assert (status.total_points, status.progress, status.eta, status.point) == (None, 0.0, None, 7)


def test_transitions_are_kept_and_progress_is_conflated() -> None:
    told = Told(10)
    told.standing.to(ScanState.RUNNING, "running")
    told.standing.tick()
    told.standing.point = 3
    told.standing.tick()
    told.standing.tick()
    kinds = [(type(event), conflate) for event, conflate in told.events]
    assert kinds == [(ScanStatus, False), (ScanLog, False), (ScanStatus, True)]
    assert told.statuses[-1].point == 3


def test_an_illegal_transition_is_refused_and_told_to_nobody() -> None:
    told = Told(10)
    with pytest.raises(CommandRefused, match="SCAN_001 cannot go from starting to paused"):
        told.standing.to(ScanState.PAUSED)
    assert told.standing.state is ScanState.STARTING
    assert not told.events
