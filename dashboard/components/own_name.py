"""What the reader is called by others who watch the same scan or queue: a name that this browser keeps in a cookie."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import dash_bootstrap_components as dbc
from dash import ALL, ClientsideFunction, Input, Output, State, clientside_callback, html
from dash.development.base_component import Component
from flask import request

from dashboard.components.dialog import act_id, dialog, dialog_id
from dashboard.components.form import field
from dashboard.live.presence import NAME_COOKIE, NAME_LENGTH, tidy

ASK = "own-name-ask"
"""Type in the ids of the buttons that ask for the name."""
_NAME, _TYPED = "own-name", "own-name-typed"
_NOTE = (
    "Others who watch the same scan or queue see it. It is kept in this browser; without one you are a guest."
)

clientside_callback(
    ClientsideFunction("pybirch", "ownName"),
    Output(dialog_id(_NAME), "is_open"),
    Output(_TYPED, "value"),
    Input({"type": ASK, "room": ALL, "place": ALL}, "n_clicks"),
    Input(act_id(_NAME), "n_clicks"),
    Input(_TYPED, "n_submit"),
    State(_TYPED, "value"),
    prevent_initial_call=True,
)


def own_name() -> str:
    """The chosen name of whoever sent the present request; empty for a guest."""
    return tidy(unquote(request.cookies.get(NAME_COOKIE, "")))


def ask_id(place: Any, room: Any = "") -> dict[str, Any]:
    """The id of a button that asks for the name; `place` tells apart those of one page about `room`."""
    return {"type": ASK, "room": room, "place": place}


def name_dialog() -> Component:
    """The dialog; part of the frame."""
    typed = dbc.Input(id=_TYPED, type="text", maxlength=NAME_LENGTH, autocomplete="nickname", autofocus=True)
    return dialog(
        _NAME,
        "Your name",
        [field("Name", typed), html.P(_NOTE, className="pb-quiet")],
        [dbc.Button("Keep", id=act_id(_NAME), color="primary")],
    )
