"""The record of an emergency stop: who, when, what ended, and where every instrument is."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from support.engine_lab import LONG, QUICK, Z_LONG, EngineLab, until

from engine.commands.emergency_stops import EmergencyStops
from engine.commands.inbox import Inbox
from engine.commands.stop_pipe import StopRequest
from engine.errors import InstrumentError
from engine.model.records import StopRecord
from engine.model.states import QueueState, ScanState, StopOutcome
from engine.store import queues, stops

Outcomes = dict[str, StopOutcome]


def latest(lab: EngineLab) -> StopRecord | None:
    with lab.database.read() as conn:
        return stops.latest(conn)


def outcomes(record: StopRecord | None) -> Outcomes:
    return {} if record is None else {i.instrument_name: i.outcome for i in record.instruments}


def reason(record: StopRecord | None, name: str) -> str:
    assert record is not None
    return next(i.reason for i in record.instruments if i.instrument_name == name)


@pytest.fixture
def inbox(lab: EngineLab) -> Inbox:
    for instrument in lab.bench.instruments.values():
        until(lambda i=instrument: i.connected, f"{instrument.name} to be connected")
    return Inbox(lab.context, lab.scheduler, lab.rules)


def test_a_stop_names_who_asked_what_it_ended_and_where_instruments_stand(
    lab: EngineLab, inbox: Inbox
) -> None:
    queue = lab.queue(LONG, QUICK)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    inbox.stop_all(StopRequest("ann"))
    until(lambda: outcomes(latest(lab)).get("motor") is StopOutcome.SAFE, "the motor at its safe values")
    record = latest(lab)
    assert record is not None
    assert (record.user, record.scans, record.queues) == ("ann", ["SCAN_001"], [queue])
    assert record.dismissed_at is None
    found = {i.instrument_name: i for i in record.instruments}
    assert set(found) == set(lab.bench.instruments)
    assert [(a.name, a.position, a.safe, a.unit) for a in found["motor"].axes] == [
        ("x", 0, 0, "mm"),
        ("y", 0, 0, "mm"),
    ]
    assert found["detector"].outcome is StopOutcome.STOPPED


def test_an_instrument_on_its_way_is_told_until_it_stands(lab: EngineLab, inbox: Inbox) -> None:
    lab.do("queue", lab.queue(Z_LONG), "start")
    slow = lab.bench.instruments["slow"]
    until(lambda: (slow.positions["z"] or 0) > 2, "the move")
    inbox.stop_all(StopRequest("ann"))
    until(lambda: outcomes(latest(lab)).get("slow") is StopOutcome.MOVING, "the way to the safe value")
    until(lambda: outcomes(latest(lab)).get("slow") is StopOutcome.SAFE, "the safe value")


def test_an_instrument_that_does_not_answer_is_named_with_the_reason_until_it_does(
    lab: EngineLab, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def fail() -> None:
        raise InstrumentError("motor", "its answer was nonsense")

    monkeypatch.setattr(lab.bench.instruments["motor"], "make_safe", fail)
    monkeypatch.setattr(lab.bench.instruments["slow"], "make_safe", lambda: release.wait(60))
    lab.bench.instruments["camera"].disconnect()
    inbox.stop_all(StopRequest("ann"))
    until(lambda: outcomes(latest(lab)).get("slow") is StopOutcome.NOT_REACHED, "the silent instrument")
    record = latest(lab)
    assert reason(record, "motor") == "its answer was nonsense"
    assert reason(record, "slow") == "it has not answered yet"
    assert outcomes(record)["camera"] is StopOutcome.LEFT_ALONE
    release.set()
    until(lambda: outcomes(latest(lab)).get("slow") is StopOutcome.SAFE, "its answer")


def test_a_request_that_comes_both_ways_is_one_stop_and_the_next_one_another(lab: EngineLab) -> None:
    emergency = EmergencyStops(lab.context)

    def carry_out(request: StopRequest) -> bool:
        new = emergency.begin(request, [])
        if new:
            emergency.stop_bench()
        return new

    first, second = StopRequest("ann"), StopRequest("ann")
    assert [carry_out(request) for request in (first, second, first, second)] == [True, True, False, False]

    def kept() -> list[StopRecord]:
        with lab.database.read() as conn:
            return stops.list_(conn, 100)

    until(lambda: len(kept()) == 2, "both on record")
    emergency.close()


def test_an_identifier_that_comes_again_much_later_is_another_stop(
    lab: EngineLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    stops_of_lab = EmergencyStops(lab.context)
    request = StopRequest("ann")
    assert [stops_of_lab.begin(request, []) for _ in range(2)] == [True, False]
    monkeypatch.setattr("engine.commands.emergency_stops._SAME_WITHIN", 0.0)
    assert stops_of_lab.begin(request, [])


def test_the_first_who_dismisses_a_stop_is_kept_and_later_news_of_it_changes_nothing(
    lab: EngineLab, inbox: Inbox
) -> None:
    inbox.stop_all(StopRequest("ann"))
    record = until(lambda: latest(lab), "the record")
    with lab.database.write() as conn:
        assert stops.dismiss(conn, record.stop_id, "bob")[1]
        assert not stops.dismiss(conn, record.stop_id, "eve")[1]
    until(lambda: outcomes(latest(lab)).get("motor") is StopOutcome.SAFE, "the motor at its safe values")
    kept: Any = latest(lab)
    assert kept.dismissed_by == "bob"


def test_the_progress_of_a_stopped_queue_is_what_was_measured(lab: EngineLab, inbox: Inbox) -> None:
    queue = lab.queue(LONG)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    inbox.stop_all(StopRequest("ann"))
    scan = lab.scan_is("SCAN_001", ScanState.ABORTED)
    assert scan.progress < 1
    lab.queue_is(queue, QueueState.IDLE)
    with lab.database.read() as conn:
        kept = next(q for q in queues.list_(conn) if q.queue_id == queue)
    assert (kept.completed_scans, kept.total_scans) == (0, 1)
    assert kept.progress == pytest.approx(scan.progress)
