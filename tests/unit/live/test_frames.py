"""Frames: readings as points or runs, states conflated, everything else in order."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.records import STREAM, Blocks, event

from dashboard.live.frames import Frame, FrameKind, events_of, fitting, split_event, text_header
from dashboard.live.points import Run, as_points, as_run
from engine.journal.reader import Entry, StreamInfo
from engine.model.bench import Column
from engine.model.events import DataPoint, DataPoints, EventName
from engine.model.values import NO_VALUE


def told(entries: list[Entry], blocks: Blocks, batch: bool = False) -> list[dict[str, Any]]:
    return [json.loads(text) for text in events_of(entries, blocks.decode, batch)]


def test_points_and_runs_fit_the_models() -> None:
    blocks = Blocks()
    entries = [blocks.entry(1, 0, 3)]
    for point in told(entries, blocks):
        DataPoint(**point["data"])
    (run,) = told(entries, blocks, batch=True)
    DataPoints(**run["data"])
    assert run["data"]["columns"] == {"stage.x": [0.0, 1.0, 2.0], "signal": [0.5, 1.5, 2.5]}
    assert run["data"]["timestamps"][1] == "1970-01-01T00:16:41Z"


def test_values_that_are_not_finite_are_sent_as_words() -> None:
    values = [1.5, math.nan, math.inf, -math.inf, NO_VALUE]
    words = [1.5, "NaN", "Infinity", "-Infinity", None]
    columns = {"v": np.array(values), "array": np.array([[v, 2.0] for v in values])}
    run = Run("SCAN_003", "meter", 0, np.zeros(5), columns)
    told = json.loads(as_run(run))["data"]
    assert told["columns"] == {"v": words, "array": [[word, 2.0] for word in words]}
    DataPoints(**told)
    points = [json.loads(text)["data"] for text in as_points(run)]
    assert [point["data"] for point in points] == [{"v": word, "array": [word, 2.0]} for word in words]
    for point in points:
        DataPoint(**point)


def test_arrays_stay_arrays() -> None:
    rows = np.arange(6.0).reshape(2, 3)
    run = Run("SCAN_003", "camera", 4, np.zeros(2), {"spectrum": rows})
    assert json.loads(as_run(run))["data"]["columns"] == {"spectrum": rows.tolist()}
    points = [json.loads(text)["data"] for text in as_points(run)]
    assert [p["data"]["spectrum"] for p in points] == rows.tolist()
    assert [p["sequence_index"] for p in points] == [4, 5]


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_any_name_survives(measurement: str, column: str) -> None:
    run = Run("SCAN_003", measurement, 0, np.zeros(1), {column: np.ones(1)})
    (point,) = as_points(run)
    assert json.loads(point)["data"]["measurement"] == measurement
    assert json.loads(point)["data"]["data"] == {column: 1.0}


def test_blocks_that_follow_each_other_become_one_run() -> None:
    blocks = Blocks()
    entries = [blocks.entry(1, 0, 3), blocks.entry(2, 3, 2), blocks.entry(3, 9, 1)]
    runs = [e["data"] for e in told(entries, blocks, batch=True)]
    assert [(r["first_index"], len(r["timestamps"])) for r in runs] == [(0, 5), (9, 1)]


def test_measurements_stay_apart() -> None:
    blocks = Blocks()
    other = StreamInfo(2, 3, "meter", (Column(name="v"),))
    entries = [blocks.entry(1, 0, 2), blocks.entry(2, 0, 2, other), blocks.entry(3, 2, 2)]
    runs = [
        (e["data"]["measurement"], len(e["data"]["timestamps"])) for e in told(entries, blocks, batch=True)
    ]
    assert runs == [("lockin", 4), ("meter", 2)]


kinds = st.sampled_from(
    [EventName.SCAN_STATUS, EventName.INSTRUMENT_STATUS, EventName.INSTRUMENT_POSITION, EventName.SCAN_LOG]
)


@given(st.lists(st.tuples(kinds, st.integers(1, 3)), max_size=40))
def test_last_state_of_each_key_and_every_log_line(plan: list[tuple[EventName, int]]) -> None:
    entries = [event(seq, kind, scan=key, instrument=key) for seq, (kind, key) in enumerate(plan, 1)]
    seen = [json.loads(text)["data"]["seq"] for text in events_of(entries, Blocks().decode, True)]
    assert seen == sorted(seen)
    last = {}
    for entry in entries:
        key: Any = entry.seq if entry.kind is EventName.SCAN_LOG else (entry.kind, entry.scan)
        last[key] = entry.seq
    assert sorted(last.values()) == seen


def test_readings_never_come_after_a_state_that_followed_them() -> None:
    blocks = Blocks()
    entries = [blocks.entry(1, 0, 1), blocks.entry(2, 1, 1), event(3, EventName.SCAN_STATUS, scan=3)]
    assert [e["event"] for e in told(entries, blocks, batch=True)] == ["data_points", "scan_status"]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30), st.booleans())
def test_pages_of_frames_lose_nothing(sizes: list[int], batch: bool) -> None:
    entries = [Entry(i, EventName.SCAN_LOG, 1, 1, None, b"x" * size) for i, size in enumerate(sizes)]
    rest, pages = entries, []
    while rest:
        count = fitting(rest, batch, limit=600)
        pages.append(rest[:count])
        rest = rest[count:]
    assert [e for page in pages for e in page] == entries
    assert all(len(page) == 1 or sum(len(e.payload) for e in page) <= 600 for page in pages)


def frame_of(texts: list[bytes]) -> Frame:
    return Frame("scan_SCAN_001", FrameKind.EVENTS, 5, "abc-5", events=texts)


@pytest.mark.parametrize("size", [0, 20, 200, 70_000])
def test_wire_is_one_text_message(size: int) -> None:
    frame = frame_of([b'{"event":"scan_log","data":{"message":"%b"}}' % (b"x" * size)])
    assert frame.wire == text_header(len(frame.body)) + frame.body
    assert json.loads(frame.body)["events"][0]["data"]["message"] == "x" * size


def test_frames_of_each_kind() -> None:
    assert json.loads(frame_of([]).body) == {
        "room": "scan_SCAN_001", "kind": "events", "cursor": "abc-5", "events": []
    }  # fmt: skip
    snapshot = Frame(
        "global", FrameKind.SNAPSHOT, 5, "abc-5", state=b'{"queues":[]}', engine=b'{"status":"offline"}'
    )
    assert json.loads(snapshot.body)["state"] == {"queues": []}
    beat = Frame("global", FrameKind.HEARTBEAT, 5, "abc-5", engine=b'{"status":"online"}')
    assert json.loads(beat.body) == {
        "room": "global", "kind": "heartbeat", "cursor": "abc-5", "engine": {"status": "online"}
    }  # fmt: skip


def test_socketio_packets_name_the_event_and_end_with_the_cursor() -> None:
    blocks = Blocks()
    texts = events_of(
        [blocks.entry(1, 0, 1, STREAM), event(2, EventName.SCAN_LOG, scan=3)], blocks.decode, False
    )
    packets = [json.loads(packet[1:]) for packet in frame_of(texts).packets]
    assert [name for name, _ in packets] == ["data_point", "scan_log", "cursor"]
    assert packets[1][1] == {"seq": 2}
    assert packets[2][1] == {"room": "scan_SCAN_001", "cursor": "abc-5"}


def test_an_event_is_split_as_the_models_write_it() -> None:
    made = DataPoint(scan_id="SCAN_001", measurement="m", data={}, sequence_index=0, timestamp="t")
    name, data = split_event(made.encode())
    assert (name, json.loads(data)["measurement"]) == ("data_point", "m")
