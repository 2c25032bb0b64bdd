"""The table of roles: it names everything that the server answers, and each door asks it."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import Client

from dashboard.app import WebApp
from dashboard.auth import table
from dashboard.live.rooms import RoomKind
from dashboard.live.socketio_server import _REQUESTS
from engine.model.people import Role


def test_every_route_has_a_row(web: WebApp) -> None:
    routes = {rule.endpoint for rule in web.server.url_map.iter_rules()}
    assert routes == set(table.ROUTES)


def test_every_room_and_every_request_of_socketio_has_a_row() -> None:
    assert set(table.ROOMS) == set(RoomKind)
    requests = {f"{verb}_{kind}" for kind in _REQUESTS for verb in ("subscribe", "unsubscribe")}
    assert set(table.EVENTS) == {"connect", *requests}


def test_a_route_without_a_row_is_refused(web: WebApp, monkeypatch: pytest.MonkeyPatch, api: Any) -> None:
    assert api("GET", "/queues").status_code == 200
    monkeypatch.delitem(table.ROUTES, "api.list_queues")  # type: ignore[arg-type]
    # Even an administrator's role is asked for, so nobody below gets it by mistake.
    assert Client(web.wsgi).get("/lab/api/v1/queues").status_code == 401


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.VIEWER, [Role.VIEWER]),
        (Role.OPERATOR, [Role.VIEWER, Role.OPERATOR]),
        (Role.ADMINISTRATOR, [Role.VIEWER, Role.OPERATOR, Role.ADMINISTRATOR]),
    ],
)
def test_a_role_may_do_what_the_roles_before_it_may(role: Role, may: list[Role]) -> None:
    assert [needed for needed in Role if role.includes(needed)] == may


def test_who_i_am(api: Any) -> None:
    assert api("GET", "/me").json == {
        "user": "operator",
        "role": "administrator",
        "auth": "token",
        "expires": None,
        "groups": [],
    }
