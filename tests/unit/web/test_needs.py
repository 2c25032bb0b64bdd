"""What somebody may not do is visible before they try: controls are disabled or absent, with the reason."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from dash import html
from flask import g

from dashboard.app import WebApp
from dashboard.auth.base import Identity
from dashboard.components.commands import scan_commands
from dashboard.components.instrument_settings import instrument_settings
from dashboard.components.needs import needs
from dashboard.components.notes import notes
from dashboard.components.position_panel import position_panel
from dashboard.components.stop_banner import stop_banner
from dashboard.new_scan import target
from dashboard.new_scan.beginning import Beginning
from engine.model.people import Role
from engine.store import instruments, scans
from engine.store.database import Database

REASON = "This needs the role operator; you are viewer."


def shown(component: Any) -> str:
    return orjson.dumps(component.to_plotly_json(), default=lambda each: each.to_plotly_json()).decode()


@pytest.fixture
def made(web: WebApp, database: Database, scan: str) -> Any:
    """All controls as a role finds them, by name."""

    def by(role: Role) -> dict[str, str]:
        with database.read() as conn:
            motor = next(each for each in instruments.list_(conn) if each.instrument_name == "motor")
            record = scans.get(conn, int(scan[5:]))
        with web.server.test_request_context("/"):
            g.identity = Identity("ada", "x", role, "token")
            return {
                "commands": shown(scan_commands(scan)),
                "position": shown(position_panel(motor)),
                "settings": shown(instrument_settings(motor)),
                "notes": shown(notes(record)),
                "submit": "".join(map(shown, target.target(Beginning(), []))),
                "go on": shown(stop_banner()),
            }

    return by


def test_viewers_find_the_controls_disabled_with_the_reason(made: Any) -> None:
    found = made(Role.VIEWER)
    for name, text in found.items():
        assert REASON in text, name
        assert '"disabled":true' in text or name == "position", name
    assert "pb-steering" not in found["position"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR])
def test_operators_find_them_as_they_are(made: Any, role: Role) -> None:
    found = made(role)
    for name, text in found.items():
        assert REASON not in text and "pb-needs" not in text, name
    assert "pb-steering" in found["position"]


def test_a_control_for_administrators(web: WebApp) -> None:
    with web.server.test_request_context("/"):
        g.identity = Identity("ada", "x", Role.OPERATOR, "token")
        assert "needs the role administrator; you are operator" in shown(
            needs(html.Div(), Role.ADMINISTRATOR)
        )
