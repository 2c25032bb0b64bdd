"""A runner obeys its control, records what it should, and leaves instruments safe."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from support.running import wait_until
from support.scan_fakes import Rig, World, failing

from engine.errors import MotionCancelled
from engine.model.bench import ReadSpec
from engine.model.states import InstrumentState, ScanState
from engine.scans.control import Ask, Control
from engine.scans.runner import Outcome

Json = dict[str, Any]


def sweep(axis: str, positions: Any, *steps: Json, **options: Any) -> Json:
    return {"kind": "sweep", "axis": axis, "positions": positions, "steps": list(steps), **options}


def measure(*names: str) -> Json:
    return {"kind": "measure", "instruments": list(names) or ["d"]}


class Running:
    """A runner in a thread."""

    def __init__(self, rig: Rig) -> None:
        self.outcome: Outcome | None = None
        runner = rig.runner()
        self._thread = threading.Thread(target=lambda: setattr(self, "outcome", runner.run()), daemon=True)
        self._thread.start()

    def end(self) -> Outcome:
        self._thread.join(5)
        assert self.outcome is not None, "the runner did not end"
        return self.outcome


def at(rig: Rig, point: int, action: Callable[[], None]) -> None:
    """Have something done while a point is measured."""
    rig.world.on_measure = lambda count: action() if count == point else None


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


def test_pause_holds_after_the_current_step_and_resume_goes_on_at_the_next() -> None:
    rig = Rig([sweep("stage.x", [0, 1, 2, 3], measure())])
    holding = threading.Event()
    at(rig, 1, lambda: rig.control.pause())
    runner = rig.runner()
    notices: list[str] = []
    runner.notify = lambda n: (notices.append(n.value), holding.set() if n.value == "holding" else None)[0]  # type: ignore[func-returns-value]
    thread = threading.Thread(target=runner.run, daemon=True)
    thread.start()
    assert holding.wait(5)
    assert len(rig.recorder.rows["d"]) == 2
    rig.control.resume()
    thread.join(5)
    assert [row["stage.x"] for row in rig.recorder.rows["d"]] == [0, 1, 2, 3]
    assert notices == ["running", "holding"]


@pytest.mark.parametrize(
    "steps",
    [
        [measure(), {"kind": "wait", "seconds": 3600}, measure()],
        [measure(), sweep("stage.x", [0], measure(), settle=3600)],
        [{"kind": "repeat", "times": 2, "every": 3600, "steps": [measure()]}],
    ],
)
def test_pause_holds_in_the_middle_of_a_long_wait(steps: list[Json]) -> None:
    rig = Rig(steps)
    running = Running(rig)
    wait_until(lambda: rig.recorder.calls, "the first point")
    rig.control.pause()
    wait_until(lambda: "holding" in rig.notices, "the hold")
    assert 3500 < rig.control.rest < 3600
    rig.control.resume()
    wait_until(lambda: rig.control.rest == 0, "the wait to go on")
    assert len(rig.recorder.rows["d"]) == 1
    rig.control.end(Ask.STOP)
    assert running.end().state is ScanState.STOPPED


def test_what_is_left_of_a_wait_is_waited_after_a_pause() -> None:
    control, held, over = Control(), threading.Event(), threading.Event()

    def wait() -> None:
        control.wait(1.2, held.set)
        over.set()

    threading.Thread(target=wait, daemon=True).start()
    assert not held.wait(0.8)
    control.pause()
    assert held.wait(5)
    rest = control.rest
    assert 0 < rest <= 0.4
    assert not over.wait(2 * rest)
    resumed = time.monotonic()
    control.resume()
    assert over.wait(5)
    assert rest <= time.monotonic() - resumed < 1.2


def test_a_pause_does_not_make_a_paced_repeat_hurry() -> None:
    rig = Rig([{"kind": "repeat", "times": 3, "every": 0.3, "steps": [measure()]}])
    moments: list[float] = []
    rig.world.on_measure = lambda count: moments.append(time.monotonic())
    running = Running(rig)
    wait_until(lambda: rig.recorder.calls, "the first point")
    rig.control.pause()
    wait_until(lambda: "holding" in rig.notices, "the hold")
    threading.Event().wait(0.7)
    rig.control.resume()
    assert running.end().state is ScanState.COMPLETED
    assert moments[2] - moments[1] > 0.2


@pytest.mark.parametrize(
    ("ask", "state", "left"),
    [
        (Ask.STOP, ScanState.STOPPED, "halt"),
        (Ask.ABORT, ScanState.ABORTED, "safe"),
        (Ask.INTERRUPT, ScanState.INTERRUPTED, "halt"),
    ],
)
def test_an_end_keeps_the_data_and_leaves_every_instrument_safe(
    ask: Ask, state: ScanState, left: str
) -> None:
    rig = Rig([sweep("stage.x", [0, 1, 2, 3], measure("d", "e"))])
    at(rig, 2, lambda: rig.control.end(ask))
    outcome = rig.run()
    assert outcome.state is state
    assert "at point 2 of 4" in outcome.message
    assert len(rig.recorder.rows["d"]) == 2
    assert {name for what, name, *_ in rig.world.done if what == left} == {"stage", "d", "e"}


@pytest.mark.parametrize("ask", [Ask.STOP, Ask.ABORT])
def test_a_long_wait_ends_at_once(ask: Ask) -> None:
    rig = Rig([measure(), {"kind": "wait", "seconds": 3600}])
    running = Running(rig)
    while not rig.recorder.calls:
        threading.Event().wait(0.002)
    rig.control.end(ask)
    assert running.end().state in (ScanState.STOPPED, ScanState.ABORTED)


def test_a_long_settle_ends_at_once() -> None:
    rig = Rig([sweep("stage.x", [0], measure(), settle=3600)])
    running = Running(rig)
    assert rig.instruments["stage"].moving.wait(5)
    rig.control.end(Ask.STOP)
    assert running.end().state is ScanState.STOPPED


def test_a_long_move_is_cancelled() -> None:
    rig = Rig([sweep("stage.x", [0], measure())])
    rig.instruments["stage"].slow_move = True
    running = Running(rig)
    assert rig.instruments["stage"].moving.wait(5)
    rig.control.end(Ask.STOP)
    assert running.end().state is ScanState.STOPPED
    assert ("halt", "stage") in rig.world.done


def test_an_axis_that_somebody_stopped_by_hand_stays_where_it_is() -> None:
    rig = Rig([sweep("stage.x", [0], sweep("source.v", [1], measure()))])
    rig.instruments["source"].failure_of_move = MotionCancelled("source", "the move of v was stopped")
    outcome = rig.run()
    assert (outcome.state, outcome.message) == (ScanState.FAILED, "source: the move of v was stopped")
    assert {name for what, name, *_ in rig.world.done if what == "safe"} == {"stage", "d"}


def test_a_held_scan_can_be_stopped() -> None:
    rig = Rig([sweep("stage.x", [0, 1], measure())])
    at(rig, 0, lambda: rig.control.pause())
    running = Running(rig)
    while "holding" not in rig.notices:
        threading.Event().wait(0.002)
    rig.control.end(Ask.STOP)
    assert running.end().state is ScanState.STOPPED


def test_an_abort_overrides_a_stop() -> None:
    rig = Rig([sweep("stage.x", [0, 1], measure())])
    at(rig, 0, lambda: (rig.control.end(Ask.STOP), rig.control.end(Ask.ABORT), rig.control.end(Ask.STOP))[0])
    assert rig.run().state is ScanState.ABORTED


def test_a_failing_instrument_fails_the_scan_with_its_own_sentence() -> None:
    rig = Rig([sweep("stage.x", [0, 1, 2], measure("d"))])

    def fail() -> None:
        rig.instruments["d"].failure = failing("d", "no answer within 2 s")

    at(rig, 1, fail)
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert outcome.message == "d: no answer within 2 s"
    assert len(rig.recorder.rows["d"]) == 1
    assert {("safe", "stage"), ("safe", "d")} <= set(rig.world.done)


def test_nothing_is_half_recorded_when_the_second_instrument_fails() -> None:
    rig = Rig([measure("d", "e")])
    rig.instruments["e"].failure = failing("e", "garbage")
    assert rig.run().state is ScanState.FAILED
    assert not rig.recorder.calls


def test_an_unreachable_instrument_fails_the_scan() -> None:
    rig = Rig([measure("d")])
    rig.instruments["d"].state = InstrumentState.DISCONNECTED
    rig.instruments["d"].failure = failing("d", "nobody listens at 127.0.0.1:5025")
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert outcome.message == "d: nobody listens at 127.0.0.1:5025"


def test_a_failing_scan_leaves_alone_what_was_disconnected_on_purpose() -> None:
    rig = Rig([sweep("stage.x", [0, 1], measure("d"))])
    rig.instruments["d"].wanted = False
    rig.instruments["d"].failure = failing("d", "it was disconnected on purpose; connect it first")
    assert rig.run().state is ScanState.FAILED
    assert ("safe", "stage") in rig.world.done
    assert ("safe", "d") not in rig.world.done
    assert not [event for event in rig.events if "could not be left safe" in getattr(event, "message", "")]


def test_a_bug_in_a_driver_fails_the_scan_and_not_the_engine() -> None:
    rig = Rig([measure("d")])
    rig.instruments["d"].failure = ZeroDivisionError("oops")
    assert rig.run() == Outcome(ScanState.FAILED, "ZeroDivisionError: oops", rig.run().level)


def test_an_array_of_the_wrong_length_is_refused_with_both_lengths() -> None:
    rig = Rig([measure("d")])
    spec = rig.bench.instruments["d"]
    wide = spec.model_copy(update={"reads": {"v": ReadSpec(shape=(4,))}})
    rig.bench.instruments["d"] = rig.instruments["d"].spec = wide
    rig.world.reading = lambda name, values: np.zeros(3)  # type: ignore[assignment,return-value]
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert "3 numbers" in outcome.message
    assert "4 numbers" in outcome.message


def test_an_abandoned_runner_records_nothing_more() -> None:
    rig = Rig([sweep("stage.x", [0, 1], measure("d"))])
    hang = rig.instruments["d"].hang = threading.Event()
    reached = threading.Event()
    rig.world.on_measure = lambda count: reached.set()
    running = Running(rig)
    assert reached.wait(5)
    rig.control.abandon()
    hang.set()
    running.end()
    assert not rig.recorder.calls
    assert not [d for d in rig.world.done if d[0] in ("halt", "safe")]


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
    assert rig.standing.progress == 0
    assert rig.standing.total is None


def test_repeat_until_goes_on_after_an_interruption_with_what_was_read_before() -> None:
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
        at(rig, point - 1, lambda: rig.control.end(Ask.INTERRUPT))
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
    until = (datetime.now(UTC) + timedelta(seconds=0.2)).isoformat()
    rig = Rig([{"kind": "repeat", "until": until, "every": 0.05, "steps": [measure("d")]}, measure("e")])
    assert rig.run().state is ScanState.COMPLETED
    assert 2 <= len(rig.recorder.rows["d"]) <= 5
    assert rig.recorder.checkpoint["passes"] == {"steps[0]": [len(rig.recorder.rows["d"])]}


def test_a_billion_points_begin_at_once() -> None:
    rig = Rig([sweep("stage.x", {"start": 0, "stop": 1, "num": 10**9}, measure("d"))])
    at(rig, 3, lambda: rig.control.end(Ask.STOP))
    outcome = rig.run()
    assert outcome.message == "stopped at point 4 of 1000000000"


def test_going_on_in_the_middle_of_many_points_is_quick() -> None:
    rig = Rig(
        [sweep("stage.x", {"start": 0, "stop": 1, "num": 10**9}, sweep("stage.y", [0, 1], measure("d")))]
    )
    at(rig, 1, lambda: rig.control.end(Ask.STOP))
    rig.ran = True
    rig.recorder.rows["d"] = _Many(10**9)  # type: ignore[assignment]
    rig.world.on_measure = lambda count: rig.control.end(Ask.STOP)
    outcome = rig.run()
    assert outcome.message == "stopped at point 1000000001 of 2000000000"


class _Many(list):  # type: ignore[type-arg]
    """As many rows as it says."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count


def test_stored_rows_that_do_not_fit_the_plan_fail_the_scan() -> None:
    rig = Rig([measure("d", "e")])
    rig.ran = True
    rig.recorder.rows["d"] = [{"v": 1.0}]
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert "do not fit the plan" in outcome.message


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
        at(broken, point, lambda: broken.control.end(Ask.INTERRUPT))
        assert broken.run().state is ScanState.INTERRUPTED
    assert broken.run().state is ScanState.COMPLETED
    assert broken.recorder.rows == whole.recorder.rows
