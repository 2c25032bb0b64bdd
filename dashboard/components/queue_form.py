"""The dialog with a queue's name, its mode, and what it does when a scan fails."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import Input, Output, State, html
from dash.development.base_component import Component

from dashboard.components.dialog import act_id, dialog
from dashboard.components.form import field
from engine.model.states import OnFailure, QueueMode

MODES = {
    QueueMode.SERIAL: "one after the other",
    QueueMode.PARALLEL: "together, where their instruments allow",
}
FAILURES = {
    OnFailure.STOP: "stop; the other scans wait",
    OnFailure.CONTINUE: "go on with the next scan",
}


def queue_form(name: str, title: str, act: str) -> Component:
    """The dialog `name`, closed at first; `act` is the label of its button."""
    given = dbc.Input(
        id=field_id(name, "name"),
        maxlength=200,
        autocomplete="off",
        placeholder="Overnight map",
        autofocus=True,
    )
    body = dbc.Form(
        [
            field("Name", given),
            field("Scans run", _choice(field_id(name, "mode"), MODES)),
            field("When a scan fails", _choice(field_id(name, "on_failure"), FAILURES)),
        ],
        id=f"{name}-form",
        class_name="pb-form",
    )
    said = html.P(id=said_id(name), className="pb-said", role="alert")
    return dialog(name, title, [body, said], [dbc.Button(act, id=act_id(name), color="primary")])


def field_id(name: str, part: str) -> str:
    """The id of the control for `name`, `mode` or `on_failure` of the dialog."""
    return f"{name}-{part}"


def said_id(name: str) -> str:
    """The id of the place where a refusal is said."""
    return f"{name}-said"


def sent(name: str) -> list[Input]:
    """What sends the form: its button and the Enter key."""
    return [Input(act_id(name), "n_clicks"), Input(f"{name}-form", "n_submit")]


def values(name: str) -> list[State]:
    """What was chosen: name, mode, what to do on failure."""
    return [State(field_id(name, part), "value") for part in ("name", "mode", "on_failure")]


def while_sending(name: str, busy: str, act: str) -> list[tuple[Output, object, object]]:
    """For `running=` of a callback: the button cannot be pressed again and says what is going on."""
    button = act_id(name)
    return [(Output(button, "disabled"), True, False), (Output(button, "children"), busy, act)]


def _choice(name: str, words: dict[QueueMode, str] | dict[OnFailure, str]) -> Component:
    options = [{"value": each.value, "label": label} for each, label in words.items()]
    made: Component = dbc.Select(id=name, options=options, value=options[0]["value"])
    return made
