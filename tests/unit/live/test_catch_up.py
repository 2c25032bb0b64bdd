"""Late connections get everything after their cursor, or a snapshot, never only a part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gevent
import pytest
from sqlalchemy import text
from support.live import Producer, indices, producing

from dashboard.live import catch_up
from dashboard.live import hub as hub_module
from dashboard.live.close_codes import CloseCode, Refused
from dashboard.live.connection import Connection
from dashboard.live.frames import Frame
from dashboard.live.hub import Hub
from engine.errors import NotFound
from engine.settings import Settings


class Sink:
    """Keeps frames; ready while `open`."""

    def __init__(self) -> None:
        self.open = True
        self.frames: list[dict[str, Any]] = []

    def ready(self) -> bool:
        return self.open

    def deliver(self, frame: Frame) -> None:
        self.frames.append(json.loads(frame.body))

    def end(self, code: CloseCode, reason: str) -> None:
        self.frames.append({"kind": "end", "code": code, "reason": reason})

    def probe(self) -> None:
        pass

    def wait(self, count: int) -> list[dict[str, Any]]:
        with gevent.Timeout(10):
            while len(self.frames) < count:
                gevent.sleep(0.005)
        return self.frames

    def points(self, count: int) -> list[int]:
        with gevent.Timeout(10):
            while len(self.seen) < count:
                gevent.sleep(0.005)
        return self.seen

    @property
    def seen(self) -> list[int]:
        return indices([e for frame in self.frames for e in frame.get("events", [])])


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Producer]:
    from engine.store.database import Database

    database = Database(Settings(home=tmp_path).url)
    database.migrate()
    database.dispose()
    with producing(tmp_path) as producer:
        yield producer


@pytest.fixture
def hub(lab: Producer, tmp_path: Path) -> Iterator[Hub]:
    made = Hub(lab.database, Settings(home=tmp_path))
    made.start()
    yield made
    made.close()


def cursor_now(hub: Hub, room: str) -> str:
    sink = Sink()
    connection = hub.connect(room, sink)
    sink.wait(1)
    hub.leave(connection)
    return str(sink.frames[0]["cursor"])


def test_late_by_many_pages(hub: Hub, lab: Producer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catch_up, "PAGE", 4)
    scan = lab.new_scan()
    lab.writer.flush()
    cursor = cursor_now(hub, scan.room)
    for _ in range(20):
        scan.points(10)
        scan.log("line")
        lab.writer.flush()
    hub._rooms.clear()  # as after a restart: no ring remembers
    sink = Sink()
    hub.connect(scan.room, sink, since=cursor, batch=True)
    assert sink.points(200) == list(range(200))
    scan.points(5)
    assert sink.points(205) == list(range(205))


def test_a_connection_that_fell_off_the_ring_misses_nothing(hub: Hub, lab: Producer) -> None:
    scan = lab.new_scan()
    lab.writer.flush()
    sink = Sink()
    connection = hub.connect(scan.room, sink, batch=True)
    sink.wait(1)
    sink.open = False
    for _ in range(30):
        scan.points(10)
        lab.writer.flush()
    with gevent.Timeout(10):
        while not len(connection.room.ring):
            gevent.sleep(0.005)
    connection.room.ring.expire(float("inf"))
    scan.points(1)
    sink.open = True
    assert sink.points(301) == list(range(301))


def test_states_beyond_the_ring_come_as_a_snapshot(hub: Hub, lab: Producer) -> None:
    number = lab.new_instrument()
    lab.instrument(number, 0.0)
    lab.writer.flush()
    sink = Sink()
    connection = hub.connect("instruments", sink)
    sink.wait(1)
    sink.open = False
    lab.instrument(number, 1.0)
    with gevent.Timeout(10):
        while not len(connection.room.ring):
            gevent.sleep(0.005)
    connection.room.ring.expire(float("inf"))
    lab.instrument(number, 2.0)
    lab.writer.flush()
    sink.open = True
    frames = sink.wait(2)
    assert frames[1]["kind"] == "snapshot"
    assert frames[1]["state"]["instruments"][0]["position"] == {"x": 2.0}


def test_what_the_journal_has_lost_comes_as_a_snapshot(hub: Hub, lab: Producer) -> None:
    scan = lab.new_scan()
    lab.writer.flush()
    cursor = cursor_now(hub, scan.room)
    scan.points(10)
    lab.writer.flush()
    hub._rooms.clear()
    with lab.database.write() as conn:
        head = conn.scalar(text("SELECT max(seq) FROM journal"))
        conn.execute(text("DELETE FROM properties WHERE name = 'floor'"))
        conn.execute(text("INSERT INTO properties (name, value) VALUES ('floor', :head)"), {"head": head})
    sink = Sink()
    hub.connect(scan.room, sink, since=cursor)
    (first, *_) = sink.wait(1)
    assert (first["kind"], first["state"]["points"]["lockin"]["total"]) == ("snapshot", 10)


def test_a_cursor_from_the_future_gives_a_snapshot(hub: Hub, lab: Producer) -> None:
    scan = lab.new_scan()
    lab.writer.flush()
    tag, _, _ = cursor_now(hub, scan.room).partition("-")
    sink = Sink()
    hub.connect(scan.room, sink, since=f"{tag}-ffffff")
    assert sink.wait(1)[0]["kind"] == "snapshot"


def test_many_who_enter_together_share_a_snapshot(
    hub: Hub, lab: Producer, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = lab.new_scan()
    lab.writer.flush()
    taken: list[object] = []
    take = catch_up.take
    monkeypatch.setattr(catch_up, "take", lambda *given: (taken.append(given), take(*given))[1])
    sinks = [Sink() for _ in range(50)]
    made: list[Connection] = [hub.connect(scan.room, sink) for sink in sinks]
    for sink in sinks:
        assert sink.wait(1)[0]["kind"] == "snapshot"
    assert len(taken) <= 2
    assert len(made) == 50


def test_unknown_rooms(hub: Hub) -> None:
    for name in ("scan_SCAN_404", "queue_QUEUE_404", "instrument_404", "elsewhere"):
        with pytest.raises(NotFound):
            hub.connect(name, Sink())


def test_empty_rooms_are_forgotten(hub: Hub, lab: Producer, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.live import hub as hubs

    monkeypatch.setattr(hubs, "_KEEP_EMPTY", 0.0)
    scan = lab.new_scan()
    lab.writer.flush()

    def visited() -> object:
        connection = hub.connect(scan.room, Sink(), snapshot=False)
        hub.leave(connection)
        return connection.room

    first = visited()
    with gevent.Timeout(10):
        while visited() is first:
            gevent.sleep(0.02)


def test_a_client_that_never_acknowledges_is_closed_with_4408(
    hub: Hub, lab: Producer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard.live import connection as connections

    monkeypatch.setattr(connections, "ACK_SECONDS", 0.05)
    lab.writer.flush()
    sink = Sink()
    hub.connect("global", sink, flow=True)
    assert sink.wait(2)[1]["code"] == 4408


def test_a_closed_hub_refuses_connections(hub: Hub) -> None:
    sink = Sink()
    hub.connect("global", sink)
    sink.wait(1)
    hub.close()
    assert sink.frames[-1]["code"] == 1001
    with pytest.raises(Refused) as refusal:
        hub.connect("global", Sink())
    assert refusal.value.code == 1001


def test_a_room_that_cannot_be_read_says_so(hub: Hub, lab: Producer, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = lab.new_scan()
    lab.writer.flush()

    def fail(*_: object, **__: object) -> None:
        raise ValueError("a fault that nobody expects")

    monkeypatch.setattr(catch_up, "take", fail)
    first, second = Sink(), Sink()
    hub.connect(scan.room, first)
    hub.connect(scan.room, second)
    for sink in (first, second):
        (end,) = sink.wait(1)
        assert (end["kind"], end["code"]) == ("end", CloseCode.TROUBLE)


def test_house_is_kept_although_a_client_cannot_be_asked(
    hub: Hub, lab: Producer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "PROBE_SECONDS", 0.0)
    monkeypatch.setattr(hub_module, "HEARTBEAT_SECONDS", 0.0)

    class Gone(Sink):
        def probe(self) -> None:
            raise RuntimeError("it is just closing")

    hub.connect("global", Gone())
    sink = Sink()
    hub.connect("global", sink)
    assert [frame["kind"] for frame in sink.wait(3)[1:]] == ["heartbeat", "heartbeat"]


def damage(lab: Producer, which: str) -> None:
    """Flip a bit of the last number in a block of the journal."""
    with lab.database.write() as conn:
        chosen = f"(SELECT {which}(seq) FROM journal WHERE kind = 'data_points')"
        found = conn.execute(text(f"SELECT payload FROM journal WHERE seq = {chosen}")).scalar_one()
        broken = bytes([*found[:-1], found[-1] ^ 1])
        conn.execute(text(f"UPDATE journal SET payload = :p WHERE seq = {chosen}"), {"p": broken})


def test_damaged_readings_come_as_a_snapshot_that_says_so(hub: Hub, lab: Producer) -> None:
    scan = lab.new_scan()
    lab.writer.flush()
    cursor = cursor_now(hub, scan.room)
    for _ in range(3):
        scan.points(10)
        lab.writer.flush()
    damage(lab, "min")
    hub._rooms.clear()  # as after a restart: no ring remembers
    sink = Sink()
    hub.connect(scan.room, sink, since=cursor, batch=True)
    snapshot = sink.wait(1)[0]
    assert snapshot["kind"] == "snapshot"
    points = snapshot["state"]["points"]["lockin"]
    assert "readings 0 to 9 of lockin" in points["damage"]
    assert (points["first_index"], points["total"], points["timestamps"]) == (30, 30, [])
    # What is measured from then on comes as ever.
    scan.points(5)
    assert sink.points(5) == list(range(30, 35))


def test_a_record_that_was_damaged_on_its_way_is_replaced_by_a_snapshot(
    hub: Hub, lab: Producer, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = lab.new_scan()
    lab.writer.flush()
    sink = Sink()
    connection = hub.connect(scan.room, sink, batch=True)
    sink.wait(1)
    sink.open = False
    scan.points(10)
    lab.writer.flush()
    with gevent.Timeout(10):
        while not len(connection.room.ring):
            gevent.sleep(0.005)
    ring = connection.room.ring
    entry = ring._records[-1]
    ring._records[-1] = replace(entry, payload=bytes([*entry.payload[:-1], entry.payload[-1] ^ 1]))
    sink.open = True
    frame = sink.wait(2)[1]
    # The database has them as they were written.
    assert frame["kind"] == "snapshot"
    assert len(frame["state"]["points"]["lockin"]["timestamps"]) == 10
    scan.points(1)
    assert sink.points(1) == [10]
