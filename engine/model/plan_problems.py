"""Turns validation errors into problems with paths and plain words, and lets the rest of a node be checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.errors import Problem
from engine.model.condition import MODELS
from engine.model.node import Node, field_names
from engine.model.plan import Range
from engine.model.problem_list import MOST_TOLD
from engine.model.suggestions import did_you_mean

_WORDS = {
    "missing": "is missing",
    "too_short": "must not be empty",
    "tuple_type": "must be a list",
    "string_type": "must be a text",
    "string_too_short": "must not be empty",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "list_type": "must be a list",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "is too large",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "bool_parsing": "must be true or false",
    "timezone_aware": "needs a time zone, as in 2026-01-31T18:00:00Z",
}
_SUBJECT = re.compile(r"^\w+ should(?= )")
_SUBSTITUTES: dict[str, Any] = {
    "axis": "?",
    "positions": (0.0,),
    "axes": {"?": (0.0,)},
    "until": {"clock": {"after": "00:00", "before": "12:00"}},
    "condition": {"clock": {"after": "00:00", "before": "12:00"}},
    "instruments": ("?",),
    "instrument": "?",
    "settings": {"?": "?"},
    "seconds": 0.0,
    "name": "?",
    "steps": ({"kind": "wait", "seconds": 0.0},),
}
"""Harmless values that replace wrong ones, so that the rest of a node is checked as well."""


def joined(path: str, name: str) -> str:
    """The path of a field below `path`."""
    return ".".join(part for part in (path, name) if part)


def validated(model: type[Node], raw: dict[str, Any], path: str) -> tuple[Node | None, list[Problem]]:
    """Validate a node without its children; returns it with harmless values for wrong fields, and the problems."""
    try:
        return model.model_validate(raw), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
    problems = translated(details, model, path)
    try:
        return model.model_validate(_mended(model, raw, details)), problems
    except ValidationError:
        return None, problems


def translated(details: Sequence[ErrorDetails], model: type[BaseModel], path: str) -> list[Problem]:
    """Turn the validation errors of a node at `path` into problems, one for each path."""
    found: dict[str, Problem] = {}
    for detail in details:
        if detail["type"] == "too_short" and any(_below(other["loc"], detail["loc"]) for other in details):
            # Wrong members are not counted: their own problems are reported already.
            continue
        problem = _translated(detail, model, path, suggest=len(found) < MOST_TOLD)
        found.setdefault(problem.path, problem)
    return list(found.values())


def _below(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _translated(detail: ErrorDetails, model: type[BaseModel], path: str, suggest: bool) -> Problem:
    where, owner, location = path, model, detail["loc"]
    if location[:1] == ("settings",) and len(location) > 1:
        return Problem(f"{path}.settings.{location[1]}", "must be a finite number or a text")
    for part in location:
        if isinstance(part, int):
            where += f"[{part}]"
        elif part == "<range>":
            owner = Range
        elif part in MODELS:
            owner = MODELS[part]
        elif not part.startswith("<") and part != "[key]":
            where = joined(where, part)
    kind = detail["type"]
    if kind == "extra_forbidden":
        meant = did_you_mean(str(location[-1]), field_names(owner)) if suggest else ""
        return Problem(where, f"unknown field{meant}")
    if kind == "value_error":
        return Problem(where, str(detail["msg"]).removeprefix("Value error, "))
    if kind.startswith("datetime"):
        return Problem(where, "must be a time such as 2026-01-31T18:00:00Z or a condition")
    return Problem(where, _WORDS.get(kind) or _SUBJECT.sub("must", str(detail["msg"])))


def _mended(model: type[Node], raw: dict[str, Any], details: Sequence[ErrorDetails]) -> dict[str, Any]:
    made = dict(raw)
    bad_positions: set[int] = set()
    bad_instruments: set[int] = set()
    bad_settings: set[str | int] = set()
    bad_axes: set[str] = set()
    for location in (detail["loc"] for detail in details):
        match location:
            case ():
                made.pop("until", None)
                made["times"] = 1
            case ("settings", key, *_) if isinstance(raw["settings"], dict):
                bad_settings.add(key)
            case ("instruments", int(index), *_):
                bad_instruments.add(index)
            case ("positions", "<list>", int(index), *_):
                bad_positions.add(index)
            case ("axes", str(axis), *_) if isinstance(raw["axes"], dict):
                bad_axes.add(axis)
            case (name, *_) if isinstance(name, str):
                made.pop(name, None)
    if bad_settings and "settings" in made:
        made["settings"] = {key: 0.0 if key in bad_settings else v for key, v in made["settings"].items()}
    if bad_instruments and "instruments" in made:
        made["instruments"] = ["?" if i in bad_instruments else n for i, n in enumerate(made["instruments"])]
    if bad_positions and "positions" in made:
        made["positions"] = [p for i, p in enumerate(made["positions"]) if i not in bad_positions] or (0.0,)
    if bad_axes and "axes" in made:
        made["axes"] = {axis: (0.0,) if axis in bad_axes else p for axis, p in made["axes"].items()}
    if "times" in model.model_fields and "until" not in made:
        made.setdefault("times", 1)
    for name, value in _SUBSTITUTES.items():
        if name in model.model_fields and model.model_fields[name].is_required():
            made.setdefault(name, value)
    return made
