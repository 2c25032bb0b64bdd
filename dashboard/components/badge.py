"""How a state looks: its word, tone and mark, the same in Python as in scripts (frontend/src/core/vocabulary.ts)."""

from __future__ import annotations

from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import attributes


class Look(NamedTuple):
    """Colour class, shape, and whether it breathes while something is under way."""

    tone: str
    mark: str
    breathing: bool = False


_WAITING = Look("slate", "circle")
_GOING = Look("blue", "triangle", True)
_MOVING = Look("blue", "dot", True)
_HOLDING = Look("amber", "bars")
_DONE = Look("green", "tick")
_WRONG = Look("red", "cross")
_GONE = Look("red", "ring")

LOOKS = {
    **dict.fromkeys(("queued", "idle"), _WAITING),
    **dict.fromkeys(("starting", "running"), _GOING),
    **dict.fromkeys(("moving", "measuring"), _MOVING),
    "connecting": Look("amber", "dot", True),
    **dict.fromkeys(
        ("pausing", "paused", "stopping", "aborting", "waiting", "suspended"),
        _HOLDING,
    ),
    **dict.fromkeys(("completed", "connected", "online"), _DONE),
    "stopped": Look("slate", "square"),
    **dict.fromkeys(("failed", "error", "aborted"), _WRONG),
    **dict.fromkeys(("disconnected", "interrupted", "offline"), _GONE),
}
"""The look of each state of a scan, queue, instrument or link; any other is shown like a queued one."""


def badge(state: str) -> Component:
    """Mark, colour and word of `state`."""
    look = LOOKS.get(state, _WAITING)
    mark = f"pb-mark pb-mark-{look.mark}{' pb-breathing' if look.breathing else ''}"
    return html.Span(
        [html.Span(className=mark, **attributes(aria_hidden="true")), html.Span(state, className="pb-word")],
        className="pb-badge",
        **attributes(data_state=state, data_tone=look.tone),
    )
