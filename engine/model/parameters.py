"""Parameters of a plan: values given when a scan is submitted, and used in expressions such as `=laser_nm + 5`.

An expression stands where a number stands in the steps. It is replaced by its value before anything else is checked;
the stored plan keeps the expressions, the parameters and the values that were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, ValidationError, model_validator

from engine.errors import Problem
from engine.model.expressions import Expression, ExpressionError, parse
from engine.model.node import Finite, Node, Text
from engine.model.problem_list import MOST_TOLD
from engine.model.suggestions import did_you_mean

Tokens = tuple[str | int, ...]
"""A place in a plan: `("steps", 0, "positions", "start")`."""
_TEXTS = frozenset(
    {
        "kind",
        "axis",
        "instrument",
        "instruments",
        "column",
        "label",
        "metadata",
        "name",
        "disconnected",
        "clock",
    }
)
"""Fields of steps and conditions in which no number stands."""


class Parameter(Node):
    """A value that is given when a scan is submitted."""

    type: Literal["number", "integer"] = "number"
    """Whether it must be a whole number."""
    unit: Annotated[str, Field(strict=True, max_length=50)] = ""
    """Its unit; where the unit of what it is used for is another one, the plan is refused."""
    limits: tuple[Finite, Finite] | None = None
    """Smallest and largest value."""
    default: Finite | None = None
    """Its value when none is given; without it a value must be given."""
    title: Annotated[str, Field(strict=True, max_length=200)] = ""
    """What the form calls it."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.limits is not None and not self.limits[0] <= self.limits[1]:
            raise ValueError("the first of the limits must not be above the second")
        if self.default is not None and (wrong := self.refusal(self.default)):
            raise ValueError(f"the default {wrong}")
        return self

    def refusal(self, value: float) -> str | None:
        """Say why a value is not allowed; None when it is."""
        if self.type == "integer" and value != int(value):
            return f"{value:g} must be a whole number"
        if self.limits is not None and not self.limits[0] <= value <= self.limits[1]:
            low, high = self.limits
            return f"{value:g} is outside the limits {low:g} to {high:g} {self.unit}".rstrip()
        return None


class Quantity(Node):
    """A value with its unit, which is converted to that of the parameter."""

    value: Finite
    """The number."""
    unit: Text
    """Its unit, such as `nm`."""


ParameterName = Annotated[str, Field(strict=True, pattern=r"^[A-Za-z_]\w*$", max_length=100)]
Parameters = Annotated[dict[ParameterName, Parameter], Field(max_length=200)]


def _argument(value: Any) -> str:
    return "<quantity>" if isinstance(value, dict | Quantity) else "<number>"


Argument = Annotated[
    Annotated[Finite, Tag("<number>")] | Annotated[Quantity, Tag("<quantity>")], Discriminator(_argument)
]
Arguments = dict[ParameterName, Argument]


@dataclass
class Resolved:
    """A plan with numbers in place of its expressions."""

    plan: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    used: dict[Tokens, Expression] = field(default_factory=dict)
    """The expressions, their units checked, by their places."""
    unknown: set[str] = field(default_factory=set)
    """Paths of expressions that have no value, because a parameter has none."""


def resolved(plan: dict[str, Any]) -> Resolved:
    """Replace the expressions in plain data of a plan; what cannot be calculated stays and is a problem."""
    if not isinstance(plan.get("parameters"), dict):
        return Resolved(plan)
    found = Resolved(plan)
    known = dict(_parameters(plan["parameters"]))
    values = {name: value for name, value in _values(plan, known, found.problems) if value is not None}
    units = {name: parameter.unit for name, parameter in known.items()}
    missing = set(plan["parameters"]) - set(values)

    def replace(value: Any, at: Tokens) -> Any:
        if isinstance(value, dict):
            return {key: one if key in _TEXTS else replace(one, (*at, key)) for key, one in value.items()}
        if isinstance(value, list):
            return [replace(one, (*at, i)) for i, one in enumerate(value)]
        if not isinstance(value, str) or not value.startswith("="):
            return value
        try:
            expression = parse(value[1:])
            expression.refuse_unknown(plan["parameters"].__contains__, "there is no parameter {name!r}")
            if expression.names & missing:
                found.unknown.add(path_of(at))
                return value
            expression = expression.in_units(units)
            number = expression.number(values)
        except ExpressionError as error:
            found.problems.append(Problem(path_of(at), str(error)))
            return value
        found.used[at] = expression
        return int(number) if number.is_integer() else number

    own = {key: plan[key] for key in plan if key in ("steps", "on_fault")}
    found.plan = {**plan, **{key: replace(value, (key,)) for key, value in own.items()}}
    arguments = plan.get("arguments")
    given = arguments if isinstance(arguments, dict) else {}
    found.problems += [
        Problem(f"arguments.{name}", "is missing; the parameter has no default")
        for name in known
        if name in missing and name not in given
    ]
    return found


def path_of(tokens: Tokens) -> str:
    """A place as it is written in problems: `steps[0].positions.start`."""
    path = ""
    for token in tokens:
        path += f"[{token}]" if isinstance(token, int) else f".{token}" if path else token
    return path


def in_unit(value: float, given: str, wanted: str) -> float:
    """A value in another unit. Raises ExpressionError where that is not possible or a unit is not known."""
    if given == wanted:
        return value
    formula = parse("value").in_units({"value": given}, wanted)
    if not wanted or not formula.unit or parse("value").in_units({"value": given}).unit == "":
        raise ExpressionError(given, None, "is not a unit that pint knows")
    return formula.number({"value": value})


def _parameters(given: Mapping[str, Any]) -> Iterator[tuple[str, Parameter]]:
    """The parameters that are valid; the check of the plan reports the others."""
    for name, one in given.items():
        try:
            yield name, Parameter.model_validate(one)
        except ValidationError:
            continue


def _values(
    plan: Mapping[str, Any], known: Mapping[str, Parameter], problems: list[Problem]
) -> Iterator[tuple[str, float | None]]:
    arguments = plan.get("arguments")
    given = arguments if isinstance(arguments, dict) else {}
    for name in given:
        if name not in plan["parameters"]:
            meant = did_you_mean(name, plan["parameters"]) if len(problems) < MOST_TOLD else ""
            problems.append(Problem(f"arguments.{name}", f"there is no parameter {name!r}{meant}"))
    for name, parameter in known.items():
        if name not in given:
            yield name, parameter.default
            continue
        value = _number(given[name], parameter)
        wrong = value if isinstance(value, str) else None if value is None else parameter.refusal(value)
        if wrong is not None:
            problems.append(Problem(f"arguments.{name}", wrong))
        elif not isinstance(value, str):
            yield name, value


def _number(given: Any, parameter: Parameter) -> float | str | None:
    """The value in the parameter's unit, or what is wrong with it; None where the check of the plan says it."""
    if isinstance(given, dict):
        try:
            quantity = Quantity.model_validate(given)
        except ValidationError:
            return None
        try:
            return in_unit(quantity.value, quantity.unit, parameter.unit)
        except ExpressionError:
            return f"{quantity.unit} cannot be converted to {parameter.unit or 'a number without unit'}"
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    return float(given)
