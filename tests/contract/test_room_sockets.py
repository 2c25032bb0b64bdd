"""Room sockets against the real web server; the test itself writes the journal in the engine's place."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
import websocket
from support.live import Producer, RoomClient, indices, producing, room_url
from support.running import RunningServer

from engine.model import ids
from engine.model.states import ScanState


@pytest.fixture(scope="module")
def web(start_for_module: Any) -> RunningServer:
    server: RunningServer = start_for_module("--no-engine")
    return server


@pytest.fixture(scope="module")
def lab(web: RunningServer) -> Iterator[Producer]:
    with producing(web.home) as producer:
        yield producer


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["event"] for event in events]


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


# Cursors


def test_since_gives_exactly_what_followed(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    client = RoomClient.enter(web, scan.room)
    client.frame()
    scan.points(10)
    seen: list[dict[str, Any]] = []
    cursor = ""
    while len(indices(seen)) < 10:
        frame = client.news()
        seen += frame["events"]
        cursor = frame["cursor"]
    client.close()
    scan.points(25)
    scan.log("while away")
    lab.writer.flush()
    again = RoomClient.enter(web, scan.room, since=cursor)
    first = again.frame()
    assert first["kind"] == "events"
    events = first["events"]
    if len(events) < 26:
        events += again.events(lambda e: len(events) + len(e) >= 26)
    assert indices(events) == list(range(10, 35))
    assert "scan_log" in names(events)


def test_since_with_nothing_new_is_answered_at_once(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    cursor = RoomClient.enter(web, scan.room).frame()["cursor"]
    began = time.monotonic()
    first = RoomClient.enter(web, scan.room, since=cursor).frame()
    assert (first["kind"], first["events"]) == ("events", [])
    assert time.monotonic() - began < 1


def test_cursor_survives_a_restart_of_the_web_process(start: Any) -> None:
    server: RunningServer = start("--no-engine")
    with producing(server.home) as lab:
        scan = lab.new_scan()
        scan.points(5)
        lab.writer.flush()
        client = RoomClient.enter(server, scan.room, batch="points")
        cursor = client.frame()["cursor"]
        before = server.pid("web")
        server.kill("web")
        scan.points(9000)
        lab.writer.flush()
        assert wait_for_web(server) != before
        again = RoomClient.enter(server, scan.room, since=cursor, batch="points")
        events = again.events(lambda e: len(indices(e)) >= 9000)
        assert indices(events) == list(range(5, 9005))


def wait_for_web(server: RunningServer) -> int:
    deadline = time.monotonic() + 20
    while True:
        try:
            with socket.create_connection(web_address(server), timeout=1):
                pass
            if server.client().get("api/v1/health").ok:
                return server.pid("web")
        except (OSError, AssertionError):
            pass
        assert time.monotonic() < deadline, "the web server did not come back"
        time.sleep(0.05)


@pytest.mark.parametrize("since", ["nonsense", "0123456789ab-5", "", "%00", "x" * 3000])
def test_a_cursor_that_is_none_gives_a_snapshot(web: RunningServer, lab: Producer, since: str) -> None:
    assert RoomClient.enter(web, lab.new_scan().room, since=since).frame()["kind"] == "snapshot"


def test_a_cursor_belongs_to_its_room(web: RunningServer, lab: Producer) -> None:
    cursor = RoomClient.enter(web, lab.new_scan().room).frame()["cursor"]
    assert RoomClient.enter(web, lab.new_scan().room, since=cursor).frame()["kind"] == "snapshot"


def test_queue_room_resumes_from_the_store(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    room = f"queue_{ids.queue_id(scan.queue)}"
    cursor = RoomClient.enter(web, room).frame()["cursor"]
    scan.points(3)
    scan.log("not for the queue")
    lab.queue_log(scan.queue, "one")
    scan.status(3, ScanState.COMPLETED)
    lab.writer.flush()
    client = RoomClient.enter(web, room, since=cursor)
    assert names(client.events(lambda e: len(e) >= 2)) == ["queue_log", "scan_status"]


# Flow control and heartbeats


def test_flow_ack_keeps_one_frame_in_flight(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    client = RoomClient.enter(web, scan.room, flow="ack", batch="points")
    snapshot = client.frame()
    scan.points(10)
    lab.writer.flush()
    client.socket.settimeout(0.4)
    with pytest.raises(websocket.WebSocketTimeoutException):
        client.frame()
    client.ack(snapshot, nonce=17)
    client.socket.settimeout(15)
    frame = client.news()
    assert indices(frame["events"]) == list(range(10))
    for _ in range(3):
        scan.points(10)
        time.sleep(0.05)
    client.ack(snapshot)  # once more, too late: it is not the frame in flight
    client.socket.settimeout(0.3)
    with pytest.raises(websocket.WebSocketTimeoutException):
        client.frame()
    client.socket.settimeout(15)
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


# Refusals


@pytest.mark.parametrize(
    "room",
    [
        "scan_SCAN_999999",
        "queue_QUEUE_999",
        "instrument_999",
        "scan_",
        "scan_SCAN_1",
        "nothing",
        "",
        "global/x",
    ],
)
def test_an_unknown_room_is_4404(web: RunningServer, room: str) -> None:
    assert RoomClient.enter(web, room).close_code() == 4404


def test_a_stranger_is_4401(web: RunningServer) -> None:
    assert RoomClient(room_url(web, "global")).close_code() == 4401
    assert RoomClient(room_url(web, "global"), ["Authorization: Bearer wrong"]).close_code() == 4401


def test_a_page_of_another_site_is_4403(web: RunningServer) -> None:
    headers = [f"Authorization: Bearer {web.token}", "Origin: http://elsewhere.example"]
    assert RoomClient(room_url(web, "global"), headers).close_code() == 4403


def test_a_page_of_our_own_enters_by_cookie(web: RunningServer) -> None:
    assert browser(web, "global").frame()["kind"] == "snapshot"


def browser(web: RunningServer, room: str) -> RoomClient:
    """A page that was opened by the printed address, and has the session's cookie."""
    session = web.client().session
    session.headers.clear()
    session.get(web.ready_url)
    cookies = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
    return RoomClient(room_url(web, room), [f"Origin: {web.url.rstrip('/')}"], cookie=cookies)


