"""Queues: the list, and making a new one."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.grids import column, grid, state_column
from dashboard.components.page import page_head, page_root, part, register_page
from dashboard.components.parts import button, icon

register_page(__name__, path="/queues", name="Queues", title="Queues · PyBirch")


def layout(**_: str) -> Component:
    """The page; queues.js fills it from the room `global`."""
    columns = [
        column("name", "Queue", "PyBirchQueueName", width=440, minWidth=120),
        state_column(),
        column("progress", "Progress", "PyBirchProgress", width=190, minWidth=104),
        column("current_scans", "Scans", "PyBirchCurrentScans", width=170, minWidth=130),
        column("eta", "Left", "PyBirchTimeLeft", width=110, suppressSizeToFit=True),
        column("mode", "Mode", "PyBirchQueueMode", width=240, suppressSizeToFit=True),
        column("timestamp", "Changed", "PyBirchMoment", width=110, suppressSizeToFit=True),
    ]
    return page_root(
        "queues",
        [
            page_head(
                "Queues",
                part("context", "pb-context", html.P),
                [button([icon("plus"), html.Span("New queue")], name="create", kind="primary")],
            ),
            part("filters", "pb-filters"),
            html.Div(grid("queues-grid", columns, key="queue_id"), className="pb-grid-holder pb-live"),
            part("empty", "pb-empty", hidden=True),
            part("dialog"),
        ],
    )
