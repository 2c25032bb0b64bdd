"""Delivery continues when one room fails, and hands over late connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gevent
import pytest
from support.records import Blocks, event

from dashboard.live.close_codes import CloseCode
from dashboard.live.connection import Connection, Phase
from dashboard.live.cursors import Cursors
from dashboard.live.delivery import Delivery
from dashboard.live.frames import Frame
from dashboard.live.live_room import LiveRoom
from dashboard.live.presence import SOMEBODY, Guests
from dashboard.live.rooms import Room, RoomKind
from engine.journal.reader import Entry
from engine.model.events import EventName


class Sink:
    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.codes: list[CloseCode] = []
        self.full = False

    def ready(self) -> bool:
        return not self.full

    def deliver(self, frame: Frame) -> None:
        self.frames.append(frame)

    def end(self, code: CloseCode, reason: str) -> None:
        self.codes.append(code)

    def probe(self) -> None:
        pass


def room_with_one(number: int, decode: Any) -> tuple[LiveRoom, Connection, Sink]:
    room = LiveRoom(Room(RoomKind.SCAN, number), 0, Cursors("test"), decode, Guests())
    sink = Sink()
    made = Connection(room, sink, position=0, batch=True, flow=False, watcher=SOMEBODY, news=lambda _: None)
    made.phase = Phase.LIVE
    room.connections.add(made)
    return room, made, sink


@pytest.fixture
def late() -> list[Connection]:
    return []


@pytest.fixture
def beat(late: list[Connection]) -> Iterator[Delivery]:
    made = Delivery(late.append)
    running = gevent.spawn(made.run)
    yield made
    running.kill()


def until(check: Any) -> None:
    with gevent.Timeout(30):
        while not check():
            gevent.sleep(0.005)


def test_a_room_that_cannot_be_read_does_not_stop_the_others(beat: Delivery) -> None:
    blocks = Blocks()

    def broken(_: Entry) -> Any:
        raise ValueError("damaged")

    bad, _, ended = room_with_one(1, broken)
    good, _, sink = room_with_one(2, blocks.decode)
    bad.ring.append(blocks.entry(1, 0, 5), 0.0)
    beat.mark(bad)
    until(lambda: ended.codes)
    assert ended.codes == [CloseCode.TROUBLE]
    good.ring.append(event(2, EventName.SCAN_LOG, scan=2), 0.0)
    beat.mark(good)
    until(lambda: sink.frames)
    assert sink.frames[0].seq == 2


def test_connections_beyond_the_ring_are_handed_over(beat: Delivery, late: list[Connection]) -> None:
    room, connection, sink = room_with_one(1, Blocks().decode)
    for seq in (1, 2):
        room.ring.append(event(seq, EventName.SCAN_LOG, scan=1), 0.0)
    room.ring.expire(1e9)
    beat.mark(room)
    until(lambda: late)
    assert late[0] is connection
    assert not sink.frames


def test_a_client_that_does_not_report_ready_is_polled(beat: Delivery) -> None:
    room, _, sink = room_with_one(1, Blocks().decode)
    sink.full = True
    room.ring.append(event(1, EventName.SCAN_LOG, scan=1), 0.0)
    beat.mark(room)
    gevent.sleep(0.06)
    assert not sink.frames
    sink.full = False
    until(lambda: sink.frames)