@pytest.mark.parametrize("message", ["garbage", "[1]", "{}", '{"ack": 5}', '{"ack": "nothing"}', "null"])
def test_garbage_is_4400(web: RunningServer, message: str) -> None:
    client = RoomClient.enter(web, "global")
    client.socket.send(message)
    assert client.close_code() == 4400


def test_binary_is_4400_and_too_much_ends_the_connection(web: RunningServer) -> None:
    client = RoomClient.enter(web, "global")
    client.socket.send_binary(b"{}")
    assert client.close_code() == 4400
    client = RoomClient.enter(web, "global")
    client.socket.send("x" * 100_000)
    assert client.close_code() == 1009


@pytest.mark.parametrize("query", [{"flow": "none"}, {"batch": "all"}])
def test_a_wish_that_is_unknown_is_4400(web: RunningServer, query: dict[str, str]) -> None:
    assert RoomClient.enter(web, "global", **query).close_code() == 4400


def test_too_many_connections_are_4429(start: Any) -> None:
    server: RunningServer = start("--no-engine", "--max-connections-per-client", "2")
    held = [RoomClient.enter(server, "global") for _ in range(2)]
    assert RoomClient.enter(server, "global").close_code() == 4429
    held[0].frame()
    held[0].close()
    deadline = time.monotonic() + 10
    while (first := RoomClient.enter(server, "global").socket.recv_data())[0] == websocket.ABNF.OPCODE_CLOSE:
        assert time.monotonic() < deadline
    assert b"snapshot" in first[1]


def test_the_end_of_the_server_is_1001(start: Any) -> None:
    server: RunningServer = start("--no-engine")
    client = RoomClient.enter(server, "global")
    client.frame()
    server.process.terminate()
    assert client.close_code() == 1001


def test_what_is_no_handshake_gets_a_plain_answer(web: RunningServer) -> None:
    answer = web.client().get("ws/global")
    assert answer.status_code == 426
    assert "WebSocket" in answer.text
    broken = web.client().get("ws/global", headers={"Upgrade": "websocket", "Connection": "Upgrade"})
    assert broken.status_code == 400


def test_deflate_is_not_agreed_on(web: RunningServer) -> None:
    headers = [f"Authorization: Bearer {web.token}", "Sec-WebSocket-Extensions: permessage-deflate"]
    client = RoomClient(room_url(web, "global"), headers)
    assert "sec-websocket-extensions" not in client.socket.getheaders()
    assert client.frame()["kind"] == "snapshot"


def web_address(server: RunningServer) -> tuple[str, int]:
    host, port = server.url.removeprefix("http://").rstrip("/").split(":")
    return host, int(port)
