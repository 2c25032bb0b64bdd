"""The scheduler: which scans run when, what they wait for, and how they end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from support.engine_lab import (
    BENCH,
    LONG,
    QUICK,
    SLOW,
    Z_LONG,
    EngineLab,
    command_record,
    measure,
    open_engine_lab,
    plan,
    sweep,
    until,
)

from engine.errors import InstrumentError
from engine.model.states import Level, QueueState, ScanState
from engine.store import logs

S, Q = ScanState, QueueState


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


def test_a_queue_names_the_scan_that_runs_as_soon_as_it_runs(lab: EngineLab) -> None:
    queue = lab.queue(QUICK, LONG)
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_002", S.RUNNING)
    record = lab.queue_record(queue)
    assert (record.current_scan, record.current_scans) == ("SCAN_002", ["SCAN_002"])


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
    assert lab.scan("SCAN_003").message == "waiting for camera, which SCAN_002 waits for too"
    lab.do("scan", "SCAN_001", "stop")
    ended = [lab.scan_is(scan, S.COMPLETED).ended_at for scan in ("SCAN_002", "SCAN_003")]
    assert ended == sorted(ended)  # type: ignore[type-var]


def test_queues_started_together_get_their_instruments_in_the_order_they_were_started(lab: EngineLab) -> None:
    started = [lab.queue(LONG) for _ in range(5)]
    busy = threading.Event()
    lab.scheduler.post(lambda: busy.wait(30) and None)
    for queue in started:
        start = command_record("queue", queue, "start")
        lab.scheduler.post(lambda start=start: lab.commands.handle(start) and None)  # type: ignore[misc]
    busy.set()
    lab.scan_is("SCAN_001", S.RUNNING)
    until(lambda: "waiting" in lab.scan("SCAN_005").message, "the last to wait")
    assert lab.scan("SCAN_002").message == "waiting for detector, held by SCAN_001"
    assert lab.scan("SCAN_003").message == "waiting for detector, which SCAN_002 waits for too"


def test_a_parallel_queue_runs_side_by_side_what_shares_nothing(lab: EngineLab) -> None:
    queue = lab.queue(LONG, Z_LONG, QUICK, mode="parallel")
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_001", S.RUNNING)
    lab.scan_is("SCAN_002", S.RUNNING)
    assert lab.scan("SCAN_003").status is S.QUEUED
    assert lab.queue_record(queue).current_scans == ["SCAN_001", "SCAN_002"]
    lab.do("scan", "SCAN_001", "abort")
    lab.scan_is("SCAN_003", S.COMPLETED)
    assert lab.scan("SCAN_002").status is S.RUNNING


@pytest.mark.parametrize(("on_failure", "second"), [("stop", S.QUEUED), ("continue", S.COMPLETED)])
def test_a_failure_stops_the_queue_or_not(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch, on_failure: str, second: ScanState
) -> None:
    def fail(*given: object, **more: object) -> None:
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


def test_a_scan_on_a_disconnected_instrument_connects_it_first(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    lab.do("queue", queue, "start")
    lab.queue_is(queue, Q.IDLE)
    lab.answered(lab.order("motor", "disconnect"), "done")
    lab.do("scan", "SCAN_001", "retry")
    lab.do("queue", queue, "start")
    failed = lab.scan_is("SCAN_002", S.FAILED)
    assert "connect it first" in failed.message


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
    # A scan's own progress is told in another turn than its queue's.
    scan = until(lambda: s if (s := lab.scan("SCAN_001")).step else None, "the scan's progress")
    assert scan.eta is not None
    assert scan.elapsed > 0
    assert scan.step.startswith("steps[0]")
