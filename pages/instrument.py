"""One instrument: its state, where its axes are and steering them, its values, settings and errors."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import fold, not_found, page_head, page_root, panel, part, register_page
from dashboard.components.room import room_socket

register_page(
    __name__, path_template="/instruments/<instrument_id>", name="Instrument", title="Instrument · PyBirch"
)

_NUMBER = re.compile(r"[1-9][0-9]{0,14}")


def layout(instrument_id: str = "", **_: str) -> Component:
    """The page; instrument.js fills it from the instrument's room."""
    if not _NUMBER.fullmatch(instrument_id):
        return not_found(f"instrument {instrument_id}", "/instruments", "All instruments")
    room = f"instrument_{instrument_id}"
    return page_root(
        "instrument",
        [
            room_socket(room),
            page_head(
                part("title", "pb-title", html.H1),
                part("context", "pb-context", html.P),
                [part("actions", "pb-commands")],
            ),
            part("error"),
            html.Div(
                className="pb-columns",
                children=[
                    html.Div(
                        [
                            part("face", "pb-live"),
                            panel("Last minutes", [part("values", "pb-values pb-live")]),
                        ],
                        className="pb-span-8 pb-stack",
                    ),
                    html.Div(
                        [
                            fold("Settings", [part("settings", "pb-settings")]),
                            fold("About", [part("about", "pb-facts-holder")]),
                        ],
                        className="pb-span-4 pb-stack",
                    ),
                ],
            ),
        ],
        thing=instrument_id,
        room=room,
    )
