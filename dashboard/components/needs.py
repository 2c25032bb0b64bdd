"""Controls that need a role: whoever has not got it finds them disabled, with the reason beside them."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component
from flask import g, has_request_context

from engine.model.people import Role


def role_here() -> Role:
    """The role of whoever sent the present request; outside of one nothing is kept from anybody."""
    who = g.get("identity") if has_request_context() else None
    return Role.ADMINISTRATOR if who is None else who.role


def missing(needed: Role = Role.OPERATOR) -> str:
    """Why the present user may not do what needs this role; empty where they may."""
    role = role_here()
    return "" if role.includes(needed) else f"This needs the role {needed}; you are {role}."


def needs(controls: Component, needed: Role = Role.OPERATOR, *, said: bool = True) -> Component:
    """The same controls for those who may use them, else disabled; with `said` the reason is shown, not only on
    hovering.
    """
    reason = missing(needed)
    if not reason:
        return controls
    shown = [html.P(reason, className="pb-needs-reason")] if said else []
    # A fieldset disables everything in it, whatever scripts do to the controls.
    return html.Fieldset([*shown, controls], disabled=True, title=reason, className="pb-needs")
