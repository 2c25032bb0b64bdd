"""The panel of rules: what each does now, why and since when, and whether it is enabled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL, Input, Output, State, callback, ctx, html, no_update
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.api.orders import order
from dashboard.components.badge import badge
from dashboard.components.live_input import live, live_id
from dashboard.components.page import below, panel
from engine.errors import PyBirchError
from engine.model.rules import RuleRecord
from engine.store import rules

_LIST, _SAID = "rules-list", "rules-said"
_SWITCH = "rule-enabled"
_LIVE = ("global", "scans")
_KEYS = ("scan_id", "status")
_DOCS = "/docs/how-to/hold-scans/"


def rules_panel() -> Component:
    """The panel; it follows the states of scans, which change when a rule holds or lets go."""
    how = html.A("How rules are made", href=below(_DOCS), className="pb-inline-link")
    return panel(
        "Rules that suspend scans",
        [
            live(*_LIVE, keys=_KEYS),
            html.Div(rule_rows(current_context().read(rules.list_)), id=_LIST),
            html.P(id=_SAID, className="pb-said", role="alert"),
            html.P(how, className="pb-quiet"),
        ],
    )


def rule_rows(records: Sequence[RuleRecord]) -> list[Component]:
    """A row for each rule."""
    if not records:
        return [html.P("There is no rule.", className="pb-quiet")]
    return [_row(record) for record in records]


def _row(rule: RuleRecord) -> Component:
    state = "suspended" if rule.holding else "idle"
    concerned = "all scans" if rule.scans == "all" else f"scans with {', '.join(rule.scans.instruments)}"
    since = f" since {rule.since[:19].replace('T', ' ')} UTC" if rule.since else ""
    now = f"Holds{since}: {rule.reason}" if rule.holding else ""
    trouble = f"Cannot be looked at: {rule.trouble}" if rule.trouble and not rule.holding else ""
    return html.Div(
        [
            dbc.Switch(
                id={"type": _SWITCH, "rule": rule.rule_id},
                label=rule.name,
                value=rule.enabled,
                persistence=False,
            ),
            html.Div(badge(state if rule.enabled else "disabled")),
            html.P(f"Suspends {concerned} when {rule.hold_when}.", className="pb-quiet"),
            *[html.P(text) for text in (now, trouble) if text],
        ],
        className="pb-field",
    )


@callback(
    Output(_LIST, "children"),
    Output(_SAID, "children"),
    Input(live_id(*_LIVE, _KEYS), "data"),
    Input({"type": _SWITCH, "rule": ALL}, "value"),
    State({"type": _SWITCH, "rule": ALL}, "id"),
    prevent_initial_call=True,
)
def follow_rules(_scans: Any, values: Sequence[bool], switches: Sequence[Mapping[str, str]]) -> Any:
    """Show what the rules do now; a switch that was pressed enables or disables its rule."""
    context = current_context()
    said = ""
    if isinstance(ctx.triggered_id, dict) and ctx.triggered_id.get("type") == _SWITCH:
        pressed = {each["rule"]: value for each, value in zip(switches, values, strict=True)}
        name = str(ctx.triggered_id["rule"])
        known = {rule.rule_id: rule for rule in context.read(rules.list_)}
        if name in known and known[name].enabled == pressed[name]:
            return no_update, no_update  # the row was made anew
        try:
            order(context, "rule", name, "change", {"enabled": pressed[name]})
        except PyBirchError as refused:
            said = str(refused)
    return rule_rows(context.read(rules.list_)), said
