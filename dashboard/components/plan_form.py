"""The form that builds a plan: where its scripts put templates, steps, picture, target and JSON."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import page_head, page_root, panel, part

PAGE = "new"


def plan_form(start: str = "") -> Component:
    """The page's content, filled by assets/js/newscan; `start` tells apart what the form begins with."""
    thing = re.sub(r"[^\w-]", "_", start)[:80]
    return page_root(
        PAGE,
        [
            page_head("New scan", part("context", "pb-context", html.P), [part("files", "ns-files")]),
            part("notice", "ns-notice", role="status"),
            html.Div([_form(), _side()], className="ns-columns"),
            part("dialog"),
        ],
        thing=thing,
    )


def _form() -> Component:
    return html.Div(
        className="ns-main",
        children=[
            panel("Start from", [part("templates", "ns-templates")]),
            panel("Steps", [part("steps", "ns-steps")], tools=[part("tools", "ns-tools")]),
            panel("Name and notes", [part("about", "ns-about")]),
        ],
    )


def _side() -> Component:
    return html.Aside(
        className="ns-side",
        children=[
            panel("What it does", [part("picture", "ns-picture"), part("estimate", "ns-estimate")]),
            panel("Run it", [part("target", "ns-target")]),
            html.Details(
                [html.Summary("Plan as JSON"), part("json", "ns-json")], className="pb-panel ns-fold"
            ),
        ],
    )
