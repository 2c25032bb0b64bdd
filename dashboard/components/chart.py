"""The chart of a scan: its controls and the graph that `PyBirch.chart` draws in."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.parts import attributes, island


def graph_id(scan_id: str) -> str:
    """Component id of a scan's graph."""
    return f"chart-{scan_id}"


def chart_panel(scan_id: str) -> Component:
    """Controls above, the graph filling the rest, below it what of the readings is (not) to be seen."""
    graph = dcc.Graph(
        id=graph_id(scan_id),
        className="pb-graph",
        figure={"data": [], "layout": {"autosize": True}},
        responsive=True,
        config={"displaylogo": False, "displayModeBar": False, "scrollZoom": True, "doubleClick": "reset"},
    )
    return html.Section(
        [
            island("chart-controls", "pb-chart-controls", scan=scan_id, graph=graph_id(scan_id)),
            html.Div(
                [graph, island("chart-note", "pb-chart-note", scan=scan_id)],
                className="pb-chart-holder pb-live",
            ),
            html.Div(className="pb-chart-foot"),
        ],
        className="pb-panel pb-chart",
        **attributes(aria_label="Chart"),
    )
