"""Names of rooms, and which record goes where."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.live.rooms import GLOBAL, INSTRUMENTS, Room, RoomKind, parse, rooms_of
from engine.errors import NotFound
from engine.journal.reader import Entry
from engine.model.events import EventName

NUMBERED = [RoomKind.SCAN, RoomKind.QUEUE, RoomKind.INSTRUMENT]


@given(st.sampled_from(NUMBERED), st.integers(1, 999_999_999))
def test_a_room_is_found_by_its_name(kind: RoomKind, number: int) -> None:
    room = Room(kind, number)
    assert parse(room.name) == room


@pytest.mark.parametrize("room", [GLOBAL, INSTRUMENTS])
def test_rooms_there_is_one_of(room: Room) -> None:
    assert parse(room.name) == room


@given(st.text(max_size=30))
def test_any_other_name_is_not_found(name: str) -> None:
    with contextlib.suppress(NotFound):
        assert parse(name).name == name


@pytest.mark.parametrize(
    "name",
    [
        "scan_SCAN_01",
        "scan_QUEUE_001",
        "scan_SCAN_0001",
        "instrument_",
        "instrument_01",
        "instrument_٣",
        "Global",
    ],
)
def test_names_that_only_look_right(name: str) -> None:
    with pytest.raises(NotFound):
        parse(name)


def record(kind: EventName) -> Entry:
    return Entry(1, kind, scan=3, queue=2, instrument=5, payload=b"")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (EventName.DATA_POINTS, {"scan_SCAN_003"}),
        (EventName.SCAN_LOG, {"scan_SCAN_003"}),
        (EventName.QUEUE_LOG, {"queue_QUEUE_002"}),
        (EventName.QUEUE_ORDER, {"queue_QUEUE_002"}),
        (EventName.SCAN_STATUS, {"scan_SCAN_003", "queue_QUEUE_002", "global"}),
        (EventName.QUEUE_STATUS, {"queue_QUEUE_002", "global"}),
        (EventName.INSTRUMENT_STATUS, {"instrument_5", "instruments", "global"}),
        (EventName.INSTRUMENT_POSITION, {"instrument_5", "instruments"}),
        (EventName.EMERGENCY_STOP, {"global"}),
        (EventName.STOP_DISMISSED, {"global"}),
    ],
)
def test_routing(kind: EventName, names: set[str]) -> None:
    assert {room.name for room in rooms_of(record(kind))} == names
