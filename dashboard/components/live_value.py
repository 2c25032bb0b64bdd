"""Live values: leaves that show one value of a room, kept up to date by the browser as often as the room tells of it.

    html.P(["Now ", live_value("instrument_3", "instrument.error")])

The page must hold the room's socket (`room_socket`); `global` is in the frame of every page.
"""

from __future__ import annotations

from enum import StrEnum

from dash import html
from dash.development.base_component import Component

from dashboard.components.badge import LOOKS, badge
from dashboard.components.parts import attributes


class Form(StrEnum):
    """How a value is written."""

    TEXT = "text"
    POSITION = "position"
    """Where an axis is, with the decimals that its limits ask for."""
    READING = "reading"
    """A measured number, with a prefix before its unit where that is shorter."""
    DURATION = "duration"
    """Seconds as `3 m 10 s`."""
    AGE = "age"
    """How long ago a moment was."""


def live_value(
    room: str,
    path: str,
    form: Form = Form.TEXT,
    *,
    unit: str = "",
    limits: tuple[float, float] | None = None,
    first: str = "",
    before: str = "",
    after: str = "",
    class_name: str = "",
) -> Component:
    """The value at `path` of the room's state, such as `scan.message` or `instrument.position.x`.

    Where a list is on the way, the next part of the path is the number of an instrument or the id of a scan or queue:
    `instruments.3.identity`. Without a value the leaf is empty; `before` and `after` stand around one. `first` is shown
    until the room is known.
    """
    low, high = limits or ("", "")
    leaf = attributes(
        data_pb="live-value",
        data_room=room,
        data_path=path,
        data_form=form.value,
        data_unit=unit,
        data_low=str(low),
        data_high=str(high),
        data_before=before,
        data_after=after,
    )
    shown = f"{before}{first}{after}" if first else None
    return html.Span(shown, className=f"pb-value-of {class_name}".strip(), **leaf)


def live_badge(room: str, path: str, *, first: str = "", large: bool = False) -> Component:
    """Mark and word of the state at `path`, such as `scan.status`; `first` is shown until the room is known."""
    look = LOOKS.get(first, LOOKS["queued"])
    return html.Span(
        badge(first).children if first else None,
        className="pb-badge pb-badge-large" if large else "pb-badge",
        **attributes(
            data_pb="live-badge",
            data_room=room,
            data_path=path,
            data_state=first,
            data_tone=look.tone,
        ),
    )
