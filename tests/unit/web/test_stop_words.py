"""An emergency stop in words, as the banner tells of it."""

from __future__ import annotations

from typing import Any

from dashboard.components import stop_words
from engine.model.records import QueueRecord, StopRecord
from engine.model.states import StopOutcome
from engine.model.stopped import StoppedAxis, StoppedInstrument


def instrument(
    name: str, outcome: str, reason: str = "", axes: list[StoppedAxis] | None = None
) -> StoppedInstrument:
    return StoppedInstrument(
        instrument_id=1, instrument_name=name, outcome=StopOutcome(outcome), reason=reason, axes=axes or []
    )


def stop(*instruments: StoppedInstrument, scans: tuple[str, ...] = ()) -> StopRecord:
    return StopRecord(
        stop_id="a",
        user="Ada",
        timestamp="2026-05-04T18:04:12Z",
        scans=list(scans),
        queues=["QUEUE_001", "QUEUE_002", "QUEUE_003"],
        instruments=list(instruments),
        dismissed_by=None,
        dismissed_at=None,
    )


def test_what_needs_somebody_comes_last() -> None:
    found = stop(
        instrument("stage", "stopped"),
        instrument("sourcemeter", "safe"),
        instrument("laser", "not reached", "no answer"),
        scans=("SCAN_041",),
    )
    assert stop_words.sentences(found) == [
        "2 instruments told to stop, sourcemeter at its safe values.",
        "1 scan aborted.",
        "laser was not reached (no answer): look at it.",
    ]
    assert stop_words.needs_looking(found)


def test_where_all_went_well_nobody_has_to_look() -> None:
    found = stop(instrument("a", "safe"), instrument("b", "safe"))
    assert stop_words.sentences(found) == ["2 instruments told to stop, a and b at their safe values."]
    assert not stop_words.needs_looking(found)


def test_many_are_told_in_few_sentences() -> None:
    missed = [instrument(name, "not reached") for name in "abcd"]
    found = stop(*missed, instrument("e", "left alone"), instrument("f", "moving"))
    assert stop_words.sentences(found) == [
        "1 instrument told to stop.",
        "f still moves.",
        "e was left alone, disconnected on purpose.",
        "a was not reached: look at it.",
        "b was not reached: look at it.",
        "c and d were not reached either: look at them.",
    ]


def test_where_axes_stand_and_where_they_would_be_safe() -> None:
    x, y = (
        StoppedAxis(name="x", unit="mm", position=0, safe=0),
        StoppedAxis(name="y", unit="mm", position=12.5),
    )
    assert stop_words.where(instrument("stage", "safe", axes=[x, y])) == "x 0 mm (safe), y 12.5 mm"
    level = StoppedAxis(name="level", unit="V", position=3, safe=0)
    unknown = StoppedAxis(name="x", unit="mm", safe=0)
    told = stop_words.where(instrument("source", "moving", axes=[level, unknown]))
    assert told == "level 3 V (safe at 0 V), x – (safe at 0 mm)"
    assert stop_words.outcome(instrument("laser", "not reached", "no answer")) == (
        "red",
        "not reached: no answer",
    )


def test_only_idle_queues_of_the_stop_in_which_scans_wait_can_go_on() -> None:
    def queue(number: int, status: str) -> QueueRecord:
        given: dict[str, Any] = {
            "queue_id": f"QUEUE_00{number}", "name": "Q", "status": status, "current_scan": None, "current_scans": [],
            "completed_scans": 0, "total_scans": 2, "progress": 0, "eta": None, "mode": "serial", "on_failure": "stop",
            "message": "", "timestamp": "2026-05-04T18:04:12Z", "created_at": "2026-05-04T18:04:12Z",
        }  # fmt: skip
        return QueueRecord.model_validate(given)

    queues = [queue(1, "idle"), queue(2, "running"), queue(3, "idle"), queue(4, "idle")]
    waiting = {"QUEUE_001": 2, "QUEUE_002": 1, "QUEUE_003": 0, "QUEUE_004": 1}
    ready = stop_words.queues_to_go_on(stop(), queues, waiting)
    assert [each.queue_id for each in ready] == ["QUEUE_001"]
