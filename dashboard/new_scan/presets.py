"""The dialog of presets: plans that people keep by name on the server, to start from again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import (
    ALL,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    html,
    set_props,
)
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.api.context import current_context
from dashboard.api.presets import keep_preset, preset_name
from dashboard.auth.audit import recorded
from dashboard.auth.guard import permitted
from dashboard.auth.table import Action
from dashboard.components.dialog import dialog, dialog_id
from dashboard.components.form import field
from dashboard.components.parts import attributes, button
from dashboard.new_scan import ids
from dashboard.new_scan.replacement import Replacement
from dashboard.server.problems import Refusal
from engine.errors import PyBirchError
from engine.model.records import PresetRecord
from engine.store import presets

_OPEN, _DIALOG, _LIST, _SAID = "ns-presets-open", "ns-presets", "ns-presets-list", "ns-presets-said"
_NAME, _SAVE, _SAVE_LABEL = "ns-preset-name", "ns-preset-save", "ns-preset-save-label"


def _of(part: str, name: Any) -> dict[str, Any]:
    """The id of one part of a preset's row."""
    return {"type": f"ns-preset-{part}", "name": name}


def presets_button() -> Component:
    """Opens the dialog."""
    return button("Presets", name="presets", id=_OPEN)


def presets_dialog() -> Component:
    """The dialog, closed at first."""
    save = html.Button(
        html.Span("Save", id=_SAVE_LABEL),
        id=_SAVE,
        type="button",
        className="pb-button pb-button-primary",
        **attributes(data_do="save-preset"),
    )
    name = dbc.Input(id=_NAME, maxlength=200, autocomplete="off", placeholder="Name")
    empty = "No presets yet. Keep a plan here and everyone on this bench can start from it."
    body = [
        html.Div(id=_LIST, className="ns-presets"),
        html.P(empty, className="ns-hint ns-no-presets"),
        html.Div([field("Keep this plan as a preset", name), save], className="ns-preset-form"),
        html.Span(id=_SAID, className="pb-said", role="alert"),
    ]
    return dialog(_DIALOG, "Presets", body, [], class_name="ns-dialog")


def _rows(items: Sequence[PresetRecord]) -> list[Component]:
    return [html.Div(_row(preset), id=_of("row", preset.name)) for preset in items]


def _row(preset: PresetRecord) -> Component:
    name = preset.name
    about = " · ".join(text for text in (preset.user, preset.updated_at[:10]) if text)
    load = html.Button(
        [html.Span(name, className="ns-preset-name"), html.Span(about, className="pb-quiet")],
        id=_of("load", name),
        type="button",
        className="ns-preset",
        **attributes(data_preset=name),
    )
    rename = _small("Rename", _of("rename", name), "rename-preset", f"Rename {name}")
    delete = _small("Delete", _of("delete", name), "delete-preset", f"Delete {name}")
    return html.Div([load, rename, delete], className="ns-preset-row")


def _small(label: str, identifier: dict[str, Any], name: str, aria_label: str) -> Component:
    return button(label, id=identifier, name=name, kind="small", aria_label=aria_label)


def _renaming(name: str) -> Component:
    """The row of a preset while it gets another name."""
    return html.Div(
        [
            html.Label(
                [
                    html.Span(f"Another name for {name}", className="visually-hidden"),
                    dbc.Input(
                        id=_of("new-name", name),
                        value=name,
                        maxlength=200,
                        autocomplete="off",
                        autofocus=True,
                    ),
                ],
                className="ns-field",
            ),
            button("Rename", id=_of("renamed", name), kind="small"),
            button("Cancel", id=_of("cancel", name), kind="small"),
        ],
        className="ns-preset-row",
        **attributes(data_rename=name),
    )


def _listed() -> list[Component]:
    return _rows(current_context().read(presets.list_))


def _say(sentence: str, tone: str = "red") -> None:
    set_props(_SAID, {"children": sentence, "data-tone": tone})


clientside_callback(
    ClientsideFunction("pybirch", "presetSaveLabel"),
    Output(_SAVE_LABEL, "children"),
    Input(_NAME, "value"),
    Input(_LIST, "children"),
)


