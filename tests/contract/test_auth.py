"""Sign-in to the real server: pages, REST, room sockets, Socket.IO."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
import socketio
import websocket
from support.running import Client, RunningServer


@pytest.fixture
def session(prefixed: RunningServer) -> requests.Session:
    """A browser's session, signed in by the first URL."""
    made = requests.Session()
    assert made.get(prefixed.ready_url, headers={"Accept": "text/html"}, timeout=60).url == prefixed.url
    return made


def close_code(prefixed: RunningServer, **options: Any) -> int:
    """How a room socket is refused; 0 when it is not."""
    made = websocket.create_connection(f"{prefixed.websocket_url}ws/global", timeout=60, **options)
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


def test_every_door_without_a_sign_in(prefixed: RunningServer) -> None:
    stranger = Client(prefixed.url, "")
    assert stranger.get("api/v1/queues").status_code == 401
    assert stranger.get("", headers={"Accept": "text/html"}).status_code == 401
    assert stranger.get("_dash-layout").status_code == 401
    assert stranger.get("assets/built/realtime.js").status_code == 401
    assert close_code(prefixed, suppress_origin=True) == 4401
    with pytest.raises(socketio.exceptions.ConnectionError):
        socketio.SimpleClient().connect(
            prefixed.url, socketio_path="/lab/socket.io", transports=["websocket"]
        )


def test_every_door_with_the_token(prefixed: RunningServer) -> None:
    headers = {"Authorization": f"Bearer {prefixed.token}"}
    assert prefixed.client().get("api/v1/queues").status_code == 200
    assert close_code(prefixed, header=headers, suppress_origin=True) == 0
    with socketio.SimpleClient() as client:
        client.connect(
            prefixed.url,
            headers=headers,
            socketio_path="/lab/socket.io",
            transports=["websocket"],
            wait_timeout=60,
        )
        assert client.connected


def test_every_door_with_the_session(prefixed: RunningServer, session: requests.Session) -> None:
    assert session.get(f"{prefixed.url}api/v1/queues", timeout=60).status_code == 200
    assert session.get(f"{prefixed.url}_dash-layout", timeout=60).status_code == 200
    own = prefixed.url.removesuffix("/lab/")
    assert close_code(prefixed, cookie=cookies(session), origin=own) == 0


def test_pages_of_other_sites(prefixed: RunningServer, session: requests.Session) -> None:
    evil = "http://evil.example"
    assert close_code(prefixed, cookie=cookies(session), origin=evil) == 4403
    csrf = {"X-CSRF-Token": session.cookies["pybirch_csrf"]}
    url = f"{prefixed.url}api/v1/queues"
    assert (
        session.post(url, json={"name": "x"}, headers={**csrf, "Origin": evil}, timeout=60).status_code == 403
    )
    assert session.post(url, json={"name": "x"}, timeout=60).status_code == 403
    assert session.post(url, json={"name": "x"}, headers=csrf, timeout=60).status_code == 201


def test_sessions_outlive_the_web_process(prefixed: RunningServer, session: requests.Session) -> None:
    prefixed.kill("web")
    assert session.get(f"{prefixed.url}api/v1/queues", timeout=60).status_code == 200


def test_the_token_is_in_no_log(prefixed: RunningServer) -> None:
    requests.get(prefixed.ready_url, timeout=60)
    requests.get(f"{prefixed.url}?token=wrong-{prefixed.token}", timeout=60)
    logged = "".join(p.read_text() for p in (prefixed.home / "logs").iterdir())
    assert prefixed.token not in logged + prefixed.error_text()
