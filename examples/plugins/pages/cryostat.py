"""Cryostat: the temperature live, a setpoint, and the last scans. Copy this file into `plugins/pages/` in HOME."""

from datetime import datetime

import dash_bootstrap_components as dbc
from dash import Input, Output, State, callback, dcc, html

from pybirch import pages as pb

NAME, AXIS, READING = "thermostat", "setpoint", "temperature"
VALUES, STATES = ("instrument_name", "value"), ("scan_id", "status")
PLOT, SETPOINT, SET, SCANS = "cryostat-plot", "cryostat-setpoint", "cryostat-set", "cryostat-scans"

pb.register_page(__name__, name="Cryostat", icon="system")
pb.register_panel("scan", "Cryostat", lambda scan_id: html.P(["The sample is at ", pb.value(NAME, READING)]))


def layout():
    axis = pb.instrument(NAME).spec.axes[AXIS]
    line = {"x": [], "y": [], "mode": "lines", "name": READING}
    button = dbc.Button("Set", id=SET, color="primary")
    look = pb.look(yaxis={"title": {"text": f"{READING} ({axis.unit})"}})
    figure = {"data": [line], "layout": look}
    return html.Div(
        [
            pb.live("global", "instruments", keys=VALUES, per_second=2),
            pb.live("global", "scans", keys=STATES),
            pb.page_head("Cryostat", html.P(["The sample is at ", pb.value(NAME, READING)])),
            pb.panel("Temperature", [dcc.Graph(PLOT, figure=figure, config={"displayModeBar": False})]),
            pb.panel("Move", [pb.number(SETPOINT, "Setpoint", unit=axis.unit, limits=axis.limits), button]),
            pb.panel("Last scans", [html.Div(id=SCANS)]),
        ],
        className="pb-page",
    )


LIVE = Input(pb.live_id("global", "instruments", VALUES), "data")


@callback(Output(PLOT, "extendData"), LIVE, prevent_initial_call=True)
def draw(instruments):
    now = next(each["value"].get(READING) for each in instruments if each["instrument_name"] == NAME)
    return {"x": [[datetime.now()]], "y": [[now]]}, [0], 600


@callback(
    Output(SET, "n_clicks"), Input(SET, "n_clicks"), State(SETPOINT, "value"), prevent_initial_call=True
)
def move(_clicks, kelvin):
    pb.move(NAME, **{AXIS: kelvin})
    pb.say(f"The cryostat goes to {kelvin:g} K.")


@callback(Output(SCANS, "children"), Input(pb.live_id("global", "scans", STATES), "data"))
def table(_states):
    def row(scan):
        link = dcc.Link(scan.name, href=pb.below(f"/scans/{scan.scan_id}"))
        return html.Tr([html.Td(link), html.Td(pb.badge(scan.status))])

    return dbc.Table(html.Tbody([row(scan) for scan in pb.scans(limit=5)]))
