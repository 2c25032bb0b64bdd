"""A runner carries out requests, also during waits and moves, and leaves instruments safe."""

from __future__ import annotations

import threading
import time

import pytest
from support.plans import Json, sweep
from support.running import wait_until
from support.scan_rig import Rig, Running, at, measure

from engine.model.states import ScanState
from engine.scans.control import Control, Request


def test_pause_holds_after_the_current_step_and_resume_continues_at_the_next() -> None:
    rig = Rig([sweep("stage.x", [0, 1, 2, 3], measure())])
    holding = threading.Event()
    at(rig, 1, lambda: rig.control.pause())
    runner = rig.runner()
    notices: list[str] = []
    runner.notify = lambda n: (notices.append(n.value), holding.set() if n.value == "holding" else None)[0]  # type: ignore[func-returns-value]
    thread = threading.Thread(target=runner.run, daemon=True)
    thread.start()
    assert holding.wait(30)
    assert len(rig.recorder.rows["d"]) == 2
    rig.control.resume()
    thread.join(30)
    assert [row["stage.x"] for row in rig.recorder.rows["d"]] == [0, 1, 2, 3]
    assert notices == ["running", "holding"]


@pytest.mark.parametrize(
    ("steps", "waits"),
    [
        ([measure(), {"kind": "wait", "seconds": 3600}, measure()], "steps[1]"),
        ([measure(), sweep("stage.x", [0], measure(), settle=3600)], "steps[1]"),
        ([{"kind": "repeat", "times": 2, "every": 3600, "steps": [measure()]}], "steps[0]"),
    ],
)
def test_pause_holds_in_the_middle_of_a_long_wait(steps: list[Json], waits: str) -> None:
    rig = Rig(steps)
    running = Running(rig)
    # After the first point it might still hold before it begins to wait.
    wait_until(lambda: rig.recorder.calls and rig.tracker.step == waits, "the wait after the first point")
    rig.control.pause()
    wait_until(lambda: "holding" in rig.notices, "the hold")
    assert 3500 < rig.control.rest <= 3600
    rig.control.resume()
    wait_until(lambda: rig.control.rest == 0, "the wait to go on")
    assert len(rig.recorder.rows["d"]) == 1
    rig.control.end(Request.STOP)
    assert running.end().state is ScanState.STOPPED


def test_what_is_left_of_a_wait_is_waited_after_a_pause() -> None:
    control, held, over = Control(), threading.Event(), threading.Event()

    def wait() -> None:
        control.wait(0.3, held.set)
        over.set()

    control.pause()
    threading.Thread(target=wait, daemon=True).start()
    assert held.wait(30)
    rest = control.rest
    assert 0 < rest <= 0.3
    assert not over.wait(2 * rest)
    resumed = time.monotonic()
    control.resume()
    assert over.wait(30)
    assert rest <= time.monotonic() - resumed


def test_time_held_counts_for_no_wait_and_time_waited_counts_once() -> None:
    control, held = Control(), threading.Semaphore(0)
    threading.Thread(target=lambda: control.wait(3600, held.release), daemon=True).start()
    control.pause()
    assert held.acquire(timeout=30)
    rest = control.rest
    assert not held.acquire(timeout=0.5), "held, it waits for nothing else"
    for _ in range(3):
        resumed = time.monotonic()
        control.resume()
        wait_until(lambda: control.rest == 0, "the wait to go on")
        control.pause()
        assert held.acquire(timeout=30)
        assert rest - (time.monotonic() - resumed) <= control.rest <= rest
        rest = control.rest
    control.end(Request.STOP)


def test_a_pause_does_not_make_a_paced_repeat_hurry() -> None:
    rig = Rig([{"kind": "repeat", "times": 3, "every": 0.3, "steps": [measure()]}])
    moments: list[float] = []

    def measured(count: int) -> None:
        moments.append(time.monotonic())
        if count == 0:
            rig.control.pause()

    rig.world.on_measure = measured
    began = time.monotonic()
    running = Running(rig)
    wait_until(lambda: "holding" in rig.notices, "the hold")
    held_from = time.monotonic()
    threading.Event().wait(0.7)
    held = time.monotonic() - held_from
    rig.control.resume()
    assert running.end().state is ScanState.COMPLETED
    assert moments[2] - began >= 2 * 0.3 + held


@pytest.mark.parametrize(
    ("ask", "state", "left"),
    [
        (Request.STOP, ScanState.STOPPED, "halt"),
        (Request.ABORT, ScanState.ABORTED, "safe"),
        (Request.INTERRUPT, ScanState.INTERRUPTED, "halt"),
    ],
)
def test_an_end_keeps_the_data_and_leaves_every_instrument_safe(
    ask: Request, state: ScanState, left: str
) -> None:
    rig = Rig([sweep("stage.x", [0, 1, 2, 3], measure("d", "e"))])
    at(rig, 2, lambda: rig.control.end(ask))
    outcome = rig.run()
    assert outcome.state is state
    assert "at point 2 of 4" in outcome.message
    assert len(rig.recorder.rows["d"]) == 2
    assert {name for what, name, *_ in rig.world.done if what == left} == {"stage", "d", "e"}


