"""Home: what needs attention, what runs, what has finished, how the links are."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.finished import ended_counts, finished_lately
from dashboard.components.notices import notices
from dashboard.components.page import below, page_root, panel, part, register_page
from dashboard.components.room import room_socket
from dashboard.laboratory.own import Place
from dashboard.laboratory.panels import own_panels
from dashboard.laboratory.plugin_notices import plugin_notices

register_page(__name__, path="/", name="Home", title="PyBirch")


def layout(**_: str) -> Component:
    """The page; home.ts fills its parts from the rooms `global` and `instruments`, callbacks do the rest."""
    return page_root(
        "home",
        [
            html.H1("Home", className="pb-sr"),
            room_socket("instruments"),
            ended_counts(),
            *notices(),
            html.Div(
                className="pb-home",
                children=[
                    html.Div(
                        className="pb-home-side",
                        children=[
                            panel(
                                "Live queues",
                                [part("queues", "pb-rows pb-live")],
                                class_name="pb-home-queues",
                                tools=[_all("/queues", "All queues")],
                            ),
                            panel(
                                "Running scans",
                                [part("running", "pb-cards pb-live")],
                                class_name="pb-home-running",
                                tools=[part("more-running")],
                            ),
                            panel(
                                "Finished lately",
                                [finished_lately()],
                                class_name="pb-home-finished",
                                tools=[_all("/scans", "All scans")],
                            ),
                        ],
                    ),
                    html.Div(
                        className="pb-home-side",
                        children=[
                            panel(
                                "Instruments",
                                [
                                    part("summary", "pb-summary pb-live"),
                                    part("instruments", "pb-rows pb-live"),
                                ],
                                class_name="pb-home-instruments",
                                tools=[_all("/instruments", "All instruments")],
                            ),
                            panel("Health", [part("health", "pb-health")], class_name="pb-home-health"),
                        ],
                    ),
                ],
            ),
            *plugin_notices(),
            *own_panels(Place.HOME),
        ],
    )


def _all(path: str, label: str) -> Component:
    return dcc.Link(label, href=below(path), className="pb-more")
