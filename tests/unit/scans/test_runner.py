"""A runner moves, sets and measures as the plan says, and records it."""

from __future__ import annotations

import math

from support.plans import sweep
from support.scan_fakes import World
from support.scan_rig import Rig, at, measure

from engine.model.states import ScanState
from engine.scans.control import Request


def test_rows_hold_axes_in_plan_order_then_readings() -> None:
    rig = Rig([sweep("stage.y", [1, 2], sweep("stage.x", [5], measure("d", "e")))])
    rig.run()
    assert [list(row) for row in rig.recorder.rows["d"]] == [["stage.y", "stage.x", "v"]] * 2
    assert [list(row) for row in rig.recorder.rows["e"]] == [["stage.y", "stage.x", "v", "w"]] * 2
    assert [(r["stage.y"], r["stage.x"]) for r in rig.recorder.rows["d"]] == [(1, 5), (2, 5)]


def test_rows_of_one_measure_step_are_appended_together() -> None:
    rig = Rig([sweep("stage.y", [1, 2], measure("d", "e"))])
    rig.run()
    assert rig.recorder.calls == [["d", "e"], ["d", "e"]]


def test_a_point_outside_of_a_sweep_has_no_position_for_it_yet() -> None:
    rig = Rig([measure(), sweep("stage.x", [3], measure()), measure()])
    rig.run()
    xs = [row["stage.x"] for row in rig.recorder.rows["d"]]
    assert math.isnan(xs[0])
    assert xs[1:] == [3, 3]


def test_snake_turns_round_at_every_other_entry() -> None:
    rig = Rig([sweep("stage.x", [0, 1, 2], sweep("stage.y", [0, 1], measure(), snake=True))])
    rig.run()
    assert [row["stage.y"] for row in rig.recorder.rows["d"]] == [0, 1, 1, 0, 0, 1]


def test_a_relative_sweep_starts_from_where_the_axis_stands_and_goes_back() -> None:
    rig = Rig([sweep("stage.x", [-1, 0, 1], measure(), relative=True)], World({"stage.x": 10.0}))
    rig.run()
    assert [row["stage.x"] for row in rig.recorder.rows["d"]] == [9, 10, 11]
    assert rig.world.values["stage.x"] == 10


def test_a_relative_sweep_that_would_leave_the_limits_moves_nothing() -> None:
    rig = Rig([sweep("stage.x", [0, 500], measure(), relative=True)], World({"stage.x": 900.0}))
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert "1400" in outcome.message
    assert not [d for d in rig.world.done if d[0] == "move"]


def test_set_applies_settings_and_moves_axes() -> None:
    rig = Rig([{"kind": "set", "instrument": "source", "settings": {"range": 2, "v": 1.5}}, measure()])
    rig.run()
    assert rig.world.done[:2] == [("apply", "source", {"range": 2.0}), ("move", "source.v", 1.5)]


def test_a_billion_points_begin_at_once() -> None:
    rig = Rig([sweep("stage.x", {"start": 0, "stop": 1, "num": 10**9}, measure("d"))])
    at(rig, 3, lambda: rig.control.end(Request.STOP))
    outcome = rig.run()
    assert outcome.message == "stopped at point 4 of 1000000000"


def test_resuming_amid_many_points_is_fast() -> None:
    rig = Rig(
        [sweep("stage.x", {"start": 0, "stop": 1, "num": 10**9}, sweep("stage.y", [0, 1], measure("d")))]
    )
    at(rig, 1, lambda: rig.control.end(Request.STOP))
    rig.ran = True
    rig.recorder.rows["d"] = _Many(10**9)  # type: ignore[assignment]
    rig.world.on_measure = lambda count: rig.control.end(Request.STOP)
    outcome = rig.run()
    assert outcome.message == "stopped at point 1000000001 of 2000000000"


class _Many(list):  # type: ignore[type-arg]
    """As many rows as it says."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count
