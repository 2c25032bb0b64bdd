"""Changes of a queue and its waiting scans, and the log lines about them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.engine_lab import LONG, QUICK, EngineLab, measure, plan, sweep, wait

from engine.errors import StoreError
from engine.journal.reader import JournalReader
from engine.model import ids
from engine.model.events import EventName
from engine.model.states import QueueState, ScanState
from engine.store import logs, scans


def told(lab: EngineLab, queue: int = 1) -> list[dict[str, Any]]:
    """What the journal tells of the order of a queue."""
    lab.writer.flush()
    entries = JournalReader(lab.database).of_queue(queue, 0, 1000)
    return [json.loads(e.payload)["data"] for e in entries if e.kind is EventName.QUEUE_ORDER]


def log(lab: EngineLab) -> list[str]:
    lab.writer.flush()
    with lab.database.read() as conn:
        return [line.message for line in logs.queue_tail(conn, 1, 50)]


def test_a_new_order_is_told_and_only_the_latest_is_kept(lab: EngineLab) -> None:
    queue = lab.queue(QUICK, QUICK, QUICK)
    assert told(lab) == []
    lab.do("queue", queue, "reorder", scan_ids=["SCAN_003", "SCAN_001"])
    assert told(lab)[-1]["scan_ids"] == ["SCAN_003", "SCAN_002", "SCAN_001"]
    lab.do("queue", queue, "reorder", scan_ids=["SCAN_001", "SCAN_003"])
    (event,) = told(lab)
    assert (event["queue_id"], event["scan_ids"]) == (queue, ["SCAN_001", "SCAN_002", "SCAN_003"])
    assert log(lab)[-1] == "the waiting scans were put in a new order, asked by ann"


def test_what_is_removed_is_missing_from_the_order_that_is_told(lab: EngineLab) -> None:
    queue = lab.queue(QUICK, QUICK, QUICK)
    lab.do("queue", queue, "remove", scan_ids=["SCAN_002", "SCAN_002"])
    assert told(lab)[-1]["scan_ids"] == ["SCAN_001", "SCAN_003"]
    assert log(lab)[-1] == "SCAN_002 quick was removed, asked by ann"
    lab.do("queue", queue, "clear")
    assert told(lab)[-1]["scan_ids"] == []
    assert lab.queue_record(queue).total_scans == 0


def test_a_refused_change_leaves_the_order_as_it_was(lab: EngineLab) -> None:
    queue = lab.queue(LONG, QUICK, QUICK)
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_001", ScanState.RUNNING)
    for command, named in (("reorder", ["SCAN_003", "SCAN_001"]), ("remove", ["SCAN_003", "SCAN_001"])):
        answer = lab.try_("queue", queue, command, scan_ids=named)
        assert "SCAN_001 does not wait" in answer.reason
    assert told(lab) == []
    assert lab.queue_record(queue).total_scans == 3


def test_the_log_says_what_of_a_queue_was_changed_and_by_whom(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    lab.do("queue", queue, "edit", name="night", mode="parallel", on_failure="stop")
    assert log(lab)[-1] == ("its name is now night; its mode is now parallel, asked by ann")
    count = len(log(lab))
    lab.do("queue", queue, "edit", name="night")
    assert len(log(lab)) == count
    assert lab.queue_record(queue).status is QueueState.IDLE


def test_a_scan_that_waited_for_instruments_goes_back_to_its_place(lab: EngineLab) -> None:
    moves = plan(sweep("slow.z", [0], wait(600)), measure("camera"), name="moves")
    lab.do("queue", lab.queue(LONG), "start")  # holds the detector
    lab.scan_is("SCAN_001", ScanState.RUNNING)
    queue = lab.queue(moves, moves, LONG, mode="parallel")
    lab.do("queue", queue, "start")
    lab.scan_is("SCAN_002", ScanState.RUNNING)
    lab.scan_is("SCAN_004", ScanState.STARTING)  # overtakes the one that waits for what the first one holds
    lab.do("queue", queue, "stop")
    lab.queue_is(queue, QueueState.IDLE)
    assert told(lab, ids.queue_number(queue))[-1]["scan_ids"] == ["SCAN_003", "SCAN_004"]
    with lab.database.read() as conn:
        stored = [r.scan_id for r in scans.of_queue(conn, 2) if r.status is ScanState.QUEUED]
    assert stored == ["SCAN_003", "SCAN_004"]


def test_an_order_that_cannot_be_stored_is_not_taken(lab: EngineLab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.queue(QUICK, QUICK)

    def fail(work: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(lab.writer, "transact", fail)
        answer = lab.try_("queue", "QUEUE_001", "reorder", scan_ids=["SCAN_002", "SCAN_001"])
    assert answer.reason == "the disk is full"
    assert list(lab.scheduler.queue(1).order) == [1, 2]
