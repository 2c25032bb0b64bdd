"""Scans: all there ever were, searched and filtered by the server."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.grids import CHOOSING, SORTED, column, grid, state_column
from dashboard.components.page import page_head, page_root, part, register_page

register_page(__name__, path="/scans", name="Scans", title="Scans · PyBirch")


def layout(**_: str) -> Component:
    """The page; scans.js pages through REST and keeps rows current from the room `global`."""
    columns = [
        column("scan_id", "Scan", "PyBirchId", width=116, suppressSizeToFit=True),
        column("name", "Name", "PyBirchScanName", width=320, minWidth=92, **SORTED),
        state_column(),
        column("progress", "Progress", "PyBirchProgress", width=150, minWidth=78),
        column("sample", "Sample", "PyBirchText", width=180, minWidth=110, **SORTED),
        column("tags", "Tags", "PyBirchTags", width=210, minWidth=140),
        column("elapsed", "Took", "PyBirchElapsed", width=96, suppressSizeToFit=True, **SORTED),
        column("queue_id", "Queue", "PyBirchQueueLink", width=150, minWidth=90),
        column("created_at", "Queued", "PyBirchMoment", width=104, suppressSizeToFit=True, **SORTED),
    ]
    return page_root(
        "scans",
        [
            page_head(
                html.H1(["Scans", part("running", "pb-running", html.Span)], className="pb-title"),
                part("context", "pb-context", html.P),
            ),
            part("filters", "pb-filters"),
            html.Div(
                [
                    grid("scans-grid", columns, key="scan_id", **CHOOSING),
                    part("selection", "pb-selection", hidden=True, role="toolbar"),
                ],
                className="pb-grid-holder pb-live",
            ),
            part("empty", "pb-empty", hidden=True),
        ],
    )
