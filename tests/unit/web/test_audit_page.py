"""The page that shows administrators who did what."""

from __future__ import annotations

from collections.abc import Callable

import dash
import orjson
import pytest
from flask import g

from dashboard.app import WebApp
from dashboard.auth.base import Identity
from engine.model.people import AuditEntry, AuditResult, Role
from engine.store import audit
from engine.store.database import Database

Show = Callable[..., str]


@pytest.fixture
def show(web: WebApp) -> Show:
    """The page as somebody with a role finds it under filters."""

    def shown(role: Role, **filters: str) -> str:
        layout = next(page["layout"] for page in dash.page_registry.values() if page["path"] == "/audit")
        with web.server.test_request_context("/"):
            g.identity = Identity("ada", "x", role, "token")
            made = layout(**filters).to_plotly_json()
        return orjson.dumps(made, default=lambda each: each.to_plotly_json()).decode()

    return shown


def test_administrators_see_what_meets_the_filters(show: Show, database: Database) -> None:
    with database.write() as conn:
        audit.add(conn, AuditEntry("ada", "10.0.0.1", "move instrument", "stage", "axis x, value 4.2"))
        late = AuditResult.REFUSED
        audit.add(conn, AuditEntry("<b>bea</b>", "10.0.0.2", "start queue", "QUEUE_001", "", late, "it runs"))
    whole = show(Role.ADMINISTRATOR)
    assert "axis x, value 4.2" in whole and "it runs" in whole and "audit/export" in whole
    moved = show(Role.ADMINISTRATOR, action="move", target="stage", user="ada")
    assert "axis x, value 4.2" in moved and "it runs" not in moved
    assert "user=ada" in moved and "target=stage" in moved
    assert "Nothing was recorded" in show(Role.ADMINISTRATOR, user="nobody at all")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
def test_others_are_told_which_role_it_needs(show: Show, role: Role) -> None:
    text = show(role)
    assert f"This needs the role administrator; you are {role}." in text
    assert "10.0.0.1" not in text and "audit/export" not in text
