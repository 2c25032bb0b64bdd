"""Repeats end when they should and keep their pace; procedures use their readings."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from support.plans import sweep
from support.scan_rig import Rig, at, measure

from engine.model.states import ScanState
from engine.scans.control import Request


def test_repeat_until_a_reading_is_high_enough() -> None:
    rig = Rig(
        [
            {
                "kind": "repeat",
                "until": {"column": "v", "above": 2.5},
                "steps": [sweep("stage.x", [0], measure("d"))],
            }
        ]
    )
    rig.world.reading = lambda name, values: float(len(rig.world.measured))
    assert rig.report.points is None
    rig.run()
    assert [row["v"] for row in rig.recorder.rows["d"]] == [1.0, 2.0, 3.0]
    assert rig.tracker.progress == 0
    assert rig.tracker.total is None


def test_repeat_until_resumes_with_the_earlier_readings() -> None:
    steps = [
        sweep(
            "stage.x",
            [0, 1],
            {"kind": "repeat", "until": {"column": "v", "above": 2.5}, "steps": [measure("d")]},
            measure("d"),
        )
    ]
    rig = Rig(steps)
    # Three readings climb past the threshold, one more follows, at each of the two positions.
    rig.world.reading = lambda name, values: float((len(rig.world.measured) - 1) % 4 + 1)
    for point in range(1, 8):
        at(rig, point - 1, lambda: rig.control.end(Request.INTERRUPT))
        assert rig.run().state is ScanState.INTERRUPTED
        assert len(rig.recorder.rows["d"]) == point
    rig.world.on_measure = lambda count: None
    assert rig.run().state is ScanState.COMPLETED
    assert [(r["stage.x"], r["v"]) for r in rig.recorder.rows["d"]] == [
        (x, v) for x in (0, 1) for v in (1, 2, 3, 4)
    ]


def test_repeat_every_keeps_its_pace() -> None:
    rig = Rig([{"kind": "repeat", "times": 3, "every": 0.05, "steps": [measure("d")]}])
    begun = time.monotonic()
    rig.run()
    assert time.monotonic() - begun >= 0.1
    assert len(rig.recorder.rows["d"]) == 3


def test_repeat_until_a_moment_ends_there() -> None:
    until = (datetime.now(UTC) + timedelta(seconds=1.6)).isoformat()
    rig = Rig([{"kind": "repeat", "until": until, "every": 0.4, "steps": [measure("d")]}, measure("e")])
    assert rig.run().state is ScanState.COMPLETED
    assert 2 <= len(rig.recorder.rows["d"]) <= 5
    assert rig.recorder.checkpoint["passes"] == {"steps[0]": [len(rig.recorder.rows["d"])]}


def test_find_peak_ends_on_the_peak_and_resumes_from_its_own_readings() -> None:
    arguments = {"axis": "stage.x", "instrument": "d", "column": "v", "start": 0, "stop": 10, "points": 11}
    steps = [{"kind": "procedure", "name": "find_peak", "arguments": arguments}]
    whole, broken = Rig(steps), Rig(steps)
    for rig in (whole, broken):
        rig.world.reading = lambda name, values: -abs(values["stage.x"] - 3.37)
    whole.run()
    assert abs(whole.world.values["stage.x"] - 3.37) < 0.05
    assert whole.report.points == len(whole.recorder.rows["d"]) == 34
    for point in (4, 15, 30):
        at(broken, point, lambda: broken.control.end(Request.INTERRUPT))
        assert broken.run().state is ScanState.INTERRUPTED
    assert broken.run().state is ScanState.COMPLETED
    assert broken.recorder.rows == whole.recorder.rows
