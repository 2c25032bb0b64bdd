"""A runner obeys its control, also in the middle of waits and moves, and leaves instruments safe."""

from __future__ import annotations

import threading
import time

import pytest
from support.plans import Json, sweep
from support.running import wait_until
from support.scan_rig import Rig, Running, at, measure

from engine.model.states import ScanState
from engine.scans.control import Ask, Control


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
