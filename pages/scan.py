"""One scan: its state and progress, its chart, its plan, log, notes and details."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.chart import chart_panel
from dashboard.components.commands import scan_commands
from dashboard.components.logs import scan_log
from dashboard.components.page import not_found, page_head, page_root, part, register_page
from dashboard.components.people import people, watchers
from dashboard.components.room import room_socket
from dashboard.components.tabs import tabs
from dashboard.laboratory.own import Place
from dashboard.laboratory.panels import own_panels
from engine.errors import NotFound
from engine.model.ids import scan_number

register_page(__name__, path_template="/scans/<scan_id>", name="Scan", title="Scan · PyBirch")


def layout(scan_id: str = "", **_: str) -> Component:
    """The page; scan.js fills it from the scan's room."""
    try:
        scan_number(scan_id)
    except NotFound:
        return not_found(f"scan {scan_id}", "/scans", "All scans")
    room = f"scan_{scan_id}"
    panels = [
        ("plan", "Plan", part("plan", "pb-plan-holder")),
        ("log", "Log", scan_log(scan_id)),
        ("notes", "Notes", part("notes", "pb-notes")),
        ("details", "Details", part("details", "pb-details")),
        ("people", "People", people(room)),
    ]
    return page_root(
        "scan",
        [
            room_socket(room),
            page_head(
                part("title", "pb-title", html.H1),
                part("context", "pb-context", html.P),
                [watchers(room), scan_commands(scan_id), part("menu", "pb-menu-holder")],
            ),
            part("progress", "pb-progress-line pb-live"),
            html.Div(
                [chart_panel(scan_id), tabs("scan", panels, "pb-panel pb-panel-scroll")],
                className="pb-scan-columns",
            ),
            *own_panels(Place.SCAN, scan_id),
        ],
        thing=scan_id,
        room=room,
    )
