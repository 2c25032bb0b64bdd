"""Queues: the list, and making a new one."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.api.queues import create
from dashboard.components import queue_form
from dashboard.components.chips import Chip, chips, chips_id
from dashboard.components.dialog import dialog_id
from dashboard.components.filters import ANY, choice, empty, search
from dashboard.components.grids import column, grid, state_column
from dashboard.components.needs import missing
from dashboard.components.page import below, page_head, page_root, part, register_page
from dashboard.components.parts import icon
from engine.errors import PyBirchError

register_page(__name__, path="/queues", name="Queues", title="Queues · PyBirch")

NEW, CREATE, CREATING = "new-queue", "Create queue", "Creating…"
SEARCH, SHOW, ORDER = "queues-search", "queues-show", "queues-order"
CHIPS = (
    Chip("", "All"),
    Chip("live", "Live", "triangle", "blue"),
    Chip("paused", "Paused", "bars", "amber"),
    Chip("idle", "Idle", "circle", "slate"),
)
ORDERS = {
    ANY: "Newest first",
    "oldest": "Oldest first",
    "name": "By name",
    "left": "Least time left",
    "changed": "Changed last",
}
COLUMNS = (
    column("name", "Queue", "PyBirchQueueName", width=440, minWidth=120),
    state_column(),
    column("progress", "Progress", "PyBirchQueueProgress", width=190, minWidth=104),
    column("current_scans", "Scans", "PyBirchCurrentScans", width=170, minWidth=130),
    column("eta", "Time left", "PyBirchTimeLeft", width=110, suppressSizeToFit=True),
    column("mode", "Mode", "PyBirchQueueMode", width=300, suppressSizeToFit=True),
    column("timestamp", "Changed", "PyBirchMoment", width=110, suppressSizeToFit=True),
)


def layout(q: str = "", show: str = "", sort: str = "", **_: str) -> Component:
    """The page, its filters as the address has them; queues.ts keeps the rows current from the room `global`."""
    return page_root(
        "queues",
        [
            page_head("Queues", part("context", "pb-context", html.P), [_new_queue("head")]),
            html.Div(
                [
                    *search(SEARCH, "q", "Search queues", "Search name, id", q),
                    chips(SHOW, CHIPS, show),
                    *choice(ORDER, "order", "Order", ORDERS, sort),
                ],
                className="pb-filters",
            ),
            html.Div(grid("queues-grid", list(COLUMNS), key="queue_id"), className="pb-grid-holder pb-live"),
            empty("no-match", "No matching queues", "Change or remove the filters to see other queues."),
            empty(
                "empty",
                "No queue yet",
                "A queue runs scans one after the other, or together where their instruments allow.",
                _new_queue("empty"),
            ),
            queue_form.queue_form(NEW, "New queue", CREATE),
            dcc.Location(id="queues-created", refresh="callback-nav"),
        ],
    )


clientside_callback(
    ClientsideFunction("pybirch", "filterQueues"),
    Input(SEARCH, "value"),
    Input(chips_id(SHOW), "data"),
    Input(ORDER, "value"),
    prevent_initial_call=True,
)


clientside_callback(
    "() => [true, '', '']",
    Output(dialog_id(NEW), "is_open"),
    Output(queue_form.field_id(NEW, "name"), "value"),
    Output(queue_form.said_id(NEW), "children", allow_duplicate=True),
    Input("queues-new-head", "n_clicks"),
    Input("queues-new-empty", "n_clicks"),
    prevent_initial_call=True,
)


@callback(
    Output(queue_form.said_id(NEW), "children"),
    Output("queues-created", "href"),
    *queue_form.sent(NEW),
    *queue_form.values(NEW),
    running=queue_form.while_sending(NEW, CREATING, CREATE),
    prevent_initial_call=True,
)
def create_queue(_: int, __: int, name: str | None, mode: str, on_failure: str) -> tuple[Any, Any]:
    """Make the queue and go to its page; why not, where the engine refuses."""
    if not (name or "").strip():
        return "Give the queue a name.", no_update
    try:
        made = create(current_context(), {"name": name, "mode": mode, "on_failure": on_failure})
    except PyBirchError as refused:
        return str(refused), no_update
    return "", below(f"/queues/{made.queue_id}")


def _new_queue(place: str) -> Component:
    made: Component = dbc.Button(
        [icon("plus"), html.Span("New queue")],
        id=f"queues-new-{place}",
        color="primary",
        title=missing(),
        disabled=bool(missing()),
    )
    return made
