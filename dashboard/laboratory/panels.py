"""The laboratory's panels at the end of the pages home, scan, queue and instrument."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import panel
from dashboard.laboratory.own import OwnPanel, Place, own_pages


def own_panels(place: Place, thing: str | int = "") -> list[Component]:
    """The laboratory's panels for a page about `thing`, to put at the end of the page; empty where there are none.

    On home, files that cannot be used are named first.
    """
    own = own_pages()

    def drawn(each: OwnPanel) -> Component:
        arguments = () if place is Place.HOME else (thing,)
        return panel(each.title, [own.faults.guard(each.title, each.file, lambda: each.draw(*arguments))])

    made = [drawn(each) for each in own.panels if each.place is place]
    told = own.notices() if place is Place.HOME else []
    return [*told, html.Div(made, className="pb-own-panels")] if made else told