# Opens the dialog at once; the name of the plan is offered where a person chose it.
clientside_callback(
    ClientsideFunction("pybirch", "openPresets"),
    Output(_NAME, "value"),
    Input(_OPEN, "n_clicks"),
    State(dialog_id(_DIALOG), "id"),
    State(ids.PLAN, "data"),
    prevent_initial_call=True,
)


@callback(
    Output(_LIST, "children"),
    Output(_SAID, "children"),
    Input(_OPEN, "n_clicks"),
    prevent_initial_call=True,
)
def list_presets(_pressed: int | None) -> Any:
    """Show the presets of now."""
    return _listed(), ""


@callback(
    Input(_SAVE, "n_clicks"),
    Input(_NAME, "n_submit"),
    State(_NAME, "value"),
    State(ids.PLAN, "data"),
    prevent_initial_call=True,
)
def save(pressed: int | None, entered: int | None, typed: str | None, kept: dict[str, Any] | None) -> None:
    """Keep the plan of the editor under the name that is typed, in place of an earlier one."""
    if not (pressed or entered):
        return
    name = (typed or "").strip()
    try:
        keep_preset(current_context(), _good(name), (kept or {}).get("plan"))
    except PyBirchError as refused:
        _say(str(refused))
        return
    set_props(_LIST, {"children": _listed()})
    _say(f"“{name}” is kept.", "green")


@callback(
    Input(_of("load", ALL), "n_clicks"),
    Input(_of("rename", ALL), "n_clicks"),
    Input(_of("delete", ALL), "n_clicks"),
    Input(_of("cancel", ALL), "n_clicks"),
    Input(_of("renamed", ALL), "n_clicks"),
    Input(_of("new-name", ALL), "n_submit"),
    State(_of("new-name", ALL), "value"),
    State(_of("new-name", ALL), "id"),
    prevent_initial_call=True,
)
def press_in_row(*pressed: Any) -> None:
    """Load, rename or delete a preset; a row that was just shown has not been pressed."""
    which, times = ctx.triggered_id, ctx.triggered[0]["value"]
    if not which or not times:
        return
    name = str(which["name"])
    typed = {each["name"]: str(value or "").strip() for value, each in zip(*pressed[-2:], strict=True)}
    set_props(_SAID, {"children": ""})
    try:
        _press(which["type"].removeprefix("ns-preset-"), name, times, typed.get(name, ""))
    except PyBirchError as refused:
        _say(str(refused))


def _press(button: str, name: str, times: int, typed: str) -> None:
    context = current_context()
    match button:
        case "load":
            preset = context.read(lambda conn: presets.get(conn, name))
            taken = Replacement(plan=preset.plan or {"steps": []}, said=f"Started from the preset “{name}”.")
            set_props(ids.REPLACEMENT, {"data": taken.model_dump(mode="json")})
            set_props(dialog_id(_DIALOG), {"is_open": False})
        case "rename":
            set_props(_of("row", name), {"children": _renaming(name)})
        case "delete" if times % 2:
            set_props(_of("delete", name), {"children": "Delete it?"})
        case "delete":
            with recorded(permitted(Action.KEEP_PRESETS), "remove preset", name):
                context.write(lambda conn: presets.remove(conn, name))
            set_props(_LIST, {"children": _listed()})
        case "cancel":
            set_props(_LIST, {"children": _listed()})
        case "renamed" | "new-name":
            if typed != name:
                new, who = _good(typed), permitted(Action.KEEP_PRESETS)
                with recorded(who, "rename preset", name, f"to {new}"):
                    context.write(lambda conn: _rename(conn, name, new, who.user))
            set_props(_LIST, {"children": _listed()})


def _rename(conn: Connection, name: str, new: str, user: str) -> None:
    """Give a preset another name; Refusal where another preset has it."""
    if any(each.name == new for each in presets.list_(conn)):
        raise Refusal(409, f"There is a preset “{new}” already.")
    presets.put(conn, new, presets.get(conn, name).plan or {}, user)
    presets.remove(conn, name)


def _good(name: str) -> str:
    """The same name, when a preset can have it; else Refusal."""
    if not name:
        raise Refusal(422, "Enter a name for the preset.")
    if "/" in name:
        raise Refusal(422, "The name of a preset cannot contain a slash (/).")
    return preset_name(name)
