"""Queues and their scans, through commands: what runs when, what waits for what, and how it ends."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from support.engine_lab import (
    BENCH,
    LONG,
    QUICK,
    SLOW,
    EngineLab,
    measure,
    open_engine_lab,
    plan,
    sweep,
    until,
    wait,
)

from engine.errors import InstrumentError
from engine.model.states import Level, QueueState, ScanState
from engine.queues.inbox import Inbox
from engine.scans.control import Ask
from engine.store import logs

S, Q = ScanState, QueueState
Z_LONG = plan(sweep("slow.z", [0, 100], measure("camera")), name="slow move")


def test_a_serial_queue_runs_its_scans_one_after_the_other(lab: EngineLab) -> None:
    queue = lab.queue(QUICK, QUICK)
    assert lab.scan("SCAN_001").status is S.QUEUED
    lab.do("queue", queue, "start")
    record = lab.queue_is(queue, Q.IDLE)
    first, second = lab.scan("SCAN_001"), lab.scan("SCAN_002")
    assert (first.status, second.status) == (S.COMPLETED, S.COMPLETED)
    assert first.ended_at is not None
    assert second.started_at is not None
    assert first.ended_at <= second.started_at
    assert (record.completed_scans, record.total_scans, record.progress) == (2, 2, 1.0)
    assert lab.column("SCAN_001", "detector", "motor.x") == [0, 1, 2]
    assert (first.point, first.progress, first.message) == (3, 1.0, "completed, 3 points")


def test_a_scan_added_to_a_running_queue_runs_too(lab: EngineLab) -> None:
    queue = lab.queue(SLOW)
    lab.do("queue", queue, "start")
    added = lab.add(queue, QUICK)
    lab.measuring("SCAN_001")
    lab.do("scan", "SCAN_001", "stop")
    lab.scan_is(added, S.COMPLETED)


def test_every_transition_is_told_and_logged(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    lab.do("queue", queue, "start")
    lab.queue_is(queue, Q.IDLE)
    with lab.database.read() as conn:
        lines = [line.message for line in logs.scan_tail(conn, 1, 50)]
        queue_lines = [line.message for line in logs.queue_tail(conn, 1, 50)]
    assert lines == ["queued in queue", "starting", "running", "completed, 3 points"]
    assert "started, asked by ann" in queue_lines
    assert any("SCAN_001 quick: completed" in line for line in queue_lines)


def test_scans_of_two_queues_never_share_an_instrument(lab: EngineLab) -> None:
    one, other = lab.queue(LONG), lab.queue(QUICK)
    lab.do("queue", one, "start")
    lab.measuring("SCAN_001")
    lab.do("queue", other, "start")
    until(lambda: "waiting for" in lab.scan("SCAN_002").message, "the second to wait")
    waiting = lab.scan("SCAN_002")
    assert waiting.status is S.STARTING
    assert waiting.message == "waiting for detector, held by SCAN_001"
    lab.do("scan", "SCAN_001", "stop")
    lab.scan_is("SCAN_002", S.COMPLETED)


def test_scans_that_wait_get_their_instruments_in_order(lab: EngineLab) -> None:
    both = plan(sweep("motor.x", [1], measure("camera", "detector")), name="both")
    first, second, third = lab.queue(LONG), lab.queue(both), lab.queue(plan(measure("camera")))
    lab.do("queue", first, "start")
    lab.measuring("SCAN_001")
    lab.do("queue", second, "start")
    lab.do("queue", third, "start")
    # The camera is free, but the second scan needs it as well and came before.
    until(lambda: "waiting" in lab.scan("SCAN_003").message, "the third to wait")
    assert lab.scan("SCAN_003").message == "waiting for camera, which SCAN_002 waits for already"
    lab.do("scan", "SCAN_001", "stop")
    ended = [lab.scan_is(scan, S.COMPLETED).ended_at for scan in ("SCAN_002", "SCAN_003")]
    assert ended == sorted(ended)  # type: ignore[type-var]


def test_a_parallel_queue_runs_side_by_side_what_shares_nothing(lab: EngineLab) -> None:
    queue = lab.queue(LONG, Z_LONG, QUICK, mode="parallel")
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_001", S.RUNNING)
    lab.scan_is("SCAN_002", S.RUNNING)
    assert lab.scan("SCAN_003").status is S.QUEUED
    assert set(lab.queue_is(queue, Q.RUNNING).current_scans) <= {"SCAN_001", "SCAN_002"}
    lab.do("scan", "SCAN_001", "abort")
    lab.scan_is("SCAN_003", S.COMPLETED)
    assert lab.scan("SCAN_002").status is S.RUNNING


def test_pause_and_resume_of_a_scan_measure_each_point_once(lab: EngineLab) -> None:
    steps = sweep("motor.x", {"start": 0, "stop": 50, "num": 51}, measure("detector"), wait(0.02))
    queue = lab.queue(plan(steps))
    lab.do("queue", queue, "start")
    for points in (3, 10, 20):
        lab.measuring("SCAN_001", points)
        lab.do("scan", "SCAN_001", "pause")
        paused = lab.scan_is("SCAN_001", S.PAUSED)
        assert paused.message.startswith("paused at point")
        lab.do("scan", "SCAN_001", "resume")
    lab.scan_is("SCAN_001", S.COMPLETED)
    assert lab.column("SCAN_001", "detector", "motor.x") == list(range(51))


def test_pausing_a_queue_holds_its_scans_and_starts_no_more(lab: EngineLab) -> None:
    queue = lab.queue(SLOW, QUICK)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    lab.do("queue", queue, "pause")
    lab.queue_is(queue, Q.PAUSED)
    assert lab.scan("SCAN_001").status is S.PAUSED
    assert lab.scan("SCAN_002").status is S.QUEUED
    held = lab.scan("SCAN_001").point
    lab.do("queue", queue, "resume")
    lab.measuring("SCAN_001", held + 1)
    assert lab.queue_record(queue).status is Q.RUNNING


def test_a_scan_that_waits_for_instruments_can_be_paused_and_resumed(lab: EngineLab) -> None:
    one, other = lab.queue(LONG), lab.queue(QUICK)
    lab.do("queue", one, "start")
    lab.measuring("SCAN_001")
    lab.do("queue", other, "start")
    lab.scan_is("SCAN_002", S.STARTING)
    lab.do("scan", "SCAN_002", "pause")
    lab.scan_is("SCAN_002", S.PAUSED)
    lab.do("scan", "SCAN_001", "stop")
    lab.scan_is("SCAN_001", S.STOPPED)
    lab.do("scan", "SCAN_002", "resume")
    lab.scan_is("SCAN_002", S.COMPLETED)


def test_stop_of_a_queue_leaves_the_rest_waiting(lab: EngineLab) -> None:
    queue = lab.queue(LONG, QUICK)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    lab.do("queue", queue, "stop")
    assert "1 scan still waiting" in lab.queue_is(queue, Q.IDLE).message
    assert lab.scan("SCAN_001").status is S.STOPPED
    assert lab.scan("SCAN_002").status is S.QUEUED
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_002", S.COMPLETED)


def test_abort_of_a_queue_sends_instruments_to_safe_values(lab: EngineLab) -> None:
    queue = lab.queue(plan(sweep("motor.x", [42], measure("detector"), wait(600))))
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    lab.do("queue", queue, "abort")
    lab.queue_is(queue, Q.IDLE)
    assert lab.scan("SCAN_001").status is S.ABORTED
    until(lambda: lab.bench.instruments["motor"].position("x") == 0, "the motor to be safe")


def test_a_waiting_scan_goes_back_into_its_queue_when_that_is_stopped(lab: EngineLab) -> None:
    one, other = lab.queue(LONG), lab.queue(QUICK)
    lab.do("queue", one, "start")
    lab.measuring("SCAN_001")
    lab.do("queue", other, "start")
    lab.scan_is("SCAN_002", S.STARTING)
    lab.do("queue", other, "stop")
    lab.queue_is(other, Q.IDLE)
    assert lab.scan("SCAN_002").status is S.QUEUED


@pytest.mark.parametrize(("on_failure", "second"), [("stop", S.QUEUED), ("continue", S.COMPLETED)])
def test_a_failure_stops_the_queue_or_not(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch, on_failure: str, second: ScanState
) -> None:
    def fail(reads: object = None) -> None:
        raise InstrumentError("camera", "the shutter is stuck")

    monkeypatch.setattr(lab.bench.instruments["camera"], "measure", fail)
    queue = lab.queue(plan(measure("camera")), QUICK, on_failure=on_failure)
    lab.do("queue", queue, "start")
    record = lab.queue_is(queue, Q.IDLE)
    failed = lab.scan("SCAN_001")
    assert (failed.status, failed.message) == (S.FAILED, "camera: the shutter is stuck")
    assert lab.scan("SCAN_002").status is second
    if on_failure == "stop":
        assert "because SCAN_001 failed: camera: the shutter is stuck" in record.message
    with lab.database.read() as conn:
        assert any(line.level is Level.ERROR for line in logs.queue_tail(conn, 1, 50))


def test_stop_during_a_long_move_reacts_at_once(lab: EngineLab) -> None:
    queue = lab.queue(Z_LONG)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    until(lambda: lab.bench.instruments["slow"].state == "moving", "the move")
    begun = time.monotonic()
    lab.do("scan", "SCAN_001", "stop")
    lab.scan_is("SCAN_001", S.STOPPED)
    assert time.monotonic() - begun < 2
    assert 0 < lab.bench.instruments["slow"].position("z") < 100


def test_the_emergency_stop_ends_everything_also_while_an_instrument_hangs(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, release = threading.Event(), threading.Event()

    def hang(reads: object = None) -> dict[str, float]:
        hangs.set()
        release.wait(20)
        return {"spectrum": 0.0, "total": 0.0}

    monkeypatch.setattr(lab.bench.instruments["camera"], "measure", hang)
    monkeypatch.setattr("engine.queues.scheduler._GIVE_UP", 0.3)
    one, other = (
        lab.queue(plan(measure("camera"))),
        lab.queue(plan(sweep("motor.x", [9], measure("detector"), wait(600)))),
    )
    lab.do("queue", one, "start")
    lab.do("queue", other, "start")
    assert hangs.wait(5)
    lab.measuring("SCAN_002")
    threading.Thread(target=lab.bench.emergency_stop, daemon=True).start()
    lab.do("engine", "", "stop_all")
    lab.scan_is("SCAN_002", S.ABORTED)
    assert lab.bench.instruments["motor"].position("x") == 0
    hung = lab.scan_is("SCAN_001", S.ABORTED)
    assert "did not answer" in hung.message
    for queue in (one, other):
        assert "emergency stop, asked by ann" in lab.queue_is(queue, Q.IDLE).message
    release.set()
    assert lab.bench.instruments["camera"].holder is None


def test_a_scan_whose_motion_the_bench_stopped_first_is_aborted_not_failed(lab: EngineLab) -> None:
    lab.do("queue", lab.queue(Z_LONG), "start")
    until(lambda: lab.bench.instruments["slow"].state == "moving", "the move")
    lab.bench.emergency_stop()
    lab.do("engine", "", "stop_all")
    lab.scan_is("SCAN_001", S.ABORTED)


def test_no_other_scan_gets_an_instrument_that_an_abort_is_still_stopping(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    motor, detector = lab.bench.instruments["motor"], lab.bench.instruments["detector"]
    measuring, go_on = threading.Event(), threading.Event()
    stopping, released = threading.Event(), threading.Event()
    measure = detector.measure

    def measure_when_told(*args: Any, **kwargs: Any) -> Any:
        measuring.set()
        go_on.wait(10)
        return measure(*args, **kwargs)

    def make_safe() -> None:
        stopping.set()
        released.wait(10)

    monkeypatch.setattr(detector, "measure", measure_when_told)
    monkeypatch.setattr(motor, "make_safe", make_safe)
    queue = lab.queue(QUICK, QUICK)
    lab.do("queue", queue, "start")
    assert measuring.wait(10)
    run = lab.scheduler.scans[1]

    def abort_when_it_has_just_ended() -> None:
        until(lambda: run.thread is not None and not run.thread.is_alive(), "the scan's thread to end")
        lab.scheduler.end(run, Ask.ABORT, "")

    lab.scheduler.post(abort_when_it_has_just_ended)
    go_on.set()
    assert stopping.wait(10)
    assert lab.scheduler.call(lambda: motor.holder) == "SCAN_001"
    released.set()
    assert lab.scan_is("SCAN_001", S.ABORTED).message == "aborted at its last point"
    lab.scan_is("SCAN_002", S.COMPLETED)


def test_a_scan_that_gets_no_thread_fails_and_holds_nothing(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    queue = lab.queue(QUICK)
    with monkeypatch.context() as patch:
        patch.setattr("engine.queues.launcher.Thread.start", fail)
        lab.do("queue", queue, "start")
        failed = lab.scan_is("SCAN_001", S.FAILED)
    assert "too many threads" in failed.message
    assert lab.bench.instruments["motor"].holder is None
    lab.queue_is(queue, Q.IDLE)


def test_illegal_commands_get_the_reason(lab: EngineLab) -> None:
    queue = lab.queue()
    assert "has no queued scan" in lab.try_("queue", queue, "start").reason
    assert "QUEUE_001 is idle; pause needs it to be running" in lab.try_("queue", queue, "pause").reason
    scan = lab.add(queue, QUICK)
    assert f"{scan} is queued; pause needs" in lab.try_("scan", scan, "pause").reason
    assert "there is no scan SCAN_099" in lab.try_("scan", "SCAN_099", "stop").reason
    assert "there is no queue QUEUE_099" in lab.try_("queue", "QUEUE_099", "stop").reason
    assert "known are pause, resume" in lab.try_("scan", scan, "explode").reason


def test_a_plan_with_problems_is_refused_with_all_of_them(lab: EngineLab) -> None:
    bad = plan(sweep("motor.x", [999], measure("camra")))
    answer = lab.try_("queue", lab.queue(), "add_scan", plan=bad)
    assert answer.status == "refused"
    assert answer.result is not None
    assert [p["path"] for p in answer.result["problems"]] == [
        "steps[0].positions",
        "steps[0].steps[0].instruments[0]",
    ]


def test_scans_are_reordered_removed_and_cleared(lab: EngineLab) -> None:
    queue = lab.queue(QUICK, QUICK, QUICK, QUICK)
    lab.do("queue", queue, "reorder", scan_ids=["SCAN_003", "SCAN_001"])
    lab.do("queue", queue, "remove", scan_ids=["SCAN_002"])
    assert "does not wait" in lab.try_("queue", queue, "remove", scan_ids=["SCAN_002"]).reason
    lab.do("queue", queue, "start")
    lab.queue_is(queue, Q.IDLE)
    started = {s: lab.scan(s).started_at for s in ("SCAN_003", "SCAN_001", "SCAN_004")}
    assert list(started.values()) == sorted(started.values())  # type: ignore[type-var]
    lab.add(queue, QUICK)
    lab.do("queue", queue, "clear")
    assert lab.queue_record(queue).total_scans == 3


def test_a_queue_is_edited(lab: EngineLab) -> None:
    queue = lab.queue(LONG, Z_LONG)
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_001", S.RUNNING)
    lab.do("queue", queue, "edit", name="both at once", mode="parallel")
    lab.scan_is("SCAN_002", S.RUNNING)
    assert lab.queue_record(queue).name == "both at once"


def test_retry_is_a_copy_at_the_end_of_the_queue(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    lab.do("queue", queue, "start")
    lab.queue_is(queue, Q.IDLE)
    made = lab.do("scan", "SCAN_001", "retry")["scan_id"]
    copy = lab.scan(made)
    assert (copy.retry_of, copy.status, copy.plan) == ("SCAN_001", S.QUEUED, lab.scan("SCAN_001").plan)
    lab.do("queue", queue, "start")
    lab.scan_is(made, S.COMPLETED)


def test_queued_scans_can_be_stopped_before_they_begin(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    lab.do("scan", "SCAN_001", "stop")
    assert lab.scan("SCAN_001").message == "stopped before it began, asked by ann"
    assert lab.queue_record(queue).status is Q.IDLE


def test_a_scan_on_a_disconnected_instrument_connects_it_first(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_001", S.COMPLETED)
    lab.answered(lab.order("motor", "disconnect"), "done")
    lab.do("scan", "SCAN_001", "retry")
    lab.do("queue", queue, "start")
    failed = lab.scan_is("SCAN_002", S.FAILED)
    assert "connect it first" in failed.message


def test_a_graceful_end_interrupts_scans_and_the_next_engine_goes_on(tmp_path: Path) -> None:
    steps = sweep("motor.x", {"start": 0, "stop": 60, "num": 61}, measure("detector"), wait(0.02))
    with open_engine_lab(tmp_path) as lab:
        queue = lab.queue(plan(steps), QUICK)
        lab.do("queue", queue, "start")
        lab.measuring("SCAN_001", 5)
    with open_engine_lab(tmp_path) as lab:
        interrupted = lab.scan("SCAN_001")
        assert interrupted.status is S.INTERRUPTED
        assert 5 <= interrupted.point < 61
        assert lab.queue_record(queue).status is Q.PAUSED
        lab.do("queue", queue, "resume")
        lab.queue_is(queue, Q.IDLE)
        assert lab.scan("SCAN_001").status is S.COMPLETED
        assert lab.scan("SCAN_002").status is S.COMPLETED
        assert lab.column("SCAN_001", "detector", "motor.x") == list(range(61))
        record = lab.queue_record(queue)
        assert (record.completed_scans, record.total_scans) == (2, 2)


def test_an_interrupted_scan_is_resumed_by_itself(tmp_path: Path) -> None:
    with open_engine_lab(tmp_path) as lab:
        queue = lab.queue(SLOW, LONG)
        lab.do("queue", queue, "start")
        point = lab.measuring("SCAN_001", 5).point
    with open_engine_lab(tmp_path) as lab:
        lab.do("scan", "SCAN_001", "resume")
        lab.measuring("SCAN_001", point + 2)
        assert lab.scan("SCAN_002").status is S.QUEUED
        assert lab.queue_record(queue).status is Q.RUNNING


def test_an_instrument_is_moved_by_hand_unless_a_scan_holds_it(lab: EngineLab) -> None:
    lab.answered(lab.order("motor", "move", axis="x", value=12.5), "done")
    lab.answered(lab.order("motor", "move", axis="x", value=-2.5, relative=True), "done")
    assert lab.bench.instruments["motor"].position("x") == 10
    refused = lab.answered(lab.order("motor", "move", axis="x", value=1e6), "refused")
    assert "motor" in refused.reason
    lab.answered(lab.order("detector", "set", settings={"exposure": 0.5}), "done")
    queue = lab.queue(plan(sweep("motor.x", [1], measure("detector"), wait(600))))
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    for instrument, command, arguments in (
        ("motor", "move", {"axis": "x", "value": 1}),
        ("detector", "set", {"settings": {"exposure": 0.1}}),
        ("detector", "disconnect", {}),
    ):
        held = lab.answered(lab.order(instrument, command, **arguments), "refused")
        assert f"{instrument} is held by SCAN_001" in held.reason


def test_a_move_by_hand_is_accepted_when_begun_and_a_scan_waits_for_its_end(lab: EngineLab) -> None:
    order = lab.order("slow", "move", axis="z", value=100)
    lab.answered(order, "accepted")
    queue = lab.queue(plan(sweep("slow.z", [1], measure("camera"))))
    lab.do("queue", queue, "start")
    until(lambda: "waiting" in lab.scan("SCAN_001").message, "the scan to wait")
    assert lab.scan("SCAN_001").message == "waiting for slow, held by manual control of slow"
    lab.answered(lab.order("slow", "stop"), "done")
    assert "stopped" in lab.answered(order, "failed").reason
    lab.scan_is("SCAN_001", S.RUNNING, S.COMPLETED)


def test_a_scan_whose_plan_no_longer_fits_the_bench_fails_with_the_reason(tmp_path: Path) -> None:
    with open_engine_lab(tmp_path) as lab:
        queue = lab.queue(plan(measure("camera")), QUICK, on_failure="continue")
    smaller = tmp_path / "smaller.toml"
    tables = BENCH.read_text().split("[[instrument]]")
    smaller.write_text("[[instrument]]".join(t for t in tables if '"camera"' not in t))
    with open_engine_lab(tmp_path, smaller) as lab:
        lab.do("queue", queue, "start")
        lab.queue_is(queue, Q.IDLE)
        failed = lab.scan("SCAN_001")
        assert failed.status is S.FAILED
        assert "no instrument 'camera'" in failed.message
        assert lab.scan("SCAN_002").status is S.COMPLETED


def test_the_queue_tells_its_progress_and_time_left(lab: EngineLab) -> None:
    queue = lab.queue(SLOW, QUICK)
    lab.do("queue", queue, "start")
    record = until(lambda: r if (r := lab.queue_record(queue)).progress > 0 else None, "the queue's progress")
    assert record.current_scan == "SCAN_001"
    assert record.current_scans == ["SCAN_001"]
    assert 0 < record.progress < 0.5
    assert record.eta > 0
    scan = lab.scan("SCAN_001")
    assert scan.eta is not None
    assert scan.elapsed > 0
    assert scan.step.startswith("steps[0]")


def test_an_emergency_stop_past_the_database_lets_no_other_scan_begin(lab: EngineLab) -> None:
    queue = lab.queue(LONG, QUICK)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    thread = lab.scheduler.scans[1].thread
    assert thread is not None
    busy = threading.Event()
    lab.scheduler.post(lambda: busy.wait(10) and None)
    Inbox(lab.equipment, lab.scheduler).stop_all("ann")
    thread.join(10)  # the scan ends before the scheduler comes to hear of anything
    busy.set()
    assert lab.scan_is("SCAN_001", S.ABORTED).message == "aborted at point 1 of 2"
    assert "emergency stop, asked by ann" in lab.queue_is(queue, Q.IDLE).message
    assert lab.scan("SCAN_002").status is S.QUEUED


def test_a_queue_knows_of_a_scan_as_soon_as_it_was_added(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    assert lab.queue_record(queue).total_scans == 1
    lab.add(queue, QUICK)
    assert lab.queue_record(queue).total_scans == 2


def test_pause_in_a_long_wait_holds_at_once_and_says_what_is_left_of_it(lab: EngineLab) -> None:
    queue = lab.queue(LONG)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    lab.do("queue", queue, "pause")
    paused = lab.scan_is("SCAN_001", S.PAUSED)
    assert re.fullmatch(r"paused at point 1, (9 m \d+|10 m 0) s before the end of a wait", paused.message)
    lab.queue_is(queue, Q.PAUSED)
    lab.do("queue", queue, "resume")
    lab.scan_is("SCAN_001", S.RUNNING)
    lab.do("scan", "SCAN_001", "stop")
    assert lab.scan_is("SCAN_001", S.STOPPED).point == 1


def test_a_scan_that_was_interrupted_is_not_done(tmp_path: Path) -> None:
    half = plan(measure("detector"), wait(600), measure("detector"))
    with open_engine_lab(tmp_path) as lab:
        queue = lab.queue(half, QUICK)
        lab.do("queue", queue, "start")
        lab.measuring("SCAN_001")
    with open_engine_lab(tmp_path) as lab:
        left = lab.queue_record(queue)
        assert (left.status, left.current_scans, left.total_scans) == (Q.PAUSED, [], 2)
        assert left.progress == pytest.approx(0.25)
        lab.add(queue, QUICK)
        assert lab.queue_record(queue).progress == pytest.approx(0.5 / 3)
        lab.do("queue", queue, "resume")
        lab.scan_is("SCAN_001", S.RUNNING)
        lab.do("scan", "SCAN_001", "stop")
        lab.queue_is(queue, Q.IDLE)
        assert lab.queue_record(queue).progress == 1


def test_a_stopped_queue_clears_what_was_interrupted_without_losing_it(tmp_path: Path) -> None:
    with open_engine_lab(tmp_path) as lab:
        queue = lab.queue(SLOW, QUICK)
        lab.do("queue", queue, "start")
        lab.measuring("SCAN_001", 3)
    with open_engine_lab(tmp_path) as lab:
        lab.do("queue", queue, "resume")
        lab.do("scan", "SCAN_001", "pause")
        lab.scan_is("SCAN_001", S.PAUSED)
        lab.do("queue", queue, "abort")
        lab.queue_is(queue, Q.IDLE)
        lab.do("queue", queue, "clear")
        assert lab.queue_record(queue).total_scans == 1
        assert lab.scan("SCAN_001").status is S.ABORTED
        assert len(lab.column("SCAN_001", "detector", "motor.x")) >= 3
