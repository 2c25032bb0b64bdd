"""The reader's menu: name, keys, the laboratory's pages on small screens, the interface for programs, signing out."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component
from flask import g, has_request_context

from dashboard.components.menu import divider, heading, item, menu
from dashboard.components.needs import missing, role_here
from dashboard.components.own_name import ask_id, own_name
from dashboard.components.parts import icon
from dashboard.components.shortcuts import OPEN
from engine.model.people import Role


def account_menu(root: str, own_pages: list[dict[str, Any]]) -> Component:
    """The menu; addresses are made below `root`."""
    places = [
        item(page["name"], href=f"{root}{page['path']}", mark=page["icon"], class_name="pb-small-screen")
        for page in own_pages
    ]
    leave = html.Form(
        html.Button([icon("leave"), html.Span("Sign out")], type="submit", className="dropdown-item"),
        method="post",
        action=f"{root}/logout",
    )
    entries = [
        heading(_who()),
        item(own_name() or "Your name…", name=ask_id("menu"), mark="user"),
        *places,
        *([] if missing(Role.ADMINISTRATOR) else [item("Who did what", href=f"{root}/audit", mark="search")]),
        divider(),
        item("Keyboard shortcuts", name=OPEN, mark="keyboard", hint="?"),
        item("Documentation", href=f"{root}/docs/", mark="book", target="_blank"),
        item("Interface for programs", href=f"{root}/api/v1/docs", mark="code", target="_blank"),
        divider(),
        leave,
    ]
    return menu("pb-account", "You", entries, mark="user")


def _who() -> str:
    """Who the present request is from and what they may do; the name only where it is theirs alone."""
    who = g.get("identity") if has_request_context() else None
    return role_here().value.capitalize() if who is None or who.shared else f"{who.user} · {who.role}"
