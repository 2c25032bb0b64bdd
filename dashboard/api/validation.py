"""Reading requests: bodies and query strings become models, or a refusal that names every wrong field at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, get_args

import orjson
from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.problems import Refusal
from engine.errors import Problem
from engine.model.plan_problems import translated

_NUL = "must not hold the character U+0000"
M = TypeVar("M", bound=BaseModel)


class Body(BaseModel):
    """Base of request bodies and query strings; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def json_body() -> Any:
    """The request's JSON, whatever it holds; Refusal 415 or 400 when there is none."""
    if not request.is_json:
        raise Refusal(415, "Send JSON, with the header Content-Type: application/json.")
    try:
        data = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        message = f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise Refusal(400, "The body is not JSON.", [Problem("", message)]) from None
    problems = [Problem(path, _NUL) for path in _with_nul(data)] if b"\\u0000" in request.get_data() else []
    if problems:
        raise Refusal(422, "The body has mistakes.", problems)
    return data


def body(model: type[M]) -> M:
    """The request's JSON as a model, nothing at all counting as `{}`; Refusal 422 with the path of each wrong field."""
    data = json_body() if request.get_data() else {}
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Refusal(422, "The body has mistakes.", _problems(error, model)) from None


def query(model: type[M]) -> M:
    """The query string as a model: repeated and comma-separated values where it takes a list. Refusal 400."""
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


def _with_nul(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all texts below `value` that hold what no database and no file takes."""
    if isinstance(value, str) and "\0" in value:
        yield path
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _with_nul(inner, f"{path}[{number}]")
    elif isinstance(value, dict):
        for name, inner in value.items():
            place = f"{path}.{name}".removeprefix(".")
            yield from _with_nul(name if "\0" in name else inner, place)


def _takes_list(annotation: Any) -> bool:
    return any(getattr(kind, "__origin__", kind) is list for kind in (annotation, *get_args(annotation)))


def _problems(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    return [Problem(p.path.removeprefix("."), p.message) for p in translated(details, model, "")]
