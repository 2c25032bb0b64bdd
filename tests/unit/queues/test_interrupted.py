"""Queues whose engine ended: the next engine continues where they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from support.engine_lab import LONG, QUICK, SLOW, measure, open_engine_lab, plan, sweep, wait

from engine.errors import StoreError
from engine.model.states import QueueState, ScanState
from engine.store import scans

S, Q = ScanState, QueueState


def test_an_orderly_end_interrupts_scans_and_the_next_engine_resumes(tmp_path: Path) -> None:
    steps = sweep("motor.x", {"start": 0, "stop": 60, "num": 61}, measure("detector"), wait(0.05))
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
        assert lab.queue_record(queue).progress == pytest.approx(2.5 / 3)


def test_a_stopped_queue_clears_what_was_interrupted_without_losing_it(tmp_path: Path) -> None:
    with open_engine_lab(tmp_path) as lab:
        queue = lab.queue(SLOW, QUICK)
        lab.do("queue", queue, "start")
        lab.measuring("SCAN_001", 3)
    with open_engine_lab(tmp_path) as lab:
        lab.do("queue", queue, "resume")
        lab.scan_is("SCAN_001", S.STARTING, S.RUNNING)  # its turn comes after the answer
        lab.do("scan", "SCAN_001", "pause")
        lab.scan_is("SCAN_001", S.PAUSED)
        lab.do("queue", queue, "abort")
        lab.queue_is(queue, Q.IDLE)
        lab.do("queue", queue, "clear")
        assert lab.queue_record(queue).total_scans == 1
        assert lab.scan("SCAN_001").status is S.ABORTED
        assert len(lab.column("SCAN_001", "detector", "motor.x")) >= 3


def test_a_scan_whose_plan_cannot_be_read_now_begins_when_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_engine_lab(tmp_path) as lab:
        queue = lab.queue(QUICK)
    with open_engine_lab(tmp_path) as lab:
        tried, plan_of = [], scans.plan

        def unreadable(conn: Connection, number: int) -> dict[str, Any]:
            tried.append(number)
            if len(tried) < 3:
                raise StoreError("the database is locked")
            return plan_of(conn, number)

        monkeypatch.setattr(scans, "plan", unreadable)
        lab.do("queue", queue, "start")
        lab.scan_is("SCAN_001", S.COMPLETED)
        assert tried == [1, 1, 1]
