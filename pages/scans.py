"""Scans: all there ever were, searched, filtered and sorted by the server."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.filters import empty
from dashboard.components.grids import CHOOSING, SORTED, column, grid, state_column
from dashboard.components.page import below, page_head, page_root, part, register_page
from dashboard.components.scan_filters import scan_filters
from dashboard.components.scan_selection import selection_bar

register_page(__name__, path="/scans", name="Scans", title="Scans · PyBirch")

COLUMNS = (
    column("scan_id", "Scan", "PyBirchScanId", width=116, suppressSizeToFit=True),
    column("name", "Name", "PyBirchScanName", width=320, minWidth=92, **SORTED),
    state_column(),
    column("progress", "Progress", "PyBirchScanProgress", width=150, minWidth=78),
    column("sample", "Sample", "PyBirchText", width=180, minWidth=110, **SORTED),
    column("tags", "Tags", "PyBirchTags", width=210, minWidth=140),
    column("elapsed", "Duration", "PyBirchElapsed", width=96, suppressSizeToFit=True, **SORTED),
    column("queue_id", "Queue", "PyBirchQueueLink", width=150, minWidth=90),
    column("created_at", "Queued", "PyBirchMoment", width=104, suppressSizeToFit=True, **SORTED),
)


def layout(**given: str) -> Component:
    """The page, its filters as the address has them; scans.ts fetches rows page by page as the list is scrolled and
    keeps them current from the room `global`."""
    return page_root(
        "scans",
        [
            page_head(
                html.H1(["Scans", part("running", "pb-running", html.Span)], className="pb-title"),
                part("context", "pb-context", html.P),
            ),
            scan_filters(given),
            html.Div(
                [grid("scans-grid", list(COLUMNS), key="scan_id", **CHOOSING), *selection_bar()],
                className="pb-grid-holder pb-live",
            ),
            empty("no-match", "No matching scans", "Change or remove a filter to see other scans."),
            empty(
                "empty",
                "No scan yet",
                "Scans appear here as soon as they are queued.",
                dcc.Link("New scan", href=below("/new"), className="pb-button pb-button-primary"),
            ),
        ],
    )