@pytest.mark.parametrize("ask", [Request.STOP, Request.ABORT])
def test_a_long_wait_ends_at_once(ask: Request) -> None:
    rig = Rig([measure(), {"kind": "wait", "seconds": 3600}])
    running = Running(rig)
    while not rig.recorder.calls:
        threading.Event().wait(0.002)
    rig.control.end(ask)
    assert running.end().state in (ScanState.STOPPED, ScanState.ABORTED)


def test_a_long_settle_ends_at_once() -> None:
    rig = Rig([sweep("stage.x", [0], measure(), settle=3600)])
    running = Running(rig)
    assert rig.instruments["stage"].moving.wait(30)
    rig.control.end(Request.STOP)
    assert running.end().state is ScanState.STOPPED


def test_a_long_move_is_cancelled() -> None:
    rig = Rig([sweep("stage.x", [0], measure())])
    rig.instruments["stage"].slow_move = True
    running = Running(rig)
    assert rig.instruments["stage"].moving.wait(30)
    rig.control.end(Request.STOP)
    assert running.end().state is ScanState.STOPPED
    assert ("halt", "stage") in rig.world.done


def test_a_held_scan_can_be_stopped() -> None:
    rig = Rig([sweep("stage.x", [0, 1], measure())])
    at(rig, 0, lambda: rig.control.pause())
    running = Running(rig)
    while "holding" not in rig.notices:
        threading.Event().wait(0.002)
    rig.control.end(Request.STOP)
    assert running.end().state is ScanState.STOPPED


def test_an_abort_overrides_a_stop() -> None:
    rig = Rig([sweep("stage.x", [0, 1], measure())])
    at(
        rig,
        0,
        lambda: (
            rig.control.end(Request.STOP),
            rig.control.end(Request.ABORT),
            rig.control.end(Request.STOP),
        )[0],
    )
    assert rig.run().state is ScanState.ABORTED


def test_an_abandoned_runner_records_nothing_more() -> None:
    rig = Rig([sweep("stage.x", [0, 1], measure("d"))])
    hang = rig.instruments["d"].hang = threading.Event()
    reached = threading.Event()
    rig.world.on_measure = lambda count: reached.set()
    running = Running(rig)
    assert reached.wait(30)
    rig.control.abandon()
    hang.set()
    running.end()
    assert not rig.recorder.calls
    assert not [d for d in rig.world.done if d[0] in ("halt", "safe")]


def test_a_scan_holds_while_nothing_can_be_stored() -> None:
    rig = Rig([sweep("stage.x", [1, 2, 3], measure())])

    def fill(count: int) -> None:
        rig.recorder.trouble = "the disk is full" if count == 1 else None

    rig.world.on_measure = fill
    running = Running(rig)
    wait_until(
        lambda: any(s.message == "holding: the disk is full" for s in rig.statuses()), "the scan to hold"
    )
    threading.Event().wait(0.2)
    assert len(rig.recorder.rows["d"]) == len(rig.world.measured) == 2, "what was measured is handed over"
    assert rig.world.values["stage.x"] == 2, "nothing moves either"
    rig.recorder.trouble = None
    assert running.end().state is ScanState.COMPLETED
    assert [row["stage.x"] for row in rig.recorder.rows["d"]] == [1, 2, 3]
    assert not rig.statuses()[-1].message.startswith("holding")


@pytest.mark.parametrize(
    ("ask", "state"), [(Request.STOP, ScanState.STOPPED), (Request.INTERRUPT, ScanState.INTERRUPTED)]
)
def test_a_scan_that_holds_for_room_can_be_ended(ask: Request, state: ScanState) -> None:
    rig = Rig([measure(), measure()])
    rig.recorder.trouble = "the disk is full"
    running = Running(rig)
    wait_until(lambda: any(s.message.startswith("holding") for s in rig.statuses()), "the scan to hold")
    rig.control.end(ask)
    assert running.end().state is state
    assert not rig.world.measured


def test_a_scan_that_holds_for_room_can_be_paused() -> None:
    rig = Rig([measure(), measure()])
    rig.recorder.trouble = "the disk is full"
    running = Running(rig)
    wait_until(lambda: any(s.message.startswith("holding") for s in rig.statuses()), "the scan to hold")
    rig.control.pause()
    wait_until(lambda: "holding" in rig.notices, "the scan to hold")
    rig.recorder.trouble = None
    threading.Event().wait(0.1)
    assert not rig.world.measured
    rig.control.resume()
    assert running.end().state is ScanState.COMPLETED
