"""Dialogs over the page (`dbc.Modal`): what they are called, and one that asks before something is done.

    layout = confirm("discard", "Discard the draft?", "Nothing of it is kept.", "Discard")

    @callback(Output("discard", "is_open"), Input(act_id("discard"), "n_clicks"), State(reason_id("discard"), "value"))
    def discard(_clicks, reason): ...

A dialog closes by Escape, by a click beside it and by its Cancel button; the focus then returns to what opened it.
"""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, clientside_callback, html
from dash.development.base_component import Component

from dashboard.components.form import field

CANCEL = "dialog-cancel"
"""Type in the id of a dialog's Cancel button; a dialog with one has an id of type DIALOG."""
DIALOG = "dialog"

clientside_callback(
    "() => false",
    Output({"type": DIALOG, "name": MATCH}, "is_open"),
    Input({"type": CANCEL, "name": MATCH}, "n_clicks"),
    prevent_initial_call=True,
)


def dialog_id(name: str) -> dict[str, str]:
    """The id of the dialog `name`; callbacks set its `is_open`."""
    return {"type": DIALOG, "name": name}


def act_id(name: str) -> str:
    """The id of the button that does what the dialog asks about."""
    return f"{name}-act"


def reason_id(name: str) -> str:
    """The id of the input that takes the reason, or the one text that the dialog asks for."""
    return f"{name}-reason"


def dialog(name: str, title: str, body: list[Any], actions: list[Any], *, class_name: str = "") -> Component:
    """A dialog, closed at first, with a Cancel or Close button before its `actions`."""
    heading = f"{name}-title"
    close = dbc.Button("Cancel" if actions else "Close", id={"type": CANCEL, "name": name}, color="secondary")
    made: Component = dbc.Modal(
        [
            dbc.ModalHeader(html.H2(title, id=heading, className="modal-title"), close_button=False),
            dbc.ModalBody(body),
            dbc.ModalFooter([close, *actions]),
        ],
        id=dialog_id(name),
        is_open=False,
        fade=False,
        labelledby=heading,
        centered=True,
        content_class_name=f"pb-modal {class_name}".strip(),
    )
    return made


def confirm(name: str, title: str, text: str, act: str, *, reason: str = "") -> Component:
    """Asks before `act` is done; `reason` labels an input for why, which the audit can keep."""
    asked = [field(reason, dbc.Input(id=reason_id(name), type="text", maxlength=500))] if reason else []
    return dialog(name, title, [html.P(text), *asked], [dbc.Button(act, id=act_id(name), color="primary")])
