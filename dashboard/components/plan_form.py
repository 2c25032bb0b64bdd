"""The form that builds a plan: where its scripts put templates, steps, picture, target and JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import page_head, page_root, panel, part
from engine.model.left_out import LeftOut

PAGE = "new"


def plan_form(start: str = "", left_out: Sequence[LeftOut] = ()) -> Component:
    """The page's content, filled by its scripts; `start` tells apart what the form begins with.

    `left_out` are the files of procedures that cannot be used.
    """
    thing = re.sub(r"[^\w-]", "_", start)[:80]
    return page_root(
        PAGE,
        [
            page_head("New scan", part("context", "pb-context", html.P), [part("files", "ns-files")]),
            *_left_out(left_out),
            part("notice", "ns-notice", role="status"),
            html.Div([_form(), _side()], className="ns-columns"),
            part("dialog"),
        ],
        thing=thing,
    )


def _left_out(files: Sequence[LeftOut]) -> list[Component]:
    if not files:
        return []
    told = html.Ul([html.Li(str(one)) for one in files])
    head = "These files of procedures cannot be used and are left out. Correct them and start PyBirch again."
    return [html.Div([html.P(head), told], className="ns-notice ns-left-out", role="alert")]


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
