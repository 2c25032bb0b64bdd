"""Refusals of room sockets: who may not enter, which messages are invalid, and how a socket ends."""

from __future__ import annotations

import time
from typing import Any

import pytest
import websocket
from support.live import RoomClient, room_url
from support.running import RunningServer


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


def test_a_client_without_sign_in_is_closed_with_4401(web: RunningServer) -> None:
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
def test_an_invalid_message_is_closed_with_4400(web: RunningServer, message: str) -> None:
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
def test_an_unknown_query_parameter_is_closed_with_4400(web: RunningServer, query: dict[str, str]) -> None:
    assert RoomClient.enter(web, "global", **query).close_code() == 4400


def test_too_many_connections_are_4429(start: Any) -> None:
    server: RunningServer = start("--no-engine", "--max-connections-per-client", "2")
    held = [RoomClient.enter(server, "global") for _ in range(2)]
    for client in held:
        client.frame()  # only now it surely has its place
    assert RoomClient.enter(server, "global").close_code() == 4429
    held[0].close()
    deadline = time.monotonic() + 30
    while (first := RoomClient.enter(server, "global").socket.recv_data())[0] == websocket.ABNF.OPCODE_CLOSE:
        assert time.monotonic() < deadline
    assert b"snapshot" in first[1]


def test_the_end_of_the_server_is_1001(start: Any) -> None:
    server: RunningServer = start("--no-engine")
    client = RoomClient.enter(server, "global")
    client.frame()
    server.process.terminate()
    assert client.close_code() == 1001


def test_a_request_without_handshake_gets_a_plain_answer(web: RunningServer) -> None:
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
