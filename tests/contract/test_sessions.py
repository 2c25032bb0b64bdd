"""A session that ends: its room sockets and Socket.IO connections are closed, and its cookie is worth nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
import socketio
from support.live import RoomClient, room_url
from support.running import RunningServer

from engine.settings import Settings
from engine.store import sessions
from engine.store.database import Database


@pytest.fixture
def session(web: RunningServer) -> requests.Session:
    """A browser's session, signed in by the first URL."""
    made = requests.Session()
    assert made.get(web.ready_url, headers={"Accept": "text/html"}, timeout=60).url == web.url
    return made


@pytest.fixture
def database(web: RunningServer) -> Iterator[Database]:
    """The server's database, as another process sees it."""
    made = Database(Settings(home=web.home).url)
    yield made
    made.dispose()


def cookie(session: requests.Session) -> str:
    return "; ".join(f"{c.name}={c.value}" for c in session.cookies)


def csrf(session: requests.Session) -> dict[str, str]:
    return {"X-CSRF-Token": str(session.cookies["pybirch_csrf"])}


def test_signing_out_closes_the_sockets_of_that_session_alone(
    web: RunningServer, session: requests.Session
) -> None:
    other = requests.Session()
    other.get(web.ready_url, timeout=60)
    mine = RoomClient(room_url(web, "global"), [f"Cookie: {cookie(session)}"])
    theirs = RoomClient(room_url(web, "global"), [f"Cookie: {cookie(other)}"])
    assert mine.frame()["kind"] == theirs.frame()["kind"] == "snapshot"
    with socketio.SimpleClient() as client:
        client.connect(web.url, headers={"Cookie": cookie(session)}, transports=["websocket"])
        stolen = cookie(session)
        answer = session.post(f"{web.url}logout", headers=csrf(session), timeout=60, allow_redirects=False)
        assert answer.status_code == 303
        assert mine.close_code() == 4401
        while True:
            event, *data = client.receive(timeout=60)
            if event == "error":
                break
        assert data[0]["code"] == 4401
    kept = requests.get(f"{web.url}api/v1/queues", headers={"Cookie": stolen}, timeout=60)
    assert kept.status_code == 401
    assert other.get(f"{web.url}api/v1/queues", timeout=60).status_code == 200
    theirs.close()


def test_a_session_that_another_process_ends(
    web: RunningServer, session: requests.Session, database: Database
) -> None:
    socket = RoomClient(room_url(web, "global"), [f"Cookie: {cookie(session)}"])
    assert socket.frame()["kind"] == "snapshot"
    with database.write() as conn:
        sessions.end_all(conn, "operator")
    assert session.get(f"{web.url}api/v1/queues", timeout=60).status_code == 401
    assert socket.close_code() == 4401


def test_signing_in_again_ends_the_session_before(web: RunningServer, session: requests.Session) -> None:
    before = cookie(session)
    assert session.get(web.ready_url, timeout=60).status_code == 200
    assert cookie(session) != before
    kept = requests.get(f"{web.url}api/v1/queues", headers={"Cookie": before}, timeout=60)
    assert kept.status_code == 401
    assert session.get(f"{web.url}api/v1/queues", timeout=60).status_code == 200


def test_a_cookie_that_somebody_else_chose_is_not_taken_over(web: RunningServer) -> None:
    name = next(c.name for c in _signed_in(web).cookies if c.name.startswith("pybirch_session"))
    victim = requests.Session()
    victim.cookies.set(name, "chosen-by-an-attacker", path="/")
    victim.get(web.ready_url, timeout=60)
    attacker = requests.get(
        f"{web.url}api/v1/queues", headers={"Cookie": f"{name}=chosen-by-an-attacker"}, timeout=60
    )
    assert attacker.status_code == 401


def test_the_csrf_token_of_another_session_is_refused(web: RunningServer, session: requests.Session) -> None:
    url, other, plan = f"{web.url}api/v1/presets/mine", _signed_in(web), {"steps": []}
    assert session.put(url, json=plan, headers=csrf(session), timeout=60).status_code == 201
    assert session.put(url, json=plan, headers=csrf(other), timeout=60).status_code == 403
    # A page of a neighbouring site may set a cookie for this host; it does not match the session.
    forged = {"Cookie": f"{cookie(session)}; pybirch_csrf=forged", "X-CSRF-Token": "forged"}
    assert requests.put(url, json=plan, headers=forged, timeout=60).status_code == 403


def _signed_in(web: RunningServer) -> requests.Session:
    made = requests.Session()
    made.get(web.ready_url, timeout=60)
    return made
