"""Chips: one of a few filters above a list. `Input(chips_id(name), "data")` is the value of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dash import ALL, MATCH, ClientsideFunction, Input, Output, State, clientside_callback, dcc, html
from dash.development.base_component import Component

from dashboard.components.parts import attributes


class Chip(NamedTuple):
    """A filter to choose; `mark` and `tone` are those of the states it stands for."""

    value: str
    label: str
    mark: str = ""
    tone: str = ""


_CHIP = {"type": "chip", "group": MATCH, "value": ALL}

clientside_callback(
    ClientsideFunction("pybirch", "chip"),
    Output({"type": "chips", "group": MATCH}, "data"),
    Output(_CHIP, "aria-pressed"),
    Input(_CHIP, "n_clicks"),
    State(_CHIP, "id"),
    prevent_initial_call=True,
)


def chips_id(name: str) -> dict[str, str]:
    """The id of the store of the chips `name`."""
    return {"type": "chips", "group": name}


def chips(name: str, items: Sequence[Chip], value: str) -> Component:
    """Chips of which one is always chosen: `value`, or the first where `value` is none of them."""
    chosen = value if any(item.value == value for item in items) else items[0].value
    made = [_chip(name, item, item.value == chosen) for item in items]
    return html.Div(
        [dcc.Store(id=chips_id(name), data=chosen), *made],
        className="pb-chips",
        role="group",
        **attributes(aria_label="Show"),
    )


def _chip(name: str, item: Chip, pressed: bool) -> Component:
    mark = html.Span(className=f"pb-mark pb-mark-{item.mark}", **attributes(aria_hidden="true"))
    return html.Button(
        [*([mark] if item.mark else []), html.Span(item.label)],
        id={"type": "chip", "group": name, "value": item.value},
        type="button",
        className="pb-chip",
        **attributes(
            data_value=item.value,
            aria_pressed=str(pressed).lower(),
            **({"data_tone": item.tone} if item.tone else {}),
        ),
    )
