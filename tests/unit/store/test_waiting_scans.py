"""Waiting and active scans as a starting engine reads them."""

from __future__ import annotations

from support.store import LINE, PLAN, Lab

from engine.model.states import ScanState
from engine.store import queues, scans, waiting_scans


def test_waiting_scans_come_in_their_order_with_what_they_need(lab: Lab) -> None:
    with lab.database.write() as conn:
        queues.create(conn, "another queue")
        for queue, name in ((2, "third"), (1, "first"), (1, "second")):
            scans.create(conn, queue, name, PLAN, total_points=4, needs={"b", "a"}, duration=2.5)
        scans.to_head(conn, 4)
        found = waiting_scans.waiting(conn)
    assert [(scan.name, scan.scan_id, scan.queue_id) for scan in found] == [
        ("second", "SCAN_004", "QUEUE_001"),
        ("line", "SCAN_001", "QUEUE_001"),
        ("first", "SCAN_003", "QUEUE_001"),
        ("third", "SCAN_002", "QUEUE_002"),
    ]
    assert (found[0].needs, found[0].duration, found[0].total_points) == (frozenset("ab"), 2.5, 4)
    assert (found[1].needs, found[1].duration) == (None, None)


def test_what_earlier_versions_left_open_is_filled_in(lab: Lab) -> None:
    another = lab.add_scan()
    with lab.database.write() as conn:
        waiting_scans.set_needs(conn, [(1, ["meter"], None), (another, [], 1.5)])
        found = {scan.number: (scan.needs, scan.duration) for scan in waiting_scans.waiting(conn)}
    assert found == {1: (frozenset({"meter"}), None), another: (frozenset(), 1.5)}


def test_a_waiting_scan_has_begun_when_it_ran_or_holds_readings(lab: Lab) -> None:
    ran, measured = lab.add_scan("ran"), lab.add_scan("measured")
    lab.writer.emit(lab.status(ScanState.RUNNING, ran))
    lab.writer.emit(lab.status(ScanState.QUEUED, ran))
    stream = lab.writer.open_stream(measured, "meter", LINE)
    lab.append_line(stream, 1)
    lab.writer.flush()
    with lab.database.read() as conn:
        assert {scan.name: scan.begun for scan in waiting_scans.waiting(conn)} == {
            "line": False, "ran": True, "measured": True,
        }  # fmt: skip


def test_active_scans_are_neither_queued_nor_ended(lab: Lab) -> None:
    for state in ScanState:
        lab.writer.emit(lab.status(state, lab.add_scan(state.value)))
    lab.writer.flush()
    with lab.database.read() as conn:
        found = {scans.get(conn, number).status for number in waiting_scans.active(conn)}
    assert found == {state for state in ScanState if state.active}


def test_descriptions_are_kept_once_unless_they_are_to_be_kept_anew(lab: Lab) -> None:
    with lab.database.write() as conn:
        assert scans.described(conn, 1) == {}
        scans.describe(conn, 1, {"meter": {"driver": "scpi"}}, anew=False)
        scans.describe(conn, 1, {"meter": {"driver": "other"}}, anew=False)
        assert scans.described(conn, 1) == {"meter": {"driver": "scpi"}}
        scans.describe(conn, 1, {"meter": {"driver": "other"}}, anew=True)
        assert scans.described(conn, 1) == {"meter": {"driver": "other"}}
