"""All connections of a room end with every stream record once and the last value of each state."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.records import Blocks, event

from dashboard.live import connection as connections
from dashboard.live.close_codes import CloseCode
from dashboard.live.connection import Connection, Phase
from dashboard.live.cursors import Cursors
from dashboard.live.delivery import Delivery
from dashboard.live.frames import Frame
from dashboard.live.live_room import LiveRoom
from dashboard.live.presence import Guests, Watcher
from dashboard.live.rooms import Room, RoomKind
from engine.model.events import EventName

ROOM = Room(RoomKind.SCAN, 3)


class FakeSink:
    """Takes frames while `open`."""

    def __init__(self) -> None:
        self.open = True
        self.frames: list[Frame] = []

    def ready(self) -> bool:
        return self.open

    def deliver(self, frame: Frame) -> None:
        self.frames.append(frame)

    def end(self, code: CloseCode, reason: str) -> None:
        raise AssertionError(reason)

    def probe(self) -> None:
        raise AssertionError("nothing asks")

    @property
    def events(self) -> list[dict[str, Any]]:
        return [e for frame in self.frames for e in json.loads(frame.body)["events"]]


def enter(room: LiveRoom, flow: bool = False, client: str = "") -> tuple[Connection, FakeSink]:
    sink = FakeSink()
    made = Connection(
        room, sink, position=0, batch=True, flow=flow, watcher=Watcher(client, client), news=lambda _: None
    )
    made.phase = Phase.LIVE
    if client:
        room.enter(made)
    else:
        room.connections.add(made)
    return made, sink


def live_room(blocks: Blocks | None = None) -> LiveRoom:
    return LiveRoom(ROOM, 0, Cursors("test"), (blocks or Blocks()).decode, Guests())


def beat(room: LiveRoom) -> bool:
    """One beat; whether somebody still lacks something."""

    def nobody(_: Connection) -> None:
        raise AssertionError("nobody is late")

    return Delivery(nobody)._deliver(room)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("status"), st.integers(1, 4)),
        st.tuples(st.just("log"), st.just(0)),
        st.tuples(st.just("points"), st.integers(1, 3)),
        st.tuples(st.just("gate"), st.integers(0, 2)),
        st.tuples(st.just("beat"), st.just(0)),
    ),
    max_size=80,
)


@given(steps)
def test_nothing_is_lost_and_last_values_arrive(plan: list[tuple[str, int]]) -> None:
    blocks = Blocks()
    room = live_room(blocks)
    clients = [enter(room)[1] for _ in range(3)]
    seq = points = 0
    last: dict[int, int] = {}
    logs: list[int] = []
    for what, number in plan:
        if what == "beat":
            beat(room)
            continue
        if what == "gate":
            clients[number].open = not clients[number].open
            continue
        seq += 1
        if what == "points":
            room.ring.append(blocks.entry(seq, points, number), 0.0)
            points += number
        elif what == "log":
            room.ring.append(event(seq, EventName.SCAN_LOG, scan=3), 0.0)
            logs.append(seq)
        else:
            room.ring.append(event(seq, EventName.INSTRUMENT_STATUS, instrument=number, key=number), 0.0)
            last[number] = seq
    for client in clients:
        client.open = True
    assert not beat(room)
    for client in clients:
        events = client.events
        assert [e["data"]["seq"] for e in events if e["event"] == "scan_log"] == logs
        runs = [e["data"] for e in events if e["event"] == "data_points"]
        indices = [i for r in runs for i in range(r["first_index"], r["first_index"] + len(r["timestamps"]))]
        assert indices == list(range(points))
        known = {e["data"]["key"]: e["data"]["seq"] for e in events if e["event"] == "instrument_status"}
        assert known == last


def test_one_frame_in_flight_until_it_is_acknowledged() -> None:
    room = live_room()
    connection, sink = enter(room, flow=True)
    for seq in range(1, 6):
        room.ring.append(event(seq, EventName.SCAN_LOG, scan=3), 0.0)
        beat(room)
    assert len(sink.frames) == 1
    connection.acknowledge("some-other")
    beat(room)
    assert len(sink.frames) == 1
    connection.acknowledge(sink.frames[0].cursor)
    beat(room)
    assert [e["data"]["seq"] for e in sink.events] == [1, 2, 3, 4, 5]
    assert len(sink.frames) == 2


def test_a_client_that_never_acknowledges_is_overdue(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(connections.time, "monotonic", lambda: now)
    room = live_room()
    connection, sink = enter(room, flow=True)
    room.ring.append(event(1, EventName.SCAN_LOG, scan=3), 0.0)
    now = 1000.0
    assert not connection.overdue
    beat(room)
    now = 1059.0
    assert not connection.overdue
    now = 1061.0
    assert connection.overdue
    connection.acknowledge(sink.frames[0].cursor)
    assert not connection.overdue


def test_a_change_of_who_is_there_is_told_once_it_has_settled() -> None:
    room = live_room()
    (_, heard), (second, also_heard) = (enter(room, client=name) for name in ("a", "b"))
    assert not beat(room)
    assert not heard.frames
    room.watchers.settle()
    beat(room)
    told = [[e["data"]["users"] for e in sink.events] for sink in (heard, also_heard)]
    assert told == [[["a", "b"]], [["a", "b"]]]
    assert heard.frames[-1].seq == 0
    room.leave(second)
    room.enter(second)
    room.watchers.settle()
    beat(room)
    assert len(heard.frames) == 1
    room.leave(second)
    room.watchers.settle()
    beat(room)
    assert heard.events[-1]["data"]["users"] == ["a"]
    beat(room)
    assert len(heard.frames) == 2


def test_push_waits_until_the_client_is_ready_and_ends_with_it() -> None:
    import gevent

    room = live_room()
    connection, sink = enter(room)
    sink.open = False
    pushing = gevent.spawn(connection.push, room.next_frame(0, True))
    gevent.sleep(0)
    assert not sink.frames
    sink.open = True
    connection.ready_again()
    assert pushing.get(timeout=5) is True
    sink.open = False
    pushing = gevent.spawn(connection.push, room.next_frame(0, True))
    gevent.sleep(0)
    connection.closed()
    assert pushing.get(timeout=5) is False
    assert len(sink.frames) == 1
