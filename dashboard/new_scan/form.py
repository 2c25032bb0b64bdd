"""The layout of the page: templates, steps, picture, target and JSON; the plan editor fills the parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.api.context import Context, current_context
from dashboard.components.live_input import live, live_id
from dashboard.components.page import page_head, page_root, panel, part
from dashboard.components.parts import attributes
from dashboard.new_scan import ids
from dashboard.new_scan.about import about_fields
from dashboard.new_scan.beginning import Beginning
from dashboard.new_scan.files import file_buttons
from dashboard.new_scan.offer import Offer, present_offer
from dashboard.new_scan.parameters import parameters_part
from dashboard.new_scan.presets import presets_button, presets_dialog
from dashboard.new_scan.target import target
from dashboard.new_scan.templates import Template
from engine.model.left_out import LeftOut
from engine.store import queues

_LIVE = ("global", "instruments")
_KEYS = ("instrument_name", "spec")
_TEMPLATES = "ns-templates"
_NO_BENCH = (
    "No instruments are known yet. They appear here once an engine has started on a bench with instruments."
)


clientside_callback(
    ClientsideFunction("pybirch", "newScan"),
    Output(ids.PLAN, "clear_data"),
    Input(ids.OFFER, "data"),
    Input(ids.REPLACEMENT, "data"),
    prevent_initial_call=True,
)


def plan_form(context: Context, start: Beginning) -> Component:
    """The content of the page; its id differs with what the page begins with."""
    offered = present_offer(context)
    thing = re.sub(r"[^\w-]", "_", f"{start.draft} {start.queue}".strip())[:80]
    what = f"Changing {start.replaces}, which waits in its queue" if start.replaces else ""
    return page_root(
        "new",
        [
            dcc.Store(id=ids.OFFER, data=offered.model_dump(mode="json")),
            dcc.Store(id=ids.BEGINNING, data=start.model_dump(mode="json")),
            dcc.Store(id=ids.PLAN),
            dcc.Store(id=ids.REPLACEMENT),
            live(*_LIVE, keys=_KEYS),
            page_head(
                "New scan",
                what or "Say what to sweep and what to measure; the rest is filled in",
                [html.Div([presets_button(), *file_buttons()], className="ns-files")],
            ),
            *left_out_files(context.procedures.left_out),
            html.Div(_no_bench(offered), id=ids.NO_BENCH, role="status"),
            part("notice", "ns-notice", role="status"),
            html.Div([_form(offered), _side(context, start)], className="ns-columns"),
            presets_dialog(),
        ],
        thing=thing,
    )


def left_out_files(files: Sequence[LeftOut]) -> list[Component]:
    """Which files of procedures cannot be used, and why."""
    if not files:
        return []
    told = html.Ul([html.Li(str(one)) for one in files])
    head = "These files of procedures cannot be used and are left out. Correct them and start PyBirch again."
    return [html.Div([html.P(head), told], className="ns-notice ns-left-out", role="alert")]


def _no_bench(offered: Offer) -> Component | None:
    return html.P(_NO_BENCH, className="ns-notice") if offered.empty else None


def _form(offered: Offer) -> Component:
    return html.Div(
        className="ns-main",
        children=[
            panel(
                "Start from", [html.Div(_cards(offered.templates), id=_TEMPLATES, className="ns-templates")]
            ),
            parameters_part(),
            panel("Steps", [part("steps", "ns-steps")], tools=[part("tools", "ns-tools")]),
            panel(
                "Name and notes",
                [html.Div(about_fields(), className="ns-about", **attributes(data_part="about"))],
            ),
        ],
    )


def _cards(templates: Sequence[Template]) -> list[Component]:
    """One card for each template; it says what it does, or what the bench lacks for it."""
    return [
        html.Button(
            [
                html.Span(
                    className="ns-template-mark", **attributes(aria_hidden="true", data_template=each.name)
                ),
                html.Span(each.label, className="ns-template-label"),
                html.Span(each.lacks or each.about, className="ns-template-about"),
            ],
            type="button",
            disabled=bool(each.lacks),
            className="ns-template",
            **attributes(data_template=each.name),
        )
        for each in templates
    ]


def _side(context: Context, start: Beginning) -> Component:
    known = context.read(queues.list_)
    return html.Aside(
        className="ns-side",
        children=[
            panel("What it does", [part("picture", "ns-picture"), part("estimate", "ns-estimate")]),
            panel(
                "Run it",
                [html.Div(target(start, known), className="ns-target", **attributes(data_part="target"))],
            ),
            html.Details(
                [html.Summary("Plan as JSON"), part("json", "ns-json")], className="pb-panel ns-fold"
            ),
        ],
    )


@callback(
    Output(ids.OFFER, "data"),
    Output(_TEMPLATES, "children"),
    Output(ids.NO_BENCH, "children"),
    Input(live_id(*_LIVE, _KEYS), "data"),
    State(ids.OFFER, "data"),
    prevent_initial_call=True,
)
def follow_bench(_live: Any, before: dict[str, Any]) -> Any:
    """Offer what another engine has found, once it differs from what is offered."""
    offered = present_offer(current_context())
    if offered.same_bench(Offer.model_validate(before)):
        return no_update
    return offered.model_dump(mode="json"), _cards(offered.templates), _no_bench(offered)
