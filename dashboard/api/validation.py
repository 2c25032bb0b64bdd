"""Reads requests: bodies and query strings become models, or a refusal that names every wrong field."""

from __future__ import annotations

from typing import Any, TypeVar, cast, get_args

from flask import current_app, request
from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.server import json_input
from dashboard.server.heavy_work import HeavyWork
from dashboard.server.limits import LARGE_BODY
from dashboard.server.problems import Refusal
from engine.errors import Problem
from engine.model.plan_problems import translated

HEAVY = "pybirch.heavy"
"""Name of the Flask extension that reads large bodies (a HeavyWork)."""
_NUL = "must not hold the character U+0000"
M = TypeVar("M", bound=BaseModel)


class Body(BaseModel):
    """Base of request bodies and query strings; refuses unknown fields. The text below a field is in OpenAPI."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True)


def json_body() -> Any:
    """Read the request's JSON. Raises Refusal: 415 or 400 when it has none, 422 when it could not be stored."""
    if not request.is_json:
        raise Refusal(415, "Send JSON, with the header Content-Type: application/json.")
    text = request.get_data()
    try:
        return _heavy().read(text) if len(text) > LARGE_BODY else json_input.read(text)
    except json_input.NotJson as error:
        raise Refusal(400, "The body is not JSON.", error.problems) from None
    except json_input.JsonRefused as error:
        raise Refusal(422, "The body has mistakes.", error.problems) from None


def body(model: type[M]) -> M:
    """Read the request's JSON into a model; an empty body counts as `{}`. Raises Refusal 422 with all wrong fields."""
    data = json_body() if request.get_data() else {}
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Refusal(422, "The body has mistakes.", _problems(error, model)) from None


def query(model: type[M]) -> M:
    """Read the query string into a model; lists are repeated or comma-separated. Raises Refusal 400."""
    given: dict[str, Any] = {}
    problems = [Problem(name, _NUL) for name, value in request.args.items(multi=True) if "\0" in name + value]
    if problems:
        raise Refusal(400, "The query string has mistakes.", problems)
    for name, values in request.args.lists():
        several = name in model.model_fields and _takes_list(model.model_fields[name].annotation)
        given[name] = [part for v in values for part in v.split(",") if part] if several else values[-1]
    try:
        return model.model_validate({name: value for name, value in given.items() if value not in ("", [])})
    except ValidationError as error:
        raise Refusal(400, "The query string has mistakes.", _problems(error, model)) from None


def _heavy() -> HeavyWork:
    return cast(HeavyWork, current_app.extensions[HEAVY])


def _takes_list(annotation: Any) -> bool:
    return any(getattr(kind, "__origin__", kind) is list for kind in (annotation, *get_args(annotation)))


def _problems(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    return [Problem(p.path.removeprefix("."), p.message) for p in translated(details, model, "")]
