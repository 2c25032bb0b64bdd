"""The list of keys; frontend/src/pages/shortcuts.ts obeys them."""

from __future__ import annotations

from dash import Input, Output, clientside_callback, html
from dash.development.base_component import Component

from dashboard.components.dialog import dialog, dialog_id

SHORTCUTS, OPEN = "shortcuts", "shortcuts-open"

_KEYS = (
    (("g", "h"), "Home"),
    (("g", "q"), "Queues"),
    (("g", "s"), "Scans"),
    (("g", "i"), "Instruments"),
    (("n",), "New scan"),
    (("/",), "Search"),
    (("space",), "Pause or resume, on a scan or queue"),
    (("Esc", "Esc"), "Emergency stop"),
    (("?",), "These keys"),
)

clientside_callback(
    "(clicks) => Boolean(clicks)",
    Output(dialog_id(SHORTCUTS), "is_open"),
    Input(OPEN, "n_clicks"),
    prevent_initial_call=True,
)


def shortcuts_dialog(root: str) -> Component:
    """The dialog; part of the frame. The documentation is below `root`."""
    rows = [
        part for keys, does in _KEYS for part in (html.Dt([html.Kbd(key) for key in keys]), html.Dd(does))
    ]
    help_ = html.P(["How everything works is in the ", html.A("documentation", href=f"{root}/docs/"), "."])
    return dialog(SHORTCUTS, "Keyboard shortcuts", [html.Dl(rows, className="pb-keys"), help_], [])
