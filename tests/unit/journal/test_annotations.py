"""Annotations write their event to the journal while an engine writes there."""

from __future__ import annotations

import json

from support.store import Lab

from engine.journal.annotations import annotate
from engine.model.events import EventName


def told(lab: Lab) -> list[dict[str, object]]:
    entries = lab.reader.of_scan(lab.scan, 0, 100)
    return [json.loads(e.payload)["data"] for e in entries if e.kind is EventName.SCAN_ANNOTATED]


def test_a_change_is_told_once_and_the_latest_stays(lab: Lab) -> None:
    with lab.database.write() as conn:
        annotate(lab.database, conn, lab.scan, notes="first")
    lab.writer.emit(lab.status())
    lab.writer.flush()
    with lab.database.write() as conn:
        changed = annotate(lab.database, conn, lab.scan, notes="second", tags=["a"])
    assert changed.notes == "second"
    (event,) = told(lab)
    assert (event["scan_id"], event["queue_id"]) == ("SCAN_001", "QUEUE_001")
    assert (event["notes"], event["tags"], event["sample"], event["metadata"]) == ("second", ["a"], "", {})
    assert lab.reader.of_queue(lab.queue, 0, 100)[-1].kind is EventName.SCAN_ANNOTATED


def test_what_changes_nothing_is_not_told(lab: Lab) -> None:
    with lab.database.write() as conn:
        annotate(lab.database, conn, lab.scan, notes="")
    assert told(lab) == []
