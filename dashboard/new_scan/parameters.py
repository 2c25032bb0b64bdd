"""The form of a plan's parameters: a preset with parameters is a form for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, set_props
from dash.development.base_component import Component
from pydantic import ValidationError

from dashboard.components.form import number
from dashboard.components.page import panel
from dashboard.new_scan import ids
from dashboard.new_scan.replacement import Replacement
from engine.model.expressions import ExpressionError
from engine.model.parameters import Parameter, Quantity, in_unit

_PANEL, _SHOWN = "ns-parameters", "ns-parameters-shown"
_FIELD = "ns-parameter"

Plan = Mapping[str, Any]


def parameters_part() -> Component:
    """The place of the form; it is empty while the plan has no parameters."""
    return html.Div([html.Div(id=_PANEL), dcc.Store(id=_SHOWN)])


def fields(plan: Plan) -> list[Component]:
    """A field for each parameter of a plan, with the value that it has."""
    return [_field(name, parameter, _value(plan, name, parameter)) for name, parameter in _parameters(plan)]


def with_values(plan: Plan, values: Mapping[str, float | None]) -> dict[str, Any]:
    """The plan with other values of its parameters; None stands for the default. A value that is the same as before
    stays as it was written."""
    given = plan.get("arguments")
    arguments = dict(given) if isinstance(given, dict) else {}
    for name, parameter in _parameters(plan):
        if name not in values or values[name] == _value(plan, name, parameter):
            continue
        if values[name] is None:
            arguments.pop(name, None)
        else:
            arguments[name] = values[name]
    changed = {key: value for key, value in plan.items() if key != "arguments"}
    return {**changed, "arguments": arguments} if arguments else changed


def _parameters(plan: Plan) -> list[tuple[str, Parameter]]:
    """The parameters that are valid; the check of the plan says what is wrong with the others."""
    found = []
    given = plan.get("parameters")
    for name, one in given.items() if isinstance(given, dict) else ():
        try:
            found.append((name, Parameter.model_validate(one)))
        except ValidationError:
            continue
    return found


def _value(plan: Plan, name: str, parameter: Parameter) -> float | None:
    """The value that is given, in the parameter's unit; None where there is none."""
    arguments = plan.get("arguments")
    given = arguments.get(name) if isinstance(arguments, dict) else None
    if isinstance(given, dict):
        try:
            quantity = Quantity.model_validate(given)
            return in_unit(quantity.value, quantity.unit, parameter.unit)
        except (ValidationError, ExpressionError):
            return None
    return given if isinstance(given, int | float) and not isinstance(given, bool) else None


def _field(name: str, parameter: Parameter, value: float | None) -> Component:
    default = "needed" if parameter.default is None else f"{parameter.default:g}"
    return number(
        {"type": _FIELD, "name": name},
        parameter.title or name,
        unit=parameter.unit,
        limits=parameter.limits,
        value=value,
        placeholder=default,
        debounce=True,
        autocomplete="off",
    )


def _told(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    plan = (kept or {}).get("plan")
    return plan if isinstance(plan, dict) else {}


@callback(
    Output(_PANEL, "children"),
    Output(_SHOWN, "data"),
    Input(ids.PLAN, "data"),
    State(_SHOWN, "data"),
)
def show_parameters(kept: dict[str, Any] | None, shown: list[Any] | None) -> Any:
    """Make the form anew where parameters or their values changed, not at every change of a step."""
    plan = _told(kept)
    now = [plan.get("parameters"), plan.get("arguments")]
    if now == shown or (shown is None and not plan.get("parameters")):
        return no_update, no_update
    made = fields(plan)
    return [panel("Parameters", [html.Div(made, className="ns-row")])] if made else [], now


@callback(
    Input({"type": _FIELD, "name": ALL}, "value"),
    State({"type": _FIELD, "name": ALL}, "id"),
    State(ids.PLAN, "data"),
    prevent_initial_call=True,
)
def take_values(values: Sequence[float | None], names: Sequence[Mapping[str, str]], kept: Any) -> None:
    """Put the values that are typed into the plan."""
    plan = _told(kept)
    typed = {each["name"]: value for each, value in zip(names, values, strict=True)}
    changed = with_values(plan, typed)
    if changed != plan:
        set_props(ids.REPLACEMENT, {"data": Replacement(plan=changed, said="").model_dump(mode="json")})
