"""Messages at the edge of the page: one sentence that passes by itself or stays until it is dismissed.

A callback in Python says one with `say("Moved to 300 K.")`; scripts call `message` of frontend/src/dom/messages.ts.
"""

from __future__ import annotations

import time
from enum import StrEnum

from dash import ClientsideFunction, Input, Output, clientside_callback, dcc, html, set_props
from dash.development.base_component import Component

from dashboard.components.parts import island

STORE = "pb-message"
"""The store through which callbacks in Python reach the page's messages."""


class Tone(StrEnum):
    """What a message is about."""

    GOOD = "green"
    ATTENTION = "amber"
    TROUBLE = "red"


clientside_callback(
    ClientsideFunction("pybirch", "say"),
    Output(STORE, "clear_data"),
    Input(STORE, "data"),
    prevent_initial_call=True,
)


def messages() -> Component:
    """Where messages appear; part of the frame."""
    return html.Div([dcc.Store(id=STORE), island("messages", "pb-messages", role="status")])


def say(sentence: str, tone: Tone = Tone.GOOD, *, stays: bool = False) -> None:
    """Show a message on the page whose callback runs now; `stays` keeps it until it is dismissed."""
    set_props(STORE, {"data": {"sentence": sentence, "tone": tone, "stays": stays, "at": time.time_ns()}})
