"""One queue: its progress, its scans in order, its commands, its settings and its log."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, callback, dcc, html
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.api.queues import change, queue_of
from dashboard.components import queue_form
from dashboard.components.commands import queue_commands
from dashboard.components.dialog import dialog_id
from dashboard.components.filters import empty
from dashboard.components.live_input import live, live_id
from dashboard.components.logs import queue_log
from dashboard.components.needs import missing
from dashboard.components.page import below, not_found, page_head, page_root, panel, part, register_page
from dashboard.components.parts import icon
from dashboard.components.people import watchers
from dashboard.components.room import room_socket
from dashboard.laboratory.own import Place
from dashboard.laboratory.panels import own_panels
from engine.errors import NotFound, PyBirchError
from engine.model.ids import queue_number
from engine.model.states import OnFailure, QueueMode

register_page(__name__, path_template="/queues/<queue_id>", name="Queue", title="Queue · PyBirch")

SETTINGS, SAVE, SAVING = "queue-settings", "Save", "Saving…"
GIVEN = "queue-settings-given"
"""Store of the settings as they were when the dialog was opened."""
SETTINGS_KEYS = ("queue_id", "mode", "on_failure")


def layout(queue_id: str = "", **_: str) -> Component:
    """The page; queue.ts keeps progress and scans current from the queue's room."""
    try:
        queue_number(queue_id)
    except NotFound:
        return not_found(f"queue {queue_id}", "/queues", "All queues")
    room = f"queue_{queue_id}"
    return page_root(
        "queue",
        [
            room_socket(room),
            live(room, "queue_status", keys=SETTINGS_KEYS),
            page_head(
                part("title", "pb-title", html.H1),
                html.P([html.Span(id=_about(room)), _settings(queue_id)], className="pb-context"),
                [watchers(room), queue_commands(queue_id)],
            ),
            part("progress", "pb-progress-line pb-live"),
            queue_form.queue_form(SETTINGS, "Settings of the queue", SAVE),
            dcc.Store(id="queue-id", data=queue_id),
            dcc.Store(id=GIVEN),
            html.Div(
                className="pb-columns pb-fill",
                children=[
                    panel(
                        "Scans",
                        [
                            part("scans", "pb-rows pb-queue-scans pb-live"),
                            empty(
                                "empty", "No scan yet", "Scans added here run in this order.", _add(queue_id)
                            ),
                        ],
                        class_name="pb-span-7 pb-panel-scroll",
                        tools=[part("tools", "pb-scan-tools"), _add(queue_id, small=True)],
                    ),
                    panel("Log", [queue_log(queue_id)], class_name="pb-span-5 pb-panel-scroll"),
                ],
            ),
            *own_panels(Place.QUEUE, queue_id),
        ],
        thing=queue_id,
        room=room,
    )


@callback(
    Output({"type": "queue-about", "room": MATCH}, "children"),
    Input(live_id(MATCH, "queue_status", SETTINGS_KEYS), "data"),
    prevent_initial_call=True,
)
def tell_settings(queue: dict[str, str] | None) -> str:
    """Identifier, mode, and what the queue does when a scan fails."""
    if not queue:
        return ""
    mode = "together" if queue["mode"] == QueueMode.PARALLEL else "one after the other"
    then = "stops" if queue["on_failure"] == OnFailure.STOP else "goes on"
    return f"{queue['queue_id']} · {mode} · {then} when a scan fails"


@callback(
    Output(dialog_id(SETTINGS), "is_open"),
    *(Output(queue_form.field_id(SETTINGS, each), "value") for each in ("name", "mode", "on_failure")),
    Output(queue_form.said_id(SETTINGS), "children"),
    Output(GIVEN, "data"),
    Input("queue-open-settings", "n_clicks"),
    State("queue-id", "data"),
    prevent_initial_call=True,
)
def open_settings(_: int, queue_id: str) -> tuple[Any, ...]:
    """Open the dialog with the queue's present settings; what is typed from then on is not overwritten."""
    try:
        queue = queue_of(current_context(), queue_id)
    except PyBirchError as error:
        return True, "", QueueMode.SERIAL, OnFailure.STOP, str(error), {}
    given = {"name": queue.name, "mode": queue.mode, "on_failure": queue.on_failure}
    return True, *given.values(), "", given


@callback(
    Output(queue_form.said_id(SETTINGS), "children", allow_duplicate=True),
    Output(dialog_id(SETTINGS), "is_open", allow_duplicate=True),
    *queue_form.sent(SETTINGS),
    *queue_form.values(SETTINGS),
    State(GIVEN, "data"),
    State("queue-id", "data"),
    running=queue_form.while_sending(SETTINGS, SAVING, SAVE),
    prevent_initial_call=True,
)
def save_settings(
    _: int, __: int, name: str | None, mode: str, on_failure: str, given: dict[str, str], queue_id: str
) -> tuple[str, bool]:
    """Have the engine change what was changed in the dialog; it stays open with the reason where the engine refuses."""
    wanted = {"name": (name or "").strip(), "mode": mode, "on_failure": on_failure}
    if not wanted["name"]:
        return "Give the queue a name.", True
    try:
        changes = {key: value for key, value in wanted.items() if given.get(key) != value}
        if changes:
            change(current_context(), queue_id, changes)
    except PyBirchError as refused:
        return str(refused), True
    return "", False


def _about(room: str) -> dict[str, str]:
    return {"type": "queue-about", "room": room}


def _settings(queue_id: str) -> Component:
    made: Component = dbc.Button(
        [icon("edit"), html.Span("Settings")],
        id="queue-open-settings",
        color="light",
        size="sm",
        title=missing() or f"Name and mode of {queue_id}, and what it does when a scan fails",
        disabled=bool(missing()),
    )
    return made


def _add(queue_id: str, *, small: bool = False) -> Component:
    return dcc.Link(
        "Add a scan",
        href=below(f"/new?queue={queue_id}"),
        className="pb-button pb-button-small" if small else "pb-button pb-button-primary",
        id="queue-add" if small else "queue-add-first",
    )
