"""The last exchanges of an instrument's session, and a console that sends it messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, callback, ctx, html
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.api.exchanges import exchanges
from dashboard.api.instruments import give_order
from dashboard.api.shapes import InstrumentCommandBody
from dashboard.auth.guard import identity
from dashboard.components.messages import Tone, say
from dashboard.components.page import below, fold
from dashboard.components.parts import attributes
from engine.errors import PyBirchError
from engine.model.exchange import Direction, ExchangeLine
from engine.model.people import Role
from engine.model.records import InstrumentRecord
from engine.model.states import InstrumentCommand

LINES, REFRESH, MESSAGE, SEND = "exchange-lines", "exchange-refresh", "console-message", "console-send"
"""Types of the ids; `instrument` tells the instruments apart."""
_MARKS = {
    Direction.SENT: "→",
    Direction.RECEIVED: "←",
    Direction.ERROR: "× error:",
    Direction.UNASKED: "← unasked",
    Direction.BY_HAND: "#",
}


def _id(kind: str, instrument: Any) -> dict[str, Any]:
    return {"type": kind, "instrument": instrument}


def exchange_panel(record: InstrumentRecord) -> Component:
    """A panel with the exchanges, and for operators a line to type a message."""
    number = record.instrument_id
    lines = html.Div(
        id=_id(LINES, number),
        className="pb-log-lines pb-exchanges",
        role="log",
        tabIndex=0,
        **attributes(aria_label=f"Exchanges with {record.instrument_name}", aria_live="off"),
    )
    tools = html.Div(
        [
            dbc.Button("Refresh", id=_id(REFRESH, number), color="secondary", size="sm"),
            html.A(
                "Download as text",
                href=below(f"/api/v1/instruments/{number}/exchanges?format=text"),
                className="pb-inline-link",
            ),
            html.Span("Newest first, times in UTC", className="pb-quiet"),
        ],
        className="pb-exchange-tools",
    )
    console = [_console(number)] if identity().role.includes(Role.OPERATOR) else []
    return fold("Exchanges", [tools, lines, *console])


def _console(number: int) -> Component:
    typed = dbc.Input(
        id=_id(MESSAGE, number),
        type="text",
        maxlength=1000,
        autocomplete="off",
        placeholder="*IDN?",
        class_name="pb-mono",
    )
    return html.Div(
        [
            dbc.Label("Send a message by hand", html_for=_id(MESSAGE, number)),
            dbc.InputGroup([typed, dbc.Button("Send", id=_id(SEND, number), color="secondary")]),
            dbc.FormText(
                "With a question mark, PyBirch waits for the answer. No limits are checked. "
                "While a scan holds the instrument, nothing is sent."
            ),
        ],
        className="pb-field pb-console",
    )


@callback(
    Output(_id(LINES, MATCH), "children"),
    Input(_id(REFRESH, MATCH), "n_clicks"),
    State(_id(LINES, MATCH), "id"),
)
def _refresh(_clicks: int | None, where: dict[str, Any]) -> list[Component]:
    return _shown(int(where["instrument"]))


@callback(
    Output(_id(LINES, MATCH), "children", allow_duplicate=True),
    Output(_id(MESSAGE, MATCH), "value"),
    Input(_id(SEND, MATCH), "n_clicks"),
    Input(_id(MESSAGE, MATCH), "n_submit"),
    State(_id(MESSAGE, MATCH), "value"),
    prevent_initial_call=True,
)
def _send(_clicks: int | None, _submits: int | None, message: str | None) -> tuple[list[Component], str]:
    """Send what is typed; a refusal is said, and what was typed stays."""
    number, text = int(ctx.triggered_id["instrument"]), (message or "").strip()
    if text:
        command = InstrumentCommand.QUERY if "?" in text else InstrumentCommand.WRITE
        try:
            give_order(current_context(), number, InstrumentCommandBody(command=command, message=text))
        except PyBirchError as error:
            say(str(error), Tone.ATTENTION)
            return _shown(number), text
    return _shown(number), ""


def _shown(number: int) -> list[Component]:
    try:
        lines = exchanges(current_context(), number)
    except PyBirchError as error:
        return [html.P(str(error), className="pb-empty-line")]
    if not lines:
        return [html.P("Nothing was sent yet.", className="pb-empty-line")]
    return [listing(lines)]


def listing(lines: Sequence[ExchangeLine]) -> Component:
    """The exchanges, the newest first: what one looks for is there without scrolling.

    One text: Dash takes most of a minute for as many components as a session's exchanges have parts.
    """
    return html.Pre("\n".join(_line(line) for line in reversed(lines)), className="pb-exchange-text")


def _line(line: ExchangeLine) -> str:
    at = datetime.fromisoformat(line.timestamp)
    took = "" if line.duration is None else f" · {line.duration * 1000:.1f} ms"
    text = line.text.replace("\n", "\n" + " " * 13)
    return (
        f"{at:%H:%M:%S}.{at.microsecond // 1000:03d} {line.instrument} {_MARKS[line.direction]} {text}{took}"
    )
