"""The bar over the list of scans: how many are selected, and what can be done with them together.

scans.ts writes the ids into `SELECTED`; `tellSelection` of selection.ts brings the bar up to date.
"""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import ALL, ClientsideFunction, Input, Output, State, clientside_callback, dcc, html
from dash.development.base_component import Component

from dashboard.components.parts import attributes, icon
from dashboard.components.zip_menu import EXPORT, zip_menu

SELECTED, BAR, COUNT = "scans-selected", "scans-selection", "scans-selected-count"
COMPARE, EXPORTS, CLEAR = "scans-compare", "scans-export", "scans-clear"


def selection_bar() -> list[Component]:
    """The store and the bar, hidden while nothing is selected."""
    clear = dbc.Button(
        [icon("close"), html.Span("Select nothing", className="pb-sr")],
        id=CLEAR,
        color="light",
        title="Select nothing",
    )
    parts = [
        html.Span(id=COUNT, className="pb-selection-count", role="status"),
        dbc.Button([icon("scans"), html.Span("Compare")], id=COMPARE, color="primary"),
        zip_menu(EXPORTS),
        clear,
    ]
    bar = html.Div(
        parts,
        id=BAR,
        className="pb-selection",
        hidden=True,
        role="toolbar",
        **attributes(aria_label="Selected scans"),
    )
    return [dcc.Store(id=SELECTED), bar]


clientside_callback(
    ClientsideFunction("pybirch", "tellSelection"),
    Output(BAR, "hidden"),
    Output(COUNT, "children"),
    Output(COMPARE, "disabled"),
    Output(COMPARE, "title"),
    Output(EXPORTS, "disabled"),
    Output({"type": EXPORT, "menu": EXPORTS, "format": ALL}, "href"),
    Input(SELECTED, "data"),
    State({"type": EXPORT, "menu": EXPORTS, "format": ALL}, "id"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("pybirch", "compareSelected"),
    Input(COMPARE, "n_clicks"),
    State(SELECTED, "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("pybirch", "selectNothing"), Input(CLEAR, "n_clicks"), prevent_initial_call=True
)
