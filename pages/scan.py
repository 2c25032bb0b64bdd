"""One scan: its state and progress, its chart, its plan, log, notes and details."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import orjson
from dash import MATCH, Input, Output, callback, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.components.chart import chart_panel
from dashboard.components.commands import scan_commands
from dashboard.components.exports import export_items
from dashboard.components.facts import Fact, facts
from dashboard.components.fault_panel import fault_panel
from dashboard.components.live_input import live, live_id
from dashboard.components.live_parts import full_moment
from dashboard.components.live_value import Form, live_value
from dashboard.components.logs import scan_log
from dashboard.components.menu import heading, item, menu
from dashboard.components.notes import notes
from dashboard.components.numbers import titled
from dashboard.components.page import (
    below,
    cannot_be_read,
    not_found,
    page_head,
    page_root,
    register_page,
)
from dashboard.components.parts import island
from dashboard.components.people import people, watchers
from dashboard.components.room import room_socket
from dashboard.components.scan_head import (
    SINCE,
    STATUS,
    message_input,
    scan_context,
    scan_progress,
    scan_title,
    since,
)
from dashboard.components.setup import setup
from dashboard.components.tabs import tabs
from dashboard.laboratory.own import Place
from dashboard.laboratory.panels import own_panels
from engine.errors import NotFound, StoreError
from engine.exporters import names
from engine.model.ids import scan_number
from engine.model.records import MeasurementRecord, ScanRecord
from engine.model.states import ScanState
from engine.store import scans

register_page(__name__, path_template="/scans/<scan_id>", name="Scan", title="Scan · PyBirch")

STATE_KEYS = ("scan_id", "status")
"""What the details, the menu and the moments depend on; progress is not among it."""
DETAILS, MENU = "scan-details", "scan-menu"
"""Types of the ids of what callbacks fill; `room` tells the scans apart."""
SAVE_PLAN, PLAN_FILE = "scan-save-plan", "scan-plan-file"


def layout(scan_id: str = "", **_: str) -> Component:
    """The page of the scan with this id."""
    try:
        return _page(_read(scan_id))
    except NotFound:
        return not_found(f"scan {scan_id}", "/scans", "All scans")
    except StoreError as error:
        return cannot_be_read(error)


def _read(scan_id: str) -> ScanRecord:
    number = scan_number(scan_id)
    return current_context().read(lambda conn: scans.get(conn, number))


def _page(scan: ScanRecord) -> Component:
    room = f"scan_{scan.scan_id}"
    plan = {"plan": orjson.dumps(scan.plan or {}).decode(), "scan": scan.scan_id}
    panels = [
        ("plan", "Plan", island("scan-plan", "pb-plan-holder", **plan)),
        ("log", "Log", scan_log(scan.scan_id)),
        ("notes", "Notes", notes(scan)),
        ("details", "Details", html.Div(_details(scan), id={"type": DETAILS, "room": room})),
        ("setup", "Setup", setup(scan.scan_id)),
        ("people", "People", people(room)),
    ]
    return page_root(
        "scan",
        [
            room_socket(room),
            live(room, STATUS, keys=STATE_KEYS),
            message_input(room),
            page_head(
                html.H1(scan_title(scan, room), className="pb-title"),
                html.P(scan_context(scan, room), className="pb-context"),
                [watchers(room), scan_commands(scan.scan_id, scan.status), *_more(scan, room)],
            ),
            scan_progress(scan, room),
            fault_panel(scan, room),
            html.Div(
                [chart_panel(scan.scan_id), tabs("scan", panels, "pb-panel pb-panel-scroll")],
                className="pb-scan-columns",
            ),
            *own_panels(Place.SCAN, scan.scan_id),
        ],
        thing=scan.scan_id,
        room=room,
    )


@callback(
    Output({"type": DETAILS, "room": MATCH}, "children"),
    Output({"type": SINCE, "room": MATCH}, "children"),
    Output({"type": MENU, "room": MATCH}, "children"),
    Input(live_id(MATCH, STATUS, STATE_KEYS), "data"),
    prevent_initial_call=True,
)
def _follow_state(told: Mapping[str, Any]) -> tuple[Component, Component | None, list[Component]]:
    """What is known only from the database, when the state has changed."""
    scan = _read(told["scan_id"])
    return _details(scan), since(scan), _items(scan)


def _details(scan: ScanRecord) -> Component:
    room = f"scan_{scan.scan_id}"
    known: list[Fact] = [
        ("Scan", scan.scan_id),
        ("Queued by", scan.user),
        ("Queued", full_moment(scan.created_at)),
        ("Started", full_moment(scan.started_at) if scan.started_at else "not yet"),
        ("Ended", full_moment(scan.ended_at) if scan.ended_at else "not yet"),
        ("Duration", live_value(room, "scan.elapsed", Form.DURATION)),
        ("A copy of", _copied(scan.retry_of)),
        *((f"Measured by {each.name}", _columns(each)) for each in scan.measurements or []),
    ]
    return facts(known)


def _copied(original: str | None) -> str | Component:
    return dcc.Link(original, href=below(f"/scans/{original}")) if original else ""


def _columns(measurement: MeasurementRecord) -> str:
    def written(name: str, unit: str, shape: tuple[int, ...]) -> str:
        return " × ".join([titled(name, unit), *map(str, shape)])

    return ", ".join(written(column.name, column.unit, column.shape) for column in measurement.columns)


def _more(scan: ScanRecord, room: str) -> list[Component]:
    more = menu(
        {"type": MENU, "room": room}, "More actions", _items(scan), mark="more", class_name="pb-more-actions"
    )
    return [more, dcc.Download(id={"type": PLAN_FILE, "scan": scan.scan_id})]


def _items(scan: ScanRecord) -> list[Component]:
    edit = item("Edit", "Change it while it waits", mark="edit", href=below(f"/new?edit={scan.scan_id}"))
    save = {"type": SAVE_PLAN, "scan": scan.scan_id}
    return [
        *([edit] if scan.status is ScanState.QUEUED else []),
        item("Clone and edit", mark="copy", href=below(f"/new?from={scan.scan_id}")),
        heading("Export the scan"),
        *export_items(scan),
        item("Plan", "As JSON, to be run again or elsewhere", mark="download", name=save),
    ]


@callback(
    Output({"type": PLAN_FILE, "scan": MATCH}, "data"),
    Input({"type": SAVE_PLAN, "scan": MATCH}, "n_clicks"),
    Input({"type": SAVE_PLAN, "scan": MATCH}, "id"),
    prevent_initial_call=True,
)
def _save_plan(presses: int | None, item: Mapping[str, str]) -> Any:
    """The plan as a file."""
    if not presses:
        return no_update
    scan = _read(item["scan"])
    return {"content": json.dumps(scan.plan, indent=2), "filename": f"{names.stem(scan)} plan.json"}
