"""Commands to queues and waiting scans, and reasons of refusals."""

from __future__ import annotations

from support.engine_lab import LONG, QUICK, Z_LONG, EngineLab, measure, plan, sweep

from engine.model.states import QueueState, ScanState

S, Q = ScanState, QueueState


def test_illegal_commands_get_the_reason(lab: EngineLab) -> None:
    queue = lab.queue()
    assert "has no queued scan" in lab.try_("queue", queue, "start").reason
    assert (
        "QUEUE_001 is idle; pause works only when it is running" in lab.try_("queue", queue, "pause").reason
    )
    scan = lab.add(queue, QUICK)
    assert f"{scan} is queued; pause works only" in lab.try_("scan", scan, "pause").reason
    assert "there is no scan SCAN_099" in lab.try_("scan", "SCAN_099", "stop").reason
    assert "there is no queue QUEUE_099" in lab.try_("queue", "QUEUE_099", "stop").reason
    assert "the commands are pause, resume" in lab.try_("scan", scan, "explode").reason


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


def test_a_queue_knows_of_a_scan_as_soon_as_it_was_added(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    assert lab.queue_record(queue).total_scans == 1
    lab.add(queue, QUICK)
    assert lab.queue_record(queue).total_scans == 2
