"""Pause, resume, stop and abort of scans and queues, through commands."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import pytest
from support.engine_lab import LONG, QUICK, SLOW, Z_LONG, EngineLab, measure, plan, sweep, until, wait

from engine.model.states import QueueState, ScanState
from engine.queues import record_keeper
from engine.scans.control import Request
from engine.store import lab_records

S, Q = ScanState, QueueState


def test_pause_and_resume_of_a_scan_measure_each_point_once(lab: EngineLab) -> None:
    steps = sweep("motor.x", {"start": 0, "stop": 75, "num": 151}, measure("detector"), wait(0.02))
    queue = lab.queue(plan(steps))
    lab.do("queue", queue, "start")
    for points in (3, 10, 20):
        lab.measuring("SCAN_001", points)
        lab.do("scan", "SCAN_001", "pause")
        paused = lab.scan_is("SCAN_001", S.PAUSED)
        assert paused.message.startswith("paused at point")
        lab.do("scan", "SCAN_001", "resume")
    lab.scan_is("SCAN_001", S.COMPLETED)
    assert lab.column("SCAN_001", "detector", "motor.x") == [i / 2 for i in range(151)]


def test_a_stop_waits_for_no_instrument_that_tells_its_state_for_the_record(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, release = threading.Event(), threading.Event()

    def refresh(settings: bool = False) -> None:
        if settings:
            asked.set()
            release.wait(60)

    monkeypatch.setattr(record_keeper, "PATIENCE", 1000)
    monkeypatch.setattr(lab.bench.instruments["detector"], "refresh", refresh)
    queue = lab.queue(QUICK)
    lab.do("queue", queue, "start")
    assert asked.wait(30)
    lab.do("scan", "SCAN_001", "stop")
    try:
        lab.scan_is("SCAN_001", S.STOPPED)
        lab.writer.flush()
        with lab.database.read() as conn:
            kept = lab_records.read(conn, 1, lab.scan("SCAN_001")).instruments["start"]
        assert "was to end" in kept["detector"]["unread"]
    finally:
        release.set()


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


def test_stop_during_a_long_move_reacts_at_once(lab: EngineLab) -> None:
    queue = lab.queue(Z_LONG)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    until(lambda: lab.bench.instruments["slow"].state == "moving", "the move")
    begun = time.monotonic()
    lab.do("scan", "SCAN_001", "stop")
    lab.scan_is("SCAN_001", S.STOPPED)
    assert time.monotonic() - begun < 5, "by itself it would have moved for ten seconds"
    assert 0 < lab.bench.instruments["slow"].position("z") < 100


def test_no_other_scan_gets_an_instrument_that_an_abort_is_still_stopping(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    motor, detector = lab.bench.instruments["motor"], lab.bench.instruments["detector"]
    measuring, go_on = threading.Event(), threading.Event()
    stopping, released = threading.Event(), threading.Event()
    measure = detector.measure

    def measure_when_told(*args: Any, **kwargs: Any) -> Any:
        measuring.set()
        go_on.wait(30)
        return measure(*args, **kwargs)

    def make_safe() -> None:
        stopping.set()
        released.wait(30)

    monkeypatch.setattr(detector, "measure", measure_when_told)
    monkeypatch.setattr(motor, "make_safe", make_safe)
    queue = lab.queue(QUICK, QUICK)
    lab.do("queue", queue, "start")
    assert measuring.wait(30)
    run = lab.scheduler.scans[1]

    def abort_when_it_has_just_ended() -> None:
        until(lambda: run.thread is not None and not run.thread.is_alive(), "the scan's thread to end")
        lab.scheduler.end(run, Request.ABORT, "")

    lab.scheduler.post(abort_when_it_has_just_ended)
    go_on.set()
    assert stopping.wait(30)
    assert lab.scheduler.call(lambda: motor.holder) == "SCAN_001"
    released.set()
    assert lab.scan_is("SCAN_001", S.ABORTED).message == "aborted at its last point"
    lab.scan_is("SCAN_002", S.COMPLETED)


def test_queued_scans_can_be_stopped_before_they_begin(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    lab.do("scan", "SCAN_001", "stop")
    assert lab.scan("SCAN_001").message == "stopped before it started, asked by ann"
    assert lab.queue_record(queue).status is Q.IDLE


def test_pause_in_a_long_wait_holds_at_once_and_says_what_is_left_of_it(lab: EngineLab) -> None:
    queue = lab.queue(LONG)
    lab.do("queue", queue, "start")
    until(lambda: lab.scan("SCAN_001").step == "steps[1]", "the wait")
    lab.do("queue", queue, "pause")
    paused = lab.scan_is("SCAN_001", S.PAUSED)
    assert re.fullmatch(r"paused at point 1, (9 m \d+|10 m 0) s before the end of a wait", paused.message)
    lab.queue_is(queue, Q.PAUSED)
    lab.do("queue", queue, "resume")
    lab.scan_is("SCAN_001", S.RUNNING)
    lab.do("scan", "SCAN_001", "stop")
    assert lab.scan_is("SCAN_001", S.STOPPED).point == 1
