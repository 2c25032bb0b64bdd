"""One scan in a frame of another page: its state, its commands, its progress and its chart."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.components.chart import chart_panel
from dashboard.components.commands import scan_commands
from dashboard.components.embed import embedded
from dashboard.components.page import cannot_be_read, not_found, page_head, register_page
from dashboard.components.scan_head import message_input, scan_context, scan_progress, scan_title
from engine.errors import NotFound, StoreError
from engine.model.ids import scan_number
from engine.model.records import ScanRecord
from engine.store import scans

register_page(
    __name__, path_template="/embed/scans/<scan_id>", name="Scan in a frame", title="Scan · PyBirch"
)


def layout(scan_id: str = "", **_: str) -> Component:
    """The view of the scan with this id."""
    try:
        number = scan_number(scan_id)
        return _view(current_context().read(lambda conn: scans.get(conn, number)))
    except NotFound:
        return not_found(f"scan {scan_id}", "/scans", "All scans")
    except StoreError as error:
        return cannot_be_read(error)


def _view(scan: ScanRecord) -> Component:
    room = f"scan_{scan.scan_id}"
    head = page_head(
        html.H1(scan_title(scan, room), className="pb-title"),
        html.P(scan_context(scan, room), className="pb-context"),
        [scan_commands(scan.scan_id, scan.status)],
    )
    parts = [message_input(room), head, scan_progress(scan, room), chart_panel(scan.scan_id)]
    return embedded("scan", parts, thing=scan.scan_id, room=room)
