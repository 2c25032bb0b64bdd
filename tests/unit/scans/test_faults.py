"""What a scan does when an instrument fails: try again, leave a gap, hold, or fail, as the nearest policy says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from support.engine_lab import until
from support.plans import Json, sweep
from support.scan_fakes import World, failing
from support.scan_rig import Rig, Running, measure

from engine.errors import InstrumentUnreachable, Interlocked, LimitViolation, NotReached
from engine.model.events import ScanLog
from engine.model.faults import FaultKind, FaultPolicy
from engine.model.marks import Quality
from engine.model.states import ScanState
from engine.model.values import is_no_value
from engine.scans.control import Decision
from engine.scans.faults import kind_of

S = ScanState


def on_fault(then: str = "fail", attempts: int = 0, **more: Any) -> Json:
    return {"attempts": attempts, "then": then, **more}


def log(rig: Rig) -> list[str]:
    return [event.message for event in rig.events if isinstance(event, ScanLog)]


def fails(rig: Rig, where: Callable[[dict[str, Any]], bool], times: int = 10**6) -> list[int]:
    """Let measurements fail where the axes stand so, as often; returns a list with one entry for each failure."""
    failed: list[int] = []

    def act(count: int) -> None:
        if where(rig.world.values) and len(failed) < times:
            failed.append(count)
            raise failing("d", "garbage came")

    rig.world.on_measure = act
    return failed


def column(rig: Rig, name: str, measurement: str = "d") -> list[float | None]:
    """A column of readings; None where there is a gap."""
    gap = rig.recorder.texts[Quality.GAP.value]
    rows = zip(rig.recorder.rows[measurement], rig.recorder.marks[measurement], strict=True)
    return [None if marks[-1] == gap else row[name] for row, marks in rows]


def rig_of(policy: Json | None, *, instruments: tuple[str, ...] = ("d",), **plan: Any) -> Rig:
    world = World(reading=lambda name, values: values.get("stage.x", -1.0))
    step = measure(*instruments) | ({"on_fault": policy} if policy else {})
    return Rig([sweep("stage.x", [0, 1, 2], step)], world, **plan)


def test_a_point_is_measured_again_as_often_as_the_policy_says() -> None:
    rig = rig_of(on_fault(attempts=2))
    failed = fails(rig, lambda values: values["stage.x"] == 1, times=2)
    assert rig.run().state is S.COMPLETED
    assert len(failed) == 2
    assert column(rig, "v") == [0, 1, 2]
    assert [line for line in log(rig) if line.startswith("point 1")] == [
        "point 1: d: garbage came [garbage]; trying again (1 of 2)",
        "point 1: d: garbage came [garbage]; trying again (2 of 2)",
        "point 1: attempt 3 succeeded",
    ]


def test_a_scan_fails_after_the_last_attempt() -> None:
    rig = rig_of(on_fault(attempts=2))
    failed = fails(rig, lambda values: values["stage.x"] == 1)
    outcome = rig.run()
    assert (outcome.state, outcome.message) == (S.FAILED, "d: garbage came")
    assert len(failed) == 3
    assert column(rig, "v") == [0]
    assert "point 1: d: garbage came [garbage]; failed after 3 attempts" in log(rig)


def test_a_point_that_cannot_be_measured_is_a_gap() -> None:
    rig = rig_of(on_fault("skip", attempts=1))
    fails(rig, lambda values: values["stage.x"] == 1)
    assert rig.run().state is S.COMPLETED
    assert column(rig, "v") == [0, None, 2]
    assert [row["stage.x"] for row in rig.recorder.rows["d"]] == [0, 1, 2]
    assert is_no_value(np.array([row["v"] for row in rig.recorder.rows["d"]])).tolist() == [
        False,
        True,
        False,
    ]
    assert "point 1: d: garbage came [garbage]; left out" in log(rig)


def test_the_other_instruments_of_a_point_are_measured() -> None:
    rig = rig_of(on_fault("skip"), instruments=("d", "e"))
    rig.instruments["d"].failure = failing("d", "garbage came")
    assert rig.run().state is S.COMPLETED
    assert column(rig, "v") == [None] * 3
    assert column(rig, "w", "e") == [0, 1, 2]


def test_the_points_of_a_position_that_is_not_reached_are_gaps_and_nothing_moves_there() -> None:
    steps = sweep("stage.x", [0, 1, 2], sweep("stage.y", [5, 6], measure()), on_fault=on_fault("skip"))
    rig = Rig([steps])
    at_y: list[float] = []

    def act() -> None:
        if rig.world.values.get("stage.x") == 0 and len(rig.recorder.rows.get("d", ())) == 2:
            rig.instruments["stage"].failure_of_move = NotReached("stage", "x did not arrive")
        else:
            rig.instruments["stage"].failure_of_move = None

    rig.world.on_act = act
    rig.world.on_measure = lambda count: at_y.append(rig.world.values["stage.y"])
    assert rig.run().state is S.COMPLETED
    assert column(rig, "v") == [0, 0, None, None, 0, 0]
    assert at_y == [5, 6, 5, 6]
    assert [marks[:3] for marks in rig.recorder.marks["d"]] == [
        (x, y, 2 * i + j) for i, x in enumerate([0, 1, 2]) for j, y in enumerate([5, 6])
    ]
    moves = [(axis, value) for what, axis, value, *_ in (d for d in rig.world.done if d[0] == "move")]
    assert moves == [
        ("stage.x", 0), ("stage.y", 5), ("stage.y", 6), ("stage.x", 2), ("stage.y", 5), ("stage.y", 6),
    ]  # fmt: skip


def test_axes_that_move_together_are_moved_again_or_left_out_together() -> None:
    together = {"kind": "sweep", "axes": {"stage.x": [0, 1, 2], "source.v": [5, 6, 7]}, "steps": [measure()]}
    for attempts, expected in ((1, [0, 1, 2]), (0, [0, None, 2])):
        rig = Rig([together], on_fault=on_fault("skip", attempts=attempts))
        rig.world.reading = lambda name, values: values["stage.x"]
        failed: list[int] = []
        move = rig.instruments["source"].move

        def fail_once(
            axis: str, value: float, *more: Any, failed: list[int] = failed, move: Any = move
        ) -> float:
            if value == 6 and not failed:
                failed.append(1)
                raise NotReached("source", "stuck")
            return float(move(axis, value, *more))

        rig.instruments["source"].move = fail_once  # type: ignore[method-assign]
        assert rig.run().state is S.COMPLETED
        assert column(rig, "v") == expected


def test_a_repeat_until_a_time_ends_after_one_pass_at_a_position_that_is_not_reached() -> None:
    until_then = {"kind": "repeat", "until": "2100-01-01T00:00:00Z", "every": 600, "steps": [measure()]}
    rig = Rig([sweep("stage.x", [0], until_then, on_fault=on_fault("skip")), measure()])
    rig.instruments["stage"].failure_of_move = NotReached("stage", "stuck")
    assert rig.run().state is S.COMPLETED
    assert column(rig, "v") == [None, 0.0]


def test_a_repeat_until_something_ends_after_one_pass_at_a_position_that_is_not_reached() -> None:
    until = {"kind": "repeat", "until": {"column": "v", "above": 0.5}, "steps": [measure()]}
    rig = Rig([sweep("stage.x", [0, 1], until, on_fault=on_fault("skip"))])
    rig.world.reading = lambda name, values: 1.0

    def act() -> None:
        first = rig.tracker.point == 0
        rig.instruments["stage"].failure_of_move = NotReached("stage", "stuck") if first else None

    rig.world.on_act = act
    assert rig.run().state is S.COMPLETED
    assert column(rig, "v") == [None, 1.0]


@pytest.mark.parametrize(
    ("policies", "state"),
    [
        ({"plan": "fail", "sweep": "fail", "measure": "skip"}, S.COMPLETED),
        ({"plan": "fail", "sweep": "skip"}, S.COMPLETED),
        ({"plan": "skip"}, S.COMPLETED),
        ({"plan": "skip", "sweep": "fail"}, S.FAILED),
        ({"bench": "skip"}, S.COMPLETED),
        ({"bench": "skip", "plan": "fail"}, S.FAILED),
        ({}, S.FAILED),
    ],
)
def test_the_nearest_policy_counts(policies: dict[str, str], state: ScanState) -> None:
    said = {place: {"on_fault": {"then": then}} for place, then in policies.items()}
    inner = measure() | said.get("measure", {})
    rig = Rig([sweep("stage.x", [0, 1], inner, **said.get("sweep", {}))], **said.get("plan", {}))
    if "bench" in said:
        spec = rig.bench.instruments["d"]
        policy = FaultPolicy(then=policies["bench"])  # type: ignore[arg-type]
        rig.bench.instruments["d"] = spec.model_copy(update={"on_fault": policy})
    rig.instruments["d"].failure = failing("d", "garbage came")
    assert rig.run().state is state


def test_a_policy_may_be_for_some_kinds_of_faults_only() -> None:
    several = [{"kinds": ["garbage"], "then": "skip"}, {"kinds": ["no answer"], "attempts": 1}]
    rig = rig_of(None, on_fault=several)
    rig.instruments["d"].failure = failing("d", "garbage came")
    assert rig.run().state is S.COMPLETED
    rig = rig_of(None, on_fault=several)
    rig.instruments["d"].failure = InstrumentUnreachable("d", "no answer within 2 s")
    assert rig.run().state is S.FAILED
    assert "point 0: d: no answer within 2 s [no answer]; trying again (1 of 1)" in log(rig)


def test_each_error_has_its_kind() -> None:
    kinds = {
        InstrumentUnreachable("d", ""): FaultKind.NO_ANSWER,
        failing("d", ""): FaultKind.GARBAGE,
        LimitViolation("d", ""): FaultKind.OUT_OF_RANGE,
        NotReached("d", ""): FaultKind.NOT_REACHED,
        Interlocked("d", ""): FaultKind.INTERLOCK,
        ZeroDivisionError(): FaultKind.DRIVER,
    }
    assert {error: kind_of(error) for error in kinds} == kinds


@pytest.mark.parametrize("decision", Decision)
def test_a_scan_that_holds_goes_on_as_somebody_decides(decision: Decision) -> None:
    rig = rig_of(on_fault("hold"))
    failed = fails(rig, lambda values: values["stage.x"] == 1, times=1)
    asked: list[str] = []

    def decide(notice: Any) -> None:
        rig.notices.append(notice.value)
        if notice.value == "fault":
            assert rig.control.fault is not None
            asked.append(rig.control.fault.message)
            rig.control.decide(decision)

    runner = rig.runner()
    runner.notify = decide
    assert runner.run().state is S.COMPLETED
    assert asked == ["d: garbage came"]
    assert len(failed) == 1
    assert column(rig, "v") == [0, 1 if decision is Decision.AGAIN else None, 2]
    assert rig.control.fault is None


def test_a_setting_that_fails_is_not_sent_again_by_itself_and_cannot_be_skipped() -> None:
    step = {"kind": "set", "instrument": "source", "settings": {"range": 1}}
    rig = Rig([step, measure()], on_fault=on_fault("skip", attempts=5))
    tried: list[str] = []

    def apply(*_: Any) -> None:
        tried.append("apply")
        raise failing("source", "refused")

    rig.instruments["source"].apply = apply  # type: ignore[method-assign]
    assert rig.run().state is S.FAILED
    assert tried == ["apply"]


def test_gaps_count_as_measured_when_a_scan_is_resumed() -> None:
    rig = rig_of(on_fault("skip"))
    fails(rig, lambda values: values["stage.x"] == 1)
    rig.instruments["stage"].failure_of_move = None
    measured = rig.world.on_measure

    def fail_at_two(count: int) -> None:
        if rig.world.values["stage.x"] == 2:
            raise KeyboardInterrupt
        measured(count)

    rig.world.on_measure = fail_at_two
    with pytest.raises(KeyboardInterrupt):
        rig.run()
    rig.world.on_measure = measured
    assert rig.run().state is S.COMPLETED
    assert column(rig, "v") == [0, None, 2]


def test_a_move_is_stopped_and_repeated_when_the_scan_pauses_at_once() -> None:
    rig = Rig([sweep("stage.x", [1, 2], measure())])
    stage = rig.instruments["stage"]
    stage.slow_move = True
    running = Running(rig)
    assert stage.moving.wait(30)
    rig.control.pause(now=True)

    until(lambda: "holding" in rig.notices, "the scan to hold")
    assert not [d for d in rig.world.done if d[0] == "move"]
    stage.slow_move = False
    rig.control.resume()
    assert running.end().state is S.COMPLETED
    assert [d[2] for d in rig.world.done if d[0] == "move"] == [1, 2]
    assert column(rig, "stage.x") == [1, 2]
