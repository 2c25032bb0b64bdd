"""The frame around every page: navigation, connection, banner, theme, STOP, and the one `global` socket."""

from __future__ import annotations

from typing import Any

import dash
from dash import MATCH, ClientsideFunction, Input, Output, clientside_callback, dcc, html
from dash.development.base_component import Component

from dashboard.components.account import account_menu
from dashboard.components.attention import attention
from dashboard.components.connection import connection
from dashboard.components.messages import messages
from dashboard.components.own_name import name_dialog
from dashboard.components.parts import attributes, button, icon, island
from dashboard.components.room import ROOM, room_socket
from dashboard.components.search import OPEN, search_dialog
from dashboard.components.shortcuts import shortcuts_dialog
from dashboard.components.stop_banner import stop_banner
from dashboard.components.theme import theme_menu
from engine.settings import Settings

FRAME, MAIN = "pb-frame", "pb-main"

NAVIGATION = (
    ("home", "Home", "/", "g h"),
    ("queues", "Queues", "/queues", "g q"),
    ("scans", "Scans", "/scans", "g s"),
    ("instruments", "Instruments", "/instruments", "g i"),
)
"""Page, label, path and keys of each place."""

clientside_callback(
    ClientsideFunction("pybirch", "socket"),
    # Never set: Dash runs a callback for a new part of the layout only when it has an output there.
    Output({"type": ROOM, "room": MATCH}, "timeout"),
    Input({"type": ROOM, "room": MATCH}, "message"),
    Input({"type": ROOM, "room": MATCH}, "state"),
)


def layout(settings: Settings) -> Component:
    """The app's layout; pages appear inside. URLs are made below `settings.prefix`."""
    root = settings.prefix.rstrip("/")
    return html.Div(
        id=FRAME,
        className="pb-frame",
        children=[
            html.A("Skip to the page", href=f"#{MAIN}", className="pb-skip"),
            _header(root),
            stop_banner(),
            island("banner", "pb-banner", role="status"),
            html.Main(dash.page_container, id=MAIN, className="pb-main", tabIndex=-1),
            _bottom(root),
            messages(),
            shortcuts_dialog(root),
            name_dialog(),
            search_dialog(),
            room_socket("global"),
        ],
    )


def _header(root: str) -> Component:
    brand = dcc.Link(
        [
            html.Span(className="pb-logo", **attributes(aria_hidden="true")),
            html.Span("PyBirch", className="pb-brand-name"),
        ],
        href=f"{root}/",
        className="pb-brand",
    )
    links = [_link(root, page, label, path, keys) for page, label, path, keys in NAVIGATION]
    links += [_own_link(root, page) for page in own_pages()]
    new = dcc.Link(
        [icon("plus"), html.Span("New scan", className="pb-new-label")],
        href=f"{root}/new",
        className="pb-button pb-new",
        title="New scan (n)",
    )
    tools = html.Div(
        className="pb-tools",
        children=[
            button(
                icon("search"),
                kind="quiet",
                name="search",
                title="Search (/)",
                aria_label="Search",
                id=OPEN,
            ),
            connection(),
            attention(),
            theme_menu(),
            account_menu(root, own_pages()),
            island("stop", "pb-stop-holder"),
        ],
    )
    return html.Header(
        [brand, html.Nav([*links, new], className="pb-nav", **attributes(aria_label="Main")), tools],
        className="pb-header",
    )


def _link(root: str, page: str, label: str, path: str, keys: str = "") -> Component:
    return dcc.Link(
        [icon(page, "pb-nav-icon"), html.Span(label)],
        id=f"pb-nav-{page}" if keys else f"pb-bottom-{page}",
        href=f"{root}{path}",
        className="pb-nav-link",
        title=f"{label} ({keys})" if keys else label,
    )


def own_pages() -> list[dict[str, Any]]:
    """Pages that the laboratory added, in their order (dashboard/laboratory/loading.py)."""
    return [page for page in dash.page_registry.values() if page.get("own") and not page["path_template"]]


def _own_link(root: str, page: dict[str, Any]) -> Component:
    return dcc.Link(
        [icon(page["icon"], "pb-nav-icon"), html.Span(page["name"])],
        href=f"{root}{page['path']}",
        className="pb-nav-link pb-nav-own",
        title=page["name"],
    )


def _bottom(root: str) -> Component:
    links = [_link(root, page, label, path) for page, label, path, _ in NAVIGATION]
    links.insert(2, _link(root, "new", "New", "/new"))
    return html.Nav(links, className="pb-bottom", **attributes(aria_label="Main, at the bottom"))
