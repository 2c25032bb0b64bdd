"""Socket.IO against the real web server, with the official Python client."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import closing
from typing import Any

import pytest
import requests
import socketio
import websocket
from support.live import Producer, indices, producing
from support.running import RunningServer, wait_until
from support.socketio_listener import Listener, listening

from engine.model import ids


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
def test_events_arrive_under_their_own_names(
    web: RunningServer, lab: Producer, transports: list[str]
) -> None:
    scan = lab.new_scan()
    with listening(web, transports) as listener:
        assert listener.ask("subscribe_scan", scan_id=scan.id)["room"] == scan.room
        scan.points(200)
        scan.log("done")
        scan.status(200)
        # From both rooms: that of the scan comes after its readings, that of `global` may come before them.
        heard = listener.wait(lambda h: sum(_is_status(e, 200) for e in h) == 2)
        assert indices(heard) == list(range(200))
        assert listener.of("scan_log")[0]["message"] == "done"


def _is_status(event: dict[str, Any], point: int) -> bool:
    return event["event"] == "scan_status" and event["data"]["point"] == point


def test_a_connection_is_in_global_from_the_start(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    with listening(web) as listener:
        scan.points(5)
        scan.log("not for global")
        scan.status(5)
        listener.wait(lambda h: any(e["event"] == "cursor" for e in h))
        assert {e["event"] for e in listener.heard} == {"subscribed", "scan_status", "cursor"}
        assert listener.of("cursor")[-1]["room"] == "global"
        listener.ask("unsubscribe_global")
        other = lab.new_scan()
        listener.ask("subscribe_scan", scan_id=other.id)
        scan.status(6)
        other.status(7)
        listener.wait(lambda h: any(e["event"] == "scan_status" and e["data"]["point"] == 7 for e in h))
        assert [s["point"] for s in listener.of("scan_status")] == [5, 7]


def test_subscriptions_of_every_kind(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    number = lab.new_instrument()
    queue = ids.queue_id(scan.queue)
    with listening(web) as listener:
        assert listener.ask("subscribe_queue", queue_id=queue)["room"] == f"queue_{queue}"
        assert listener.ask("subscribe_instruments")["room"] == "instruments"
        assert listener.ask("subscribe_instrument", instrument_id=number)["room"] == f"instrument_{number}"
        lab.queue_log(scan.queue, "line")
        lab.position(number, 0.25)
        listener.wait(lambda h: [e["event"] for e in h].count("instrument_position") >= 2)
        listener.wait(lambda h: any(e["event"] == "queue_log" for e in h))
        listener.ask("unsubscribe_instrument", instrument_id=number)
        lab.position(number, 0.5)
        listener.wait(lambda h: [e["event"] for e in h].count("instrument_position") >= 3)
        assert [p["position"]["x"] for p in listener.of("instrument_position")] == [0.25, 0.25, 0.5]


def test_since_resumes_and_a_cursor_follows_events(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    with listening(web) as listener:
        listener.ask("subscribe_scan", scan_id=scan.id)
        scan.points(10)
        listener.wait(lambda h: len(indices(h)) >= 10 and h[-1]["event"] == "cursor")
        cursor = listener.of("cursor")[-1]["cursor"]
    scan.points(40)
    lab.writer.flush()
    with listening(web) as listener:
        assert listener.ask("subscribe_scan", scan_id=scan.id, since=cursor)["cursor"] == cursor
        heard = listener.wait(lambda h: len(indices(h)) >= 40)
        assert indices(heard) == list(range(10, 50))


def test_snapshot_on_request_and_for_an_invalid_cursor(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    scan.points(3)
    lab.writer.flush()
    with listening(web) as listener:
        listener.ask("subscribe_scan", scan_id=scan.id, snapshot=True, batch="points")
        listener.wait(lambda h: any(e["event"] == "snapshot" for e in h))
        snapshot = listener.of("snapshot")[0]
        assert snapshot["room"] == scan.room
        assert snapshot["state"]["points"]["lockin"]["total"] == 3
        scan.points(300)
        heard = listener.wait(lambda h: len(indices(h)) >= 300)
        assert indices(heard) == list(range(3, 303))
        assert listener.of("data_point") == []
        listener.ask("subscribe_scan", scan_id=scan.id, since="nonsense")
        listener.wait(lambda h: [e["event"] for e in h].count("snapshot") == 2)


@pytest.mark.parametrize(
    ("request_", "fields", "code"),
    [
        ("subscribe_scan", {"scan_id": "SCAN_999999"}, 4404),
        ("subscribe_scan", {"scan_id": "x"}, 4404),
        ("subscribe_instrument", {"instrument_id": 999}, 4404),
        ("subscribe_scan", {}, 4400),
        ("subscribe_queue", {"queue_id": ["QUEUE_001"]}, 4400),
        ("subscribe_instruments", {"since": 5}, 4400),
        ("subscribe_everything", {}, 4400),
    ],
)
def test_errors_come_as_event_and_as_reply(
    web: RunningServer, request_: str, fields: dict[str, Any], code: int
) -> None:
    with listening(web) as listener:
        answer = listener.ask(request_, **fields)
        assert answer["code"] == code
        assert answer["message"]
        listener.wait(lambda h: any(e["event"] == "error" for e in h))
        assert listener.of("error") == [answer]


def test_subscribed_comes_as_event_and_as_reply(web: RunningServer, lab: Producer) -> None:
    with listening(web) as listener:
        answer = listener.ask("subscribe_scan", scan_id=lab.new_scan().id)
        listener.wait(lambda h: len([e for e in h if e["event"] == "subscribed"]) == 2)
        assert listener.of("subscribed")[-1] == answer


@pytest.mark.parametrize(
    ("headers", "code"),
    [({}, 4401), ({"Authorization": "Bearer wrong"}, 4401), ({"Origin": "http://elsewhere.example"}, 4403)],
)
def test_clients_without_sign_in_are_refused(web: RunningServer, headers: dict[str, str], code: int) -> None:
    client = socketio.Client(reconnection=False)
    told: list[Any] = []
    client.on("connect_error", told.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(web.url, headers=headers, transports=["websocket"], wait_timeout=60)
    assert told[0]["data"]["code"] == code


def test_a_token_may_come_as_auth(web: RunningServer) -> None:
    with listening(web, headers={}, auth={"token": web.token}) as listener:
        assert listener.of("subscribed")[0]["room"] == "global"


def test_no_cors_headers_are_given_to_other_sites(web: RunningServer) -> None:
    answer = requests.get(
        f"{web.url}socket.io/?EIO=4&transport=polling",
        headers={"Origin": "http://elsewhere.example"},
        timeout=60,
    )
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_subscriptions_are_limited(start: Any) -> None:
    server: RunningServer = start("--no-engine", "--max-subscriptions", "3")
    with producing(server.home) as lab:
        scans = [lab.new_scan() for _ in range(3)]
        with listening(server) as listener:
            codes = [listener.ask("subscribe_scan", scan_id=scan.id).get("code") for scan in scans]
            assert codes == [None, None, 4429]
            listener.ask("unsubscribe_global")
            assert "cursor" in listener.ask("subscribe_scan", scan_id=scans[2].id)


def test_connections_are_limited_and_counted(start: Any) -> None:
    server: RunningServer = start("--no-engine", "--max-connections", "1")
    with listening(server):
        client = socketio.Client(reconnection=False)
        told: list[Any] = []
        client.on("connect_error", told.append)
        headers = {"Authorization": f"Bearer {server.token}"}
        with pytest.raises(socketio.exceptions.ConnectionError):
            client.connect(server.url, headers=headers, transports=["websocket"], wait_timeout=60)
        assert told[0]["data"]["code"] == 4429

    def free() -> bool:
        try:
            with listening(server):
                return True
        except socketio.exceptions.ConnectionError:
            return False

    wait_until(free, "the place of the client that left becoming free")


def test_the_end_of_the_server_disconnects(start: Any) -> None:
    server: RunningServer = start("--no-engine")
    with listening(server) as listener:
        ended = threading.Event()
        listener.client.on("disconnect", lambda *_: ended.set())
        server.process.terminate()
        assert ended.wait(10)
        assert [e["code"] for e in listener.of("error")] == [1001]


def rename(server: RunningServer, table: str, name: str) -> None:
    with closing(sqlite3.connect(server.home / "pybirch.sqlite")) as conn:
        conn.execute(f"ALTER TABLE {table} RENAME TO {name}")


@pytest.mark.parametrize("transports", [["websocket"], ["polling"]])
def test_a_client_that_cannot_be_served_comes_back_by_itself(start: Any, transports: list[str]) -> None:
    server: RunningServer = start("--no-engine")
    rename(server, "journal", "away")
    listener = Listener(reconnection=True, reconnection_delay=0.1, reconnection_delay_max=0.2)
    headers = {"Authorization": f"Bearer {server.token}"}
    listener.client.connect(server.url, headers=headers, transports=transports, wait_timeout=60)
    try:
        listener.wait(lambda heard: sum(e["event"] == "error" for e in heard) >= 2)
        assert {e["code"] for e in listener.of("error")} == {1011}
        assert listener.of("subscribed") == []
        rename(server, "away", "journal")
        listener.wait(lambda heard: any(e["event"] == "subscribed" for e in heard))
        web = server.client()
        wait_until(
            lambda: web.get("api/v1/ready").json()["web"]["connections"] == 1,
            "the places of its earlier connections becoming free",
        )
    finally:
        listener.client.disconnect()


def polling(web: RunningServer) -> tuple[str, dict[str, str]]:
    """A polling connection of a bare client: where it asks, and with which headers."""
    url, headers = f"{web.url}socket.io/?EIO=4&transport=polling", {"Authorization": f"Bearer {web.token}"}
    opened = requests.get(url, headers=headers, timeout=60).text
    return f"{url}&sid={json.loads(opened[1:])['sid']}", headers


def test_an_event_whose_name_is_not_text_is_refused(web: RunningServer) -> None:
    url, headers = polling(web)
    requests.post(url, data="40", headers=headers, timeout=60)
    requests.post(url, data="42[5]", headers=headers, timeout=60)
    heard = ""
    deadline = time.monotonic() + 10
    while '["error"' not in heard and time.monotonic() < deadline:
        heard += requests.get(url, headers=headers, timeout=30).text
    assert '"message":"there is no request \'5\'"' in heard
    assert "Traceback" not in web.error_text()


def test_a_message_that_is_too_large_is_answered(web: RunningServer) -> None:
    url, headers = polling(web)
    assert requests.post(url, data=b"4" * 2_000_000, headers=headers, timeout=60).status_code == 413


def entered(web: RunningServer) -> websocket.WebSocket:
    """A bare WebSocket of a client that was let in."""
    url = f"{web.websocket_url}socket.io/?EIO=4&transport=websocket"
    headers = [f"Authorization: Bearer {web.token}"]
    made = websocket.create_connection(url, header=headers, timeout=60, suppress_origin=True)
    made.send("40")
    while not made.recv().startswith('42["subscribed"'):
        pass
    return made


def connections(web: RunningServer) -> int:
    """How many connections the server counts."""
    return int(web.client().get("api/v1/ready").json()["web"]["connections"])


def end_of(socket: websocket.WebSocket) -> tuple[list[int], int]:
    """Codes of the errors that come, and the code with which the connection ends."""
    codes: list[int] = []
    while True:
        opcode, data = socket.recv_data()
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            return codes, int.from_bytes(data[:2], "big")
        if data.startswith(b'42["error"'):
            codes.append(json.loads(data[2:])[1]["code"])


@pytest.mark.parametrize(
    "message",
    [
        '42["subscribe_scan",' + "[" * 40 + "]" * 40 + "]",
        '42["subscribe_scan",' + "[" * 10_000,
        '42["subscribe_scan",{"scan_id":"a","scan_id":"b"}]',
        '42["subscribe_scan",{"scan_id":' + "1" * 400 + "}]",
        "42nonsense",
        "4nonsense",
    ],
)
def test_a_message_that_cannot_be_read_gets_an_error_and_ends_the_client(
    web: RunningServer, message: str
) -> None:
    before = connections(web)
    socket = entered(web)
    socket.send(message)
    codes, _ = end_of(socket)
    assert codes == [4400]
    wait_until(lambda: connections(web) == before, "its place to be free again")


@pytest.mark.parametrize("message", ["garbage", "", "7", "b4"])
def test_a_packet_that_cannot_be_read_ends_the_connection_and_frees_its_place(
    web: RunningServer, message: str
) -> None:
    before = connections(web)
    socket = entered(web)
    socket.send(message)
    assert end_of(socket) == ([], 4400)
    wait_until(lambda: connections(web) == before, "its place to be free again")
    assert "Traceback" not in web.error_text()


@pytest.mark.parametrize("body", ["garbage", "\x1e".join(["3"] * 17), "b****", "\xff"])
def test_polled_messages_that_cannot_be_read_are_refused(web: RunningServer, body: str) -> None:
    polled = f"{web.url}socket.io/?EIO=4&transport=polling"
    sid = json.loads(requests.get(polled, timeout=60).text[1:])["sid"]
    refused = requests.post(f"{polled}&sid={sid}", data=body.encode("latin-1"), timeout=60)
    assert refused.status_code == 400
    assert "Traceback" not in web.error_text()


def test_a_thousand_subscriptions_at_once_end_the_client_with_one_error(start: Any) -> None:
    server: RunningServer = start("--no-engine", "--max-subscriptions", "10")
    with producing(server.home) as lab:
        scan = lab.new_scan()
        lab.writer.flush()
        socket = entered(server)
        request = '42["subscribe_scan",' + json.dumps({"scan_id": scan.id}) + "]"
        for _ in range(1000):
            socket.send(request)
        codes, _ = end_of(socket)
        assert codes == [4429]
