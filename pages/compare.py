"""Compare: several scans in one chart."""

from __future__ import annotations

import re

from dash import ALL, Input, Output, State, callback, clientside_callback, dcc, html
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.components.differences import difference_table
from dashboard.components.filters import empty
from dashboard.components.page import below, fold, page_head, page_root, panel, part, register_page
from dashboard.components.parts import attributes
from dashboard.components.zip_menu import EXPORT, zip_address, zip_menu
from engine.errors import PyBirchError
from engine.model.ids import scan_number
from engine.model.records import ScanRecord
from engine.store import scans as stored

GRAPH = "compare-graph"
COMPARED, DIFFERENCES, EXPORTS = "compare-scans", "compare-differences", "compare-export"
MOST = 8
"""Scans in one chart, as frontend/src/chart/overlay.ts has it."""
_ID = re.compile(r"SCAN_\d{3,12}")

register_page(__name__, path="/compare", name="Compare", title="Compare scans · PyBirch")


def layout(scans: str = "", **_: str) -> Component:
    """The scans of `?scans=SCAN_001,SCAN_002`; compare.ts draws them and updates `COMPARED` when one is removed."""
    ids = list(dict.fromkeys(each for each in scans.split(",") if _ID.fullmatch(each)))[:MOST]
    graph = dcc.Graph(
        id=GRAPH,
        className="pb-graph",
        figure={"data": [], "layout": {"autosize": True}},
        responsive=True,
        config={"displaylogo": False, "displayModeBar": False, "scrollZoom": True, "doubleClick": "reset"},
    )
    return page_root(
        "compare",
        [
            page_head(
                "Compare",
                part("context", "pb-context", html.P),
                [
                    zip_menu(EXPORTS, ids),
                    dcc.Link("Choose scans", href=below("/scans"), className="pb-button"),
                ],
            ),
            html.Div(
                [
                    html.Section(
                        [
                            part("controls", "pb-chart-controls"),
                            html.Div(
                                [graph, part("note", "pb-chart-note")], className="pb-chart-holder pb-live"
                            ),
                            part("says", "pb-chart-says", html.P),
                        ],
                        className="pb-panel pb-chart",
                        **attributes(aria_label="Chart"),
                    ),
                    panel("Scans", [part("scans", "pb-compared pb-live")], class_name="pb-panel-scroll"),
                ],
                className="pb-scan-columns pb-compare-columns",
            ),
            fold("Differences", [html.Div(id=DIFFERENCES)], class_name="pb-compare-differences"),
            dcc.Store(id=COMPARED, data=ids),
            empty(
                "empty",
                "Nothing to compare",
                f"Select up to {MOST} scans in the list, then press Compare.",
                dcc.Link("Choose scans", href=below("/scans"), className="pb-button pb-button-primary"),
            ),
        ],
    )


@callback(Output(DIFFERENCES, "children"), Input(COMPARED, "data"))
def show_differences(ids: list[str]) -> Component:
    """A table of what differs between the scans; scans that do not exist are left out."""
    return difference_table([scan for each in ids if (scan := _scan(each))])


@callback(
    Output({"type": EXPORT, "menu": EXPORTS, "format": ALL}, "href"),
    Input(COMPARED, "data"),
    State({"type": EXPORT, "menu": EXPORTS, "format": ALL}, "id"),
    prevent_initial_call=True,
)
def export_compared(ids: list[str], entries: list[dict[str, str]]) -> list[str]:
    """The address of each zip of the scans that are still compared."""
    return [zip_address(ids, entry["format"]) for entry in entries]


clientside_callback("(ids) => !ids.length", Output(EXPORTS, "disabled"), Input(COMPARED, "data"))


def _scan(scan_id: str) -> ScanRecord | None:
    try:
        return current_context().read(lambda conn: stored.get(conn, scan_number(scan_id)))
    except PyBirchError:
        return None
