"""Changing what waits in a queue, and the queue itself, and who is told of it."""

from __future__ import annotations

import json
from typing import Any

from support.engine_lab import LONG, QUICK, EngineLab

from engine.journal.reader import JournalReader
from engine.model.events import EventName
from engine.model.states import QueueState, ScanState
from engine.store import logs


def told(lab: EngineLab) -> list[dict[str, Any]]:
    """What the journal tells of the order of the first queue."""
    lab.writer.flush()
    entries = JournalReader(lab.database).of_queue(1, 0, 1000)
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
    assert log(lab)[-1] == "the waiting scans were put in another order, asked by ann"


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
    for command, scans in (("reorder", ["SCAN_003", "SCAN_001"]), ("remove", ["SCAN_003", "SCAN_001"])):
        answer = lab.try_("queue", queue, command, scan_ids=scans)
        assert "SCAN_001 does not wait" in answer.reason
    assert told(lab) == []
    assert lab.queue_record(queue).total_scans == 3


def test_the_log_says_what_of_a_queue_was_changed_and_by_whom(lab: EngineLab) -> None:
    queue = lab.queue(QUICK)
    lab.do("queue", queue, "edit", name="night", mode="parallel", on_failure="stop")
    assert log(lab)[-1] == ("its name is now night; the way its scans run is now side by side, asked by ann")
    count = len(log(lab))
    lab.do("queue", queue, "edit", name="night")
    assert len(log(lab)) == count
    assert lab.queue_record(queue).status is QueueState.IDLE
