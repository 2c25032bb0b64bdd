"""Signing in at every door of the real server: pages, REST, room sockets, Socket.IO."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
import socketio
import websocket
from support.running import Client, RunningServer


@pytest.fixture(scope="module")
def lab(start_for_module: Any) -> RunningServer:
    """A server under a prefix."""
    server: RunningServer = start_for_module("--prefix", "/lab/")
    return server


@pytest.fixture
def session(lab: RunningServer) -> requests.Session:
    """A browser's session, signed in by the first URL."""
    made = requests.Session()
    assert made.get(lab.ready_url, headers={"Accept": "text/html"}, timeout=10).url == lab.url
    return made


def close_code(lab: RunningServer, **options: Any) -> int:
    """How a room socket is refused; 0 when it is not."""
    made = websocket.create_connection(f"{lab.websocket_url}ws/global", timeout=10, **options)
    try:
        code, data = made.recv_data()
        if code == websocket.ABNF.OPCODE_CLOSE:
            return int.from_bytes(data[:2], "big")
        assert json.loads(data)["kind"] == "snapshot"
        return 0
    finally:
        made.close()


def cookies(session: requests.Session) -> str:
    return "; ".join(f"{c.name}={c.value}" for c in session.cookies)


def test_every_door_without_a_sign_in(lab: RunningServer) -> None:
    stranger = Client(lab.url, "")
    assert stranger.get("api/v1/queues").status_code == 401
    assert stranger.get("", headers={"Accept": "text/html"}).status_code == 401
    assert stranger.get("_dash-layout").status_code == 401
    assert stranger.get("assets/js/core/realtime.js").status_code == 401
    assert close_code(lab, suppress_origin=True) == 4401
    with pytest.raises(socketio.exceptions.ConnectionError):
        socketio.SimpleClient().connect(lab.url, socketio_path="/lab/socket.io", transports=["websocket"])


def test_every_door_with_the_token(lab: RunningServer) -> None:
    headers = {"Authorization": f"Bearer {lab.token}"}
    assert lab.client().get("api/v1/queues").status_code == 200
    assert close_code(lab, header=headers, suppress_origin=True) == 0
    with socketio.SimpleClient() as client:
        client.connect(lab.url, headers=headers, socketio_path="/lab/socket.io", transports=["websocket"])
        assert client.connected


def test_every_door_with_the_session(lab: RunningServer, session: requests.Session) -> None:
    assert session.get(f"{lab.url}api/v1/queues", timeout=10).status_code == 200
    assert session.get(f"{lab.url}_dash-layout", timeout=10).status_code == 200
    own = lab.url.removesuffix("/lab/")
    assert close_code(lab, cookie=cookies(session), origin=own) == 0


def test_pages_of_other_sites(lab: RunningServer, session: requests.Session) -> None:
    evil = "http://evil.example"
    assert close_code(lab, cookie=cookies(session), origin=evil) == 4403
    csrf = {"X-CSRF-Token": session.cookies["pybirch_csrf"]}
    url = f"{lab.url}api/v1/queues"
    assert (
        session.post(url, json={"name": "x"}, headers={**csrf, "Origin": evil}, timeout=10).status_code == 403
    )
    assert session.post(url, json={"name": "x"}, timeout=10).status_code == 403
    assert session.post(url, json={"name": "x"}, headers=csrf, timeout=10).status_code == 201


def test_sessions_outlive_the_web_process(lab: RunningServer, session: requests.Session) -> None:
    lab.kill("web")
    assert session.get(f"{lab.url}api/v1/queues", timeout=20).status_code == 200


def test_the_token_is_in_no_log(lab: RunningServer) -> None:
    requests.get(lab.ready_url, timeout=10)
    requests.get(f"{lab.url}?token=wrong-{lab.token}", timeout=10)
    logged = "".join(p.read_text() for p in (lab.home / "logs").iterdir())
    assert lab.token not in logged + lab.error_text()
