"""Compare: several scans in one chart."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.page import below, page_head, page_root, panel, part, register_page
from dashboard.components.parts import attributes

GRAPH = "compare-graph"

register_page(__name__, path="/compare", name="Compare", title="Compare scans · PyBirch")


def layout(scans: str = "", **_: str) -> Component:
    """The page; compare.js fills it through REST from the scans that `?scans=SCAN_001,SCAN_002` names."""
    del scans  # read by the script, so that taking one away needs no new page
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
                [dcc.Link("Choose scans", href=below("/scans"), className="pb-button")],
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
            part("empty", "pb-empty", hidden=True),
        ],
    )
