"""Room sockets against the real web server; the test writes the journal instead of an engine."""

from __future__ import annotations

import time
from typing import Any

import pytest
import websocket
from support.live import Producer, RoomClient, indices, names
from support.running import RunningServer

from engine.model import ids

# First frames and snapshots


def test_first_frame_of_a_scan_room_is_its_snapshot(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    scan.points(1500)
    scan.log("<b>begun</b>")
    scan.status(1500)
    lab.writer.flush()
    first = RoomClient.enter(web, scan.room).frame()
    assert (first["room"], first["kind"]) == (scan.room, "snapshot")
    state = first["state"]
    shown = web.client().get(f"api/v1/scans/{scan.id}").json()
    assert state["scan"] == shown
    points = state["points"]["lockin"]
    assert (points["first_index"], points["total"]) == (500, 1500)
    assert points["columns"]["intensity"] == [float(i) for i in range(500, 1500)]
    assert [line["message"] for line in state["log"]] == ["<b>begun</b>"]


def test_snapshots_of_the_other_rooms(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    number = lab.new_instrument()
    lab.instrument(number, 2.5)
    lab.queue_log(scan.queue, "hello")
    lab.writer.flush()
    queue = ids.queue_id(scan.queue)
    state = RoomClient.enter(web, f"queue_{queue}").frame()["state"]
    assert state["queue"]["queue_id"] == queue
    assert [s["scan_id"] for s in state["scans"]] == [scan.id]
    assert [line["message"] for line in state["log"]] == ["hello"]
    state = RoomClient.enter(web, "instruments").frame()["state"]
    assert [i["position"] for i in state["instruments"] if i["instrument_id"] == number] == [{"x": 2.5}]
    state = RoomClient.enter(web, f"instrument_{number}").frame()["state"]
    assert state["instrument"]["position"] == {"x": 2.5}
    state = RoomClient.enter(web, "global").frame()["state"]
    assert set(state) >= {"queues", "scans", "instruments", "counts"}
    assert scan.id in [s["scan_id"] for s in state["scans"]]
    assert queue in [q["queue_id"] for q in state["queues"]]


def test_snapshot_of_large_arrays_is_whole(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    scan.spectra(30, 1024)
    lab.writer.flush()
    columns = RoomClient.enter(web, scan.room).frame()["state"]["points"]["spectrometer"]["columns"]
    assert [len(row) for row in columns["spectrum"]] == [1024] * 30
    assert columns["spectrum"][29][0] == pytest.approx(29.1)


def test_light_snapshot_of_large_arrays_is_small(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    scan.spectra(120, 1024)
    lab.writer.flush()
    points = RoomClient.enter(web, scan.room, snapshot="light").frame()["state"]["points"]["spectrometer"]
    assert (points["first_index"] + len(points["timestamps"]), points["total"]) == (120, 120)
    assert 40 <= len(points["timestamps"]) < 50
    whole = RoomClient.enter(web, scan.room).frame()["state"]["points"]["spectrometer"]
    assert whole["first_index"] == 0
    assert whole["columns"]["spectrum"][-40:] == points["columns"]["spectrum"][-40:]


# Which events go where


def test_each_event_goes_to_its_rooms_only(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    other = lab.new_scan()
    number = lab.new_instrument()
    queue = ids.queue_id(scan.queue)
    rooms = ["global", scan.room, other.room, f"queue_{queue}", "instruments", f"instrument_{number}"]
    clients = {room: RoomClient.enter(web, room) for room in rooms}
    for client in clients.values():
        assert client.frame()["kind"] == "snapshot"
    scan.points(1)
    scan.log("line")
    lab.queue_log(scan.queue, "line")
    lab.position(number, 0.5)
    scan.status(1)
    lab.queue_status(scan.queue)
    lab.instrument(number, 1.0)
    # The last of these reaches every room that any of them reaches, apart from the other scan's.
    other.status(7)
    ends = {
        "global": 4,
        scan.room: 3,
        other.room: 1,
        f"queue_{queue}": 3,
        "instruments": 2,
        f"instrument_{number}": 2,
    }
    found = {
        room: sorted(names(clients[room].events(lambda e, n=n: len(e) >= n))) for room, n in ends.items()
    }
    assert found == {
        "global": ["instrument_status", "queue_status", "scan_status", "scan_status"],
        scan.room: ["data_point", "scan_log", "scan_status"],
        other.room: ["scan_status"],
        f"queue_{queue}": ["queue_log", "queue_status", "scan_status"],
        "instruments": ["instrument_position", "instrument_status"],
        f"instrument_{number}": ["instrument_position", "instrument_status"],
    }


def test_a_data_point_has_the_contracts_fields(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    client = RoomClient.enter(web, scan.room)
    client.frame()
    scan.points(2)
    first, second = client.events(lambda e: len(e) >= 2)
    assert first["event"] == "data_point"
    assert first["data"].items() >= {"scan_id": scan.id, "measurement": "lockin", "sequence_index": 0}.items()
    assert second["data"]["data"] == {"stage.x": 0.5, "intensity": 1.0}
    assert second["data"]["timestamp"].endswith("Z")


def test_batch_gives_runs_of_points_by_columns(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    client = RoomClient.enter(web, scan.room, batch="points")
    client.frame()
    scan.points(500)
    scan.points(500, "meter")
    events = client.events(lambda e: len(indices(e)) >= 500 and len(indices(e, "meter")) >= 500)
    assert set(names(events)) == {"data_points"}
    assert indices(events) == indices(events, "meter") == list(range(500))
    data = events[0]["data"]
    assert set(data) == {"scan_id", "measurement", "first_index", "columns", "timestamps"}
    assert data["columns"]["intensity"][:3] == [0.0, 1.0, 2.0]


# Order, completeness, conflation


def test_every_point_comes_once_and_in_order_at_full_speed(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    client = RoomClient.enter(web, scan.room, batch="points")
    client.frame()
    for _ in range(40):
        scan.points(500)
        time.sleep(0.01)
    events = client.events(lambda e: len(indices(e)) >= 20_000)
    assert indices(events) == list(range(20_000))


def test_at_most_thirty_frames_a_second(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    client = RoomClient.enter(web, scan.room)
    client.frame()
    began = time.monotonic()
    frames = 0
    seen: list[dict[str, Any]] = []
    for _ in range(100):
        scan.points(1)
        time.sleep(0.01)
    while len(indices(seen)) < 100:
        seen += client.news()["events"]
        frames += 1
    assert frames <= 30 * (time.monotonic() - began) + 1


def test_the_last_value_of_a_state_always_arrives(web: RunningServer, lab: Producer) -> None:
    number = lab.new_instrument()
    client = RoomClient.enter(web, f"instrument_{number}")
    client.frame()
    for step in range(300):
        lab.position(number, step / 300)
    lab.position(number, 1.0)
    lab.instrument(number, 1.0)
    events = client.events(lambda e: "instrument_status" in names(e))
    moves = [e["data"]["position"]["x"] for e in events if e["event"] == "instrument_position"]
    assert moves[-1] == 1.0
    assert moves == sorted(moves)


# Flow control and heartbeats


def test_flow_ack_keeps_one_frame_in_flight(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    client = RoomClient.enter(web, scan.room, flow="ack", batch="points")
    snapshot = client.frame()
    other = RoomClient.enter(web, scan.room, batch="points")
    other.frame()
    scan.points(10)
    other.events(lambda e: len(indices(e)) >= 10)  # so the room has them
    client.socket.settimeout(0.4)
    with pytest.raises(websocket.WebSocketTimeoutException):
        client.frame()
    client.ack(snapshot, nonce=17)
    client.socket.settimeout(30)
    frame = client.news()
    assert indices(frame["events"]) == list(range(10))
    for _ in range(3):
        scan.points(10)
        lab.writer.flush()
    other.events(lambda e: len(indices(e)) >= 30)
    client.ack(snapshot)  # once more, too late: it is not the frame in flight
    client.socket.settimeout(0.3)
    with pytest.raises(websocket.WebSocketTimeoutException):
        client.frame()
    client.socket.settimeout(30)
    client.ack(frame)
    assert indices(client.news()["events"]) == list(range(10, 40))


def test_flow_ack_loses_nothing(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    client = RoomClient.enter(web, scan.room, flow="ack")
    client.ack(client.frame())
    for _ in range(50):
        scan.points(100)
    events = client.events(lambda e: len(indices(e)) >= 5000, ack=True)
    assert indices(events) == list(range(5000))


def test_heartbeats_tell_that_the_link_and_the_engine(web: RunningServer, lab: Producer) -> None:
    client = RoomClient.enter(web, lab.new_scan().room)
    snapshot = client.frame()
    beat = client.frame()
    assert (beat["room"], beat["kind"]) == (snapshot["room"], "heartbeat")
    assert beat["engine"]["status"] == snapshot["engine"]["status"] == "offline"
    again = RoomClient.enter(web, snapshot["room"].removeprefix("/"), since=beat["cursor"])
    assert again.frame()["kind"] == "events"
