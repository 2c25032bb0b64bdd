"""An emergency stop ends everything, also what hangs and what has not started."""

from __future__ import annotations

import threading

import pytest
from support.engine_lab import LONG, QUICK, Z_LONG, EngineLab, measure, plan, sweep, until, wait

from engine.commands.inbox import Inbox
from engine.commands.stop_pipe import StopRequest
from engine.model.states import QueueState, ScanState

S, Q = ScanState, QueueState


def test_the_emergency_stop_ends_everything_also_while_an_instrument_hangs(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, release = threading.Event(), threading.Event()

    def hang(*given: object, **more: object) -> dict[str, float]:
        hangs.set()
        release.wait(60)
        return {"spectrum": 0.0, "total": 0.0}

    monkeypatch.setattr(lab.bench.instruments["camera"], "measure", hang)
    monkeypatch.setattr("engine.queues.stopping._GIVE_UP_ANYWAY", 0.3)
    one, other = (
        lab.queue(plan(measure("camera"))),
        lab.queue(plan(sweep("motor.x", [9], measure("detector"), wait(600)))),
    )
    lab.do("queue", one, "start")
    lab.do("queue", other, "start")
    assert hangs.wait(30)
    lab.measuring("SCAN_002")
    threading.Thread(target=lab.bench.emergency_stop, daemon=True).start()
    lab.do("engine", "", "stop_all")
    lab.scan_is("SCAN_002", S.ABORTED)
    until(lambda: lab.bench.instruments["motor"].position("x") == 0, "the motor to be safe")
    hung = lab.scan_is("SCAN_001", S.ABORTED)
    assert "stopped answering" in hung.message
    for queue in (one, other):
        assert "emergency stop, asked by ann" in lab.queue_is(queue, Q.IDLE).message
    release.set()
    assert lab.bench.instruments["camera"].holder is None


def test_a_scan_whose_motion_the_bench_stopped_first_is_aborted_not_failed(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.scans.runner._TO_SAY_SO", 30.0)
    lab.do("queue", lab.queue(Z_LONG), "start")
    until(lambda: lab.bench.instruments["slow"].state == "moving", "the move")
    lab.bench.emergency_stop()
    lab.do("engine", "", "stop_all")
    lab.scan_is("SCAN_001", S.ABORTED)


def test_an_emergency_stop_past_the_database_lets_no_other_scan_begin(lab: EngineLab) -> None:
    queue = lab.queue(LONG, QUICK)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    thread = lab.scheduler.scans[1].thread
    assert thread is not None
    busy = threading.Event()
    lab.scheduler.post(lambda: busy.wait(30) and None)
    Inbox(lab.context, lab.scheduler, lab.rules).stop_all(StopRequest("ann"))
    thread.join(20)  # the scan ends before the scheduler comes to hear of anything
    busy.set()
    assert lab.scan_is("SCAN_001", S.ABORTED).message == "aborted at point 1 of 2"
    assert "emergency stop, asked by ann" in lab.queue_is(queue, Q.IDLE).message
    assert lab.scan("SCAN_002").status is S.QUEUED
