"""Queues as tools: many scans at once, changes of waiting scans, priorities, earliest starts, loops and copies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.engine_lab import LONG, QUICK, EngineLab, measure, open_engine_lab, plan, sweep, until, wait

from engine.model import ids
from engine.model.states import QueueState, ScanState
from engine.store import logs, scans

S, Q = ScanState, QueueState
LINE = plan(sweep("motor.x", [0, 1], measure("detector")), name="line")


def waiting(lab: EngineLab, queue: str) -> list[str]:
    """Identifiers of the waiting scans, in order, as the store has them."""
    lab.writer.flush()
    with lab.database.read() as conn:
        return [r.scan_id for r in scans.of_queue(conn, ids.queue_number(queue)) if r.status is S.QUEUED]


def started_in_order(lab: EngineLab, *found: str) -> list[str]:
    return sorted(found, key=lambda scan: lab.scan(scan).started_at or "")


def test_many_scans_are_added_at_once(tmp_path: Path, lab: EngineLab) -> None:
    queue = lab.queue()
    plans = [{**LINE, "name": f"line {n}", "sample": f"S-{n}", "tags": ["t"]} for n in range(60)]
    made = lab.do("queue", queue, "add_scans", plans=plans)["scan_ids"]
    assert made == [ids.scan_id(n) for n in range(1, 61)] == waiting(lab, queue)
    last = lab.scan(made[-1])
    assert (last.name, last.sample, last.tags, last.total_points) == ("line 59", "S-59", ["t"], 2)
    assert last.plan == plans[-1]
    lab.do("queue", queue, "start")
    assert lab.queue_is(queue, Q.IDLE).completed_scans == 60


def test_a_list_with_a_problem_adds_nothing(lab: EngineLab) -> None:
    queue = lab.queue()
    bad = plan(sweep("motor.x", [0, 999], measure("detector")))
    answer = lab.try_("queue", queue, "add_scans", plans=[LINE, bad, {**LINE, "name": ""}])
    assert answer.status == "refused"
    paths = [problem["path"] for problem in (answer.result or {})["problems"]]
    assert paths[0].startswith("[1].steps[0].positions")
    assert paths[1] == "[2].name"
    assert waiting(lab, queue) == []


def test_the_plan_of_a_waiting_scan_can_be_changed(lab: EngineLab) -> None:
    queue = lab.queue(LONG)
    changed = {**LINE, "name": "changed", "sample": "S-7"}
    lab.do("scan", "SCAN_001", "change", plan=changed)
    record = lab.scan("SCAN_001")
    assert (record.plan, record.name, record.sample, record.total_points) == (changed, "changed", "S-7", 2)
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_001", S.COMPLETED)
    assert lab.column("SCAN_001", "detector", "motor.x") == [0, 1]


def test_a_wrong_plan_changes_nothing(lab: EngineLab) -> None:
    lab.queue(LONG)
    answer = lab.try_("scan", "SCAN_001", "change", plan=plan(wait(1)), priority=5)
    assert answer.status == "refused"
    assert (lab.scan("SCAN_001").plan, lab.scan("SCAN_001").priority) == (LONG, 0)


def test_a_scan_that_runs_cannot_be_changed(lab: EngineLab) -> None:
    queue = lab.queue(LONG)
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_001", S.RUNNING)
    answer = lab.try_("scan", "SCAN_001", "change", priority=5)
    assert answer.reason == "SCAN_001 does not wait; only a waiting scan can be changed"


def test_a_scan_of_a_higher_priority_goes_first(lab: EngineLab) -> None:
    queue = lab.queue(LINE, LINE, LINE)
    lab.do("scan", "SCAN_003", "change", priority=2)
    lab.do("scan", "SCAN_001", "change", priority=-1)
    assert waiting(lab, queue) == ["SCAN_003", "SCAN_002", "SCAN_001"]
    lab.add(queue, LINE)
    assert waiting(lab, queue) == ["SCAN_003", "SCAN_002", "SCAN_004", "SCAN_001"]
    lab.do("queue", queue, "start")
    lab.queue_is(queue, Q.IDLE)
    order = started_in_order(lab, *(ids.scan_id(n) for n in range(1, 5)))
    assert order == ["SCAN_003", "SCAN_002", "SCAN_004", "SCAN_001"]


def test_a_scan_does_not_start_before_its_time_and_others_do(lab: EngineLab) -> None:
    queue = lab.queue(LINE, QUICK)
    later = datetime.now(UTC) + timedelta(hours=1)
    lab.do("scan", "SCAN_001", "change", not_before=later.isoformat())
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_002", S.COMPLETED)
    assert lab.scan("SCAN_001").status is S.QUEUED
    assert lab.queue_record(queue).status is Q.RUNNING
    lab.do("scan", "SCAN_001", "change", not_before=(datetime.now(UTC) + timedelta(seconds=0.3)).isoformat())
    assert lab.scan_is("SCAN_001", S.COMPLETED).started_at is not None
    lab.queue_is(queue, Q.IDLE)


def test_a_held_scan_waits_until_it_is_released(tmp_path: Path) -> None:
    with open_engine_lab(tmp_path) as lab:
        queue = lab.queue(LINE, QUICK)
        lab.do("scan", "SCAN_001", "change", held=True, priority=7)
    with open_engine_lab(tmp_path) as lab:  # it is still held when another engine has started
        lab.do("queue", queue, "start")
        lab.scan_is("SCAN_002", S.COMPLETED)
        record = lab.scan("SCAN_001")
        assert (record.status, record.held, record.priority) == (S.QUEUED, True, 7)
        lab.do("scan", "SCAN_001", "change", held=False)
        lab.scan_is("SCAN_001", S.COMPLETED)


def test_a_waiting_scan_moves_to_another_queue(lab: EngineLab) -> None:
    one, two = lab.queue(LINE, LINE), lab.queue(LINE)
    lab.do("scan", "SCAN_001", "change", queue_id=two)
    assert (waiting(lab, one), waiting(lab, two)) == (["SCAN_002"], ["SCAN_003", "SCAN_001"])
    assert (lab.queue_record(one).total_scans, lab.queue_record(two).total_scans) == (1, 2)
    lab.do("queue", two, "start")
    assert lab.scan_is("SCAN_001", S.COMPLETED).queue_id == two
    assert lab.try_("scan", "SCAN_002", "change", queue_id="QUEUE_999").status == "refused"


@pytest.mark.parametrize("given", ["while idle", "while running"])
def test_a_queue_runs_its_scans_as_often_as_its_loop_says(lab: EngineLab, given: str) -> None:
    queue = lab.queue(LINE, plan(wait(0.2), measure("detector")))
    if given == "while idle":
        lab.do("queue", queue, "edit", loop=3)
    lab.do("queue", queue, "start")
    if given == "while running":
        lab.do("queue", queue, "edit", loop=3)
    until(lambda: lab.queue_record(queue).pass_number == 3, "the third pass")
    record = lab.queue_is(queue, Q.IDLE)
    assert record.loop == 3
    assert (record.completed_scans, record.total_scans) in ((6, 6), (5, 5), (4, 4))
    assert given == "while running" or record.completed_scans == 6


def test_a_loop_for_ever_ends_when_somebody_says_so(lab: EngineLab) -> None:
    queue = lab.queue(LINE, loop="for ever")
    lab.do("queue", queue, "start")
    until(lambda: lab.queue_record(queue).pass_number >= 3, "a third pass")
    lab.do("queue", queue, "edit", loop=None)
    assert lab.queue_is(queue, Q.IDLE).loop is None


def test_a_loop_ends_when_nothing_completes(lab: EngineLab) -> None:
    queue = lab.queue(LONG, loop="for ever", on_failure="continue")
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    lab.do("scan", "SCAN_001", "stop")
    lab.queue_is(queue, Q.IDLE)
    assert lab.queue_record(queue).total_scans == 1
    lab.writer.flush()
    with lab.database.read() as conn:
        told = [line.message for line in logs.queue_tail(conn, ids.queue_number(queue), 10)]
    assert "the loop ends, because no scan of the last pass completed" in told


def test_a_parallel_queue_runs_as_many_scans_at_once_as_it_may(lab: EngineLab) -> None:
    held = [plan(measure(name), wait(600)) for name in ("detector", "camera")]
    queue = lab.queue(*held, mode="parallel", parallel=1)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    assert lab.scan("SCAN_002").status is S.QUEUED
    lab.do("queue", queue, "edit", parallel=2)
    lab.measuring("SCAN_002")
    assert lab.queue_record(queue).parallel == 2


def test_a_queue_is_duplicated_with_its_scans(lab: EngineLab) -> None:
    queue = lab.queue(LINE, QUICK, name="night", on_failure="continue", loop=2)
    made = lab.do("queue", queue, "duplicate")["queue_id"]
    record = lab.queue_record(made)
    assert (record.name, record.on_failure, record.loop) == ("night (copy)", "continue", 2)
    copies = [lab.scan(scan) for scan in waiting(lab, made)]
    assert [(c.plan, c.retry_of) for c in copies] == [(LINE, "SCAN_001"), (QUICK, "SCAN_002")]
