"""Light, dark or as the system has it: a menu whose choice this browser keeps (frontend/src/pages/theme.ts)."""

from __future__ import annotations

from dash import ALL, ClientsideFunction, Input, Output, clientside_callback
from dash.development.base_component import Component

from dashboard.components.menu import item, menu

CHOICE = "theme-choice"
"""Type in the ids of the menu's entries."""

_CHOICES = (("system", "Like the system", "system"), ("light", "Light", "sun"), ("dark", "Dark", "moon"))

clientside_callback(
    ClientsideFunction("pybirch", "chooseTheme"),
    Output({"type": CHOICE, "theme": ALL}, "class_name"),
    Input({"type": CHOICE, "theme": ALL}, "n_clicks"),
)


def theme_menu() -> Component:
    """The menu; its entries show which one is chosen."""
    entries = [
        item(label, name={"type": CHOICE, "theme": theme}, mark=mark) for theme, label, mark in _CHOICES
    ]
    return menu("pb-theme", "Light or dark", entries, mark="theme")
