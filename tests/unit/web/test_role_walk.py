"""Walks over everything that the server answers, as everybody there can be, and finds exactly the table of roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from support.people import People
from werkzeug.test import Client

from dashboard.app import WebApp, create_app
from dashboard.auth import passwords, table
from dashboard.auth.base import Identity
from dashboard.live import access
from dashboard.live.close_codes import Refused
from engine.model import clock
from engine.model.people import Role
from engine.settings import AuthKind, Settings
from engine.store import accounts, api_tokens, people_tables
from engine.store.database import Database

SAMPLES = {
    "instrument_id": "999",
    "queue_id": "QUEUE_999",
    "scan_id": "SCAN_999",
    "stop_id": "none",
    "package_name": "none",
}
"""Arguments of addresses: things that do not exist, so that nothing happens to them."""
SIGNED_OUT = (
    "nobody",
    "expired token",
    "revoked token",
    "down-graded token",
    "expired session",
    "down-graded session",
)
EVERYBODY = (*SIGNED_OUT, *Role)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Database(Settings(home=tmp_path_factory.mktemp("home")).url)
    made.migrate()
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def web(database: Database, tmp_path_factory: pytest.TempPathFactory) -> WebApp:
    home = tmp_path_factory.mktemp("web")
    return create_app(Settings(home=home, auth=AuthKind.PASSWORD), database)


@pytest.fixture(scope="module")
def headers(web: WebApp, database: Database) -> dict[str, dict[str, str]]:
    """What each of them sends along to prove who they are."""
    people = People(web, database)
    kept = passwords.keep("a good password")
    with database.write() as conn:
        for name in ("carl", "dora", "erik"):
            accounts.add(conn, name, Role.ADMINISTRATOR, kept)
        carl = accounts.get(conn, "carl")
        _, downgraded = api_tokens.create_for(conn, carl, "carl's", Role.ADMINISTRATOR)
    cookies = {name: _signed_in(web, name) for name in ("dora", "erik")}
    revoked = people.secret("revoked", Role.ADMINISTRATOR)
    with database.write() as conn:
        api_tokens.revoke(conn, "revoked")
        accounts.change(conn, "carl", role=Role.VIEWER)
        accounts.change(conn, "dora", role=Role.VIEWER)
        # As if the time had passed.
        conn.execute(
            people_tables.sessions.update()
            .where(people_tables.sessions.c.user == "erik")
            .values(expires_at=_past())
        )
    return {
        "nobody": {},
        "expired token": _bearer(people.secret("expired", Role.ADMINISTRATOR, timedelta(seconds=-1))),
        "revoked token": _bearer(revoked),
        "down-graded token": _bearer(downgraded),
        "expired session": cookies["erik"],
        "down-graded session": cookies["dora"],
        **{role.value: _bearer(people.secret(f"a {role}", role)) for role in Role},
    }


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_address_asks_for_the_role_of_the_table(
    web: WebApp, headers: dict[str, dict[str, str]], who: str
) -> None:
    client = Client(web.wsgi, use_cookies=False)
    found, wanted = {}, {}
    for rule in web.server.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: SAMPLES.get(m[1], "none"), rule.rule)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            if rule.endpoint == "sign_out" and who in list(Role):
                continue
            answer = client.open(path, method=method, headers={"Accept": "*/*", **headers[who]})
            name = f"{method} {rule.rule}"
            needed = table.ROUTES[web.server.url_map.bind("").match(path, method)[0]]
            found[name] = answer.status_code if answer.status_code in (401, 403) else "answered"
            wanted[name] = _wanted(needed, who)
            answer.close()
    differing = {name: (found[name], wanted[name]) for name in found if found[name] != wanted[name]}
    differing.pop("POST /login", None)  # its own answer is 401, or 429 after some
    assert differing == {}
    assert len(found) > 60


@pytest.mark.parametrize("role", list(Role))
def test_rooms_messages_and_requests_ask_for_the_role_of_the_table(
    role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = Identity("ada", "x", role, "token")
    rooms = {"global": "global", "scan": "scan_SCAN_001", "queue": "queue_QUEUE_001"}
    rooms |= {"instruments": "instruments", "instrument": "instrument_1"}
    for raised in Role:
        for name in ("ROOMS", "ROOM_MESSAGES", "EVENTS"):
            monkeypatch.setattr(access, name, dict.fromkeys(getattr(table, name), raised))
        asked = [
            *(lambda room=room: access.require_room(who, room) for room in rooms.values()),
            *(lambda name=name: access.require_message(who, name) for name in table.ROOM_MESSAGES),
            *(lambda name=name: access.require_event(who, name) for name in table.EVENTS),
        ]
        for ask in asked:
            if role.includes(raised):
                ask()
            else:
                with pytest.raises(Refused, match=f"needs the role {raised}, this is {role}") as caught:
                    ask()
                assert caught.value.code == 4403


def _wanted(needed: Role | None, who: str) -> object:
    if needed is None:
        return "answered"
    if who in SIGNED_OUT:
        return 401
    return "answered" if Role(who).includes(needed) else 403


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def _past() -> datetime:
    return clock.now() - timedelta(seconds=1)


def _signed_in(web: WebApp, name: str) -> dict[str, str]:
    client = Client(web.wsgi)
    answer = client.post("/login", data={"name": name, "password": "a good password"})
    assert answer.status_code == 303
    return {"Cookie": "; ".join(f"{c.key}={c.value}" for c in client._cookies.values())}
