"""The scans that ended last, newest first."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, callback, dcc, html
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.components.badge import badge
from dashboard.components.live_input import live, live_id
from dashboard.components.live_parts import moment, thumbnail
from dashboard.components.page import below
from dashboard.components.texts import counted, duration
from engine.model.records import ScanRecord
from engine.model.states import ScanState
from engine.store import scan_list

FINISHED = "finished-lately"
MOST = 8
_ENDED = tuple(state for state in ScanState if state.ended)
ENDED_COUNTS = ("global", "counts", tuple(state.value for state in _ENDED))
"""Live input that changes when a scan ends: how many have ended in each state."""


def ended_counts() -> Component:
    """The live input `ENDED_COUNTS`, once on a page."""
    room, what, keys = ENDED_COUNTS
    return live(room, what, per_second=2, keys=keys)


def finished_lately() -> Component:
    """Rows of the `MOST` scans that ended last; the page holds `ended_counts()`."""
    return html.Div(id=FINISHED, className="pb-rows")


@callback(Output(FINISHED, "children"), Input(live_id(*ENDED_COUNTS), "data"), prevent_initial_call=True)
def show_finished(_: dict[str, int] | None) -> list[Any]:
    """Read them anew whenever a scan has ended."""
    page = current_context().read(lambda conn: scan_list.list_(conn, status=_ENDED, limit=MOST))
    if not page.items:
        return [html.P("No scan has finished yet. Results appear here.", className="pb-empty-line")]
    return [_row(scan) for scan in page.items]


def _row(scan: ScanRecord) -> Component:
    """A row that keeps its elements, and with them the focus, while others come above it: its id tells it apart."""
    took = f"{counted(scan.point, 'point')} · {duration(scan.elapsed)}"
    note = scan.unreadable or scan.scan_id
    return dcc.Link(
        [
            thumbnail(scan),
            html.Span(
                [
                    html.Span(scan.name, className="pb-row-name"),
                    html.Span(note, className="pb-row-id pb-unreadable" if scan.unreadable else "pb-row-id"),
                ],
                className="pb-row-stack",
            ),
            html.Span(scan.sample, className="pb-row-sample"),
            html.Span(took, className="pb-row-took"),
            moment(scan.ended_at or scan.timestamp, "pb-row-when"),
            badge(scan.status),
        ],
        id={"type": "finished", "scan": scan.scan_id},
        href=below(f"/scans/{scan.scan_id}"),
        className="pb-row pb-finished-row",
    )
