"""A rehearsal finds what would fail in a queue, and when its scans would run, without moving anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from support.plans import Json, sweep
from support.scan_fakes import test_bench
from support.scan_rig import measure

from engine.model.bench import AxisSpec, BenchSpec, InstrumentSpec, ReadSpec
from engine.model.states import QueueMode
from engine.scans.procedures import catalogue
from engine.scans.rehearsal import Planned, Rehearsed, rehearse

NOW = datetime(2026, 1, 31, 18, 0, tzinfo=UTC)


def bench() -> BenchSpec:
    """A stage that moves 10 mm in a second, and a detector and a camera that take 0.5 s."""
    axis = AxisSpec(unit="mm", limits=(0, 100), speed=10)
    found = [
        InstrumentSpec(name="stage", axes={"x": axis, "y": axis}),
        InstrumentSpec(name="d", reads={"v": ReadSpec(duration=0.5)}),
        InstrumentSpec(name="e", reads={"v": ReadSpec(duration=0.5, shape=(4,))}),
    ]
    return BenchSpec(instruments={i.name: i for i in found})


def rehearsed(*plans: list[Json], on: BenchSpec | None = None, **options: Any) -> list[Rehearsed]:
    scans = [
        Planned(f"SCAN_{n:03}", f"scan {n}", {"steps": steps}, options.pop(f"not_before_{n}", None))
        for n, steps in enumerate(plans, 1)
    ]
    return rehearse(scans, on or bench(), catalogue(), {"stage.x": 0.0, "stage.y": 0.0}, NOW, **options)


def test_times_come_from_speeds_durations_settles_and_waits() -> None:
    steps = [sweep("stage.x", [10, 20], measure("d"), settle=0.25), {"kind": "wait", "seconds": 3}]
    (scan,) = rehearsed(steps)
    assert (scan.start, scan.end, scan.problems, scan.exact) == (0, 2 + 2 * 0.25 + 2 * 0.5 + 3, [], True)


def test_a_violation_of_limits_deep_in_a_queue_is_found() -> None:
    plans = [[sweep("stage.x", [10, 50], measure("d"))] for _ in range(50)]
    plans[36] = [sweep("stage.x", [0, 60], measure("d"), relative=True)]
    found = rehearsed(*plans)
    problems = [(scan.scan_id, p.path, p.message) for scan in found for p in scan.problems]
    assert [(scan, path) for scan, path, _ in problems] == [("SCAN_037", "")]
    assert "110" in problems[0][2] and "100" in problems[0][2]


def test_what_no_longer_fits_the_bench_is_found() -> None:
    (scan,) = rehearsed([sweep("stage.x", [0, 200], measure("d"))])
    assert [p.path for p in scan.problems] == ["steps[0].positions"]


def test_a_serial_queue_runs_one_after_the_other() -> None:
    found = rehearsed([measure("d")], [measure("e")])
    assert [(s.start, s.end, s.waits_for) for s in found] == [(0, 0.5, ""), (0.5, 1.0, "SCAN_001")]


def test_a_parallel_queue_waits_for_instruments_and_for_its_most_at_once() -> None:
    plans = ([measure("d")], [measure("e")], [measure("d", "e")])
    found = rehearsed(*plans, mode=QueueMode.PARALLEL)
    assert [(s.start, s.waits_for) for s in found] == [(0, ""), (0, ""), (0.5, "SCAN_002")]
    found = rehearsed(*plans, mode=QueueMode.PARALLEL, most=1)
    assert [s.start for s in found] == [0, 0.5, 1.0]


def test_a_scan_waits_for_its_earliest_start() -> None:
    (scan,) = rehearsed([measure("d")], not_before_1=NOW + timedelta(seconds=60))
    assert (scan.start, scan.waits_for) == (60, "its earliest start")


def test_what_depends_on_readings_is_not_exact() -> None:
    until = {"kind": "repeat", "until": {"column": "v", "above": 5}, "times": 3, "steps": [measure("d")]}
    wait = {"kind": "wait", "until": {"column": "stage.x", "above": 5}, "for": 2, "timeout": 60}
    scans = rehearsed([wait, measure("d")], [until])
    assert [s.exact for s in scans] == [False, True]
    assert scans[0].end == 2.5


def test_a_scan_of_a_million_points_is_estimated_in_proportion() -> None:
    inner = sweep("stage.y", {"start": 0, "stop": 100, "num": 1001}, measure("d"))
    (scan,) = rehearsed([sweep("stage.x", {"start": 0, "stop": 100, "num": 1001}, inner)])
    assert not scan.exact
    assert 0.9 < scan.end / (1001 * 1001 * 0.5) < 1.2


def test_it_ends_in_time() -> None:
    plans = [[sweep("stage.x", {"start": 0, "stop": 100, "num": 1001}, measure("d"))] for _ in range(20)]
    found = rehearsed(*plans, seconds=0.0)
    assert len(found) == 20
    assert all(not scan.exact and scan.end > scan.start for scan in found)


def test_the_bench_of_the_tests_is_left_alone() -> None:
    (scan,) = rehearsed([sweep("stage.x", [5], measure("d"))], on=test_bench())
    assert scan.problems == []
