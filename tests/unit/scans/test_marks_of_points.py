"""What a runner stores of each point beside its readings: setpoints, point, repeat, label and quality."""

from __future__ import annotations

from typing import Any

from support.plans import sweep
from support.scan_rig import Rig, at, measure

from engine.model.marks import Quality
from engine.scans.control import Request


def marks(rig: Rig, measurement: str = "d") -> list[tuple[Any, ...]]:
    return rig.recorder.marks[measurement]


def test_setpoints_and_points_of_each_row() -> None:
    rig = Rig([sweep("stage.y", [1, 2], sweep("stage.x", [5, 6], measure("d")), measure("d", "e"))])
    rig.run()
    assert [row[:3] for row in marks(rig)] == [
        (1, 5, 0),
        (1, 6, 1),
        (1, 6, 2),
        (2, 5, 3),
        (2, 6, 4),
        (2, 6, 5),
    ]
    assert [row[:2] for row in marks(rig, "e")] == [(1, 2), (2, 5)]
    ok, unlabelled = rig.recorder.texts[Quality.OK.value], rig.recorder.texts[""]
    assert {row[-2:] for row in marks(rig)} == {(unlabelled, ok)}


def test_repeats_count_measurements_of_the_same_place() -> None:
    inner = {**measure(), "repeats": 2}
    rig = Rig([{"kind": "repeat", "times": 3, "steps": [sweep("stage.x", [5, 6], inner)]}])
    rig.run()
    found = [(row[0], row[2]) for row in marks(rig)]
    assert found == [(x, 2 * turn + i) for turn in range(3) for x in (5, 6) for i in range(2)]


def test_a_resumed_scan_goes_on_with_its_marks() -> None:
    steps = [{"kind": "repeat", "times": 3, "steps": [sweep("stage.x", [5, 6, 7], measure())]}]
    whole = Rig(steps)
    whole.run()
    rig = Rig(steps)
    at(rig, 5, lambda: rig.control.end(Request.INTERRUPT))
    rig.run()
    assert len(marks(rig)) == 6
    at(rig, 0, lambda: None)
    rig.run()
    assert marks(rig) == marks(whole)
