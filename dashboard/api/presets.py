"""Presets: plans kept by name, to start from again. They are checked when they are used, not when they are kept."""

from __future__ import annotations

from typing import Any

from flask import Response
from pydantic import Field

from dashboard.api.answers import Answer
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.validation import json_body
from dashboard.auth.audit import recorded
from dashboard.auth.guard import permitted
from dashboard.auth.table import Action
from dashboard.server.problems import Refusal
from engine.errors import Problem
from engine.model.records import PresetRecord
from engine.store import presets

MAX_NAME = 200


class PresetList(Answer):
    """One page of a list: presets, without their plans."""

    items: list[PresetRecord]
    """The entries of this page."""
    next: str | None = None
    """Cursor of the following page; null at the end."""


class PresetPlan(Answer):
    """A plan as New scan holds it; it may be unfinished."""

    steps: list[dict[str, Any]] = Field(default_factory=list)
    """Its steps."""


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    @api.operation("GET", "/presets", "Every preset, by name", group="Presets", returns=PresetList)
    def list_presets() -> PresetList:
        return PresetList(items=context.read(presets.list_))

    @api.operation(
        "GET",
        "/presets/{name}",
        "A preset and its plan",
        group="Presets",
        returns=PresetRecord,
        errors=(404,),
    )
    def get_preset(name: str) -> PresetRecord:
        return context.read(lambda conn: presets.get(conn, name))

    @api.operation(
        "PUT",
        "/presets/{name}",
        "Keep a plan under this name, in place of an earlier one; 201 when the name is new",
        group="Presets",
        body=PresetPlan,
        returns=PresetRecord,
        also=(201,),
        errors=(400, 415, 422),
    )
    def put_preset(name: str) -> Response:
        kept, new = keep_preset(context, name, json_body())
        return Response(kept.model_dump_json(), 201 if new else 200, mimetype="application/json")

    @api.operation("DELETE", "/presets/{name}", "Forget a preset", group="Presets", status=204, errors=(404,))
    def remove_preset(name: str) -> Response:
        context.write(lambda conn: presets.remove(conn, name))
        return Response(status=204)


def keep_preset(context: Context, name: str, data: Any) -> tuple[PresetRecord, bool]:
    """Keep a plan under a name; the preset, and whether the name is new. Refusal where either cannot be kept."""
    who = permitted(Action.KEEP_PRESETS)
    with recorded(who, "save preset", name):
        plan = _plan(preset_name(name), data)
        return context.write(lambda conn: presets.put(conn, name, plan, who.user))


def preset_name(name: str) -> str:
    """The same name, when a preset can have it; else Refusal."""
    if name != name.strip() or len(name) > MAX_NAME or not name.isprintable():
        message = f"must have 1 to {MAX_NAME} visible characters and no blanks around them"
        raise Refusal(422, "The preset was not saved: its name is not valid.", [Problem("name", message)])
    return name


def _plan(name: str, data: Any) -> dict[str, Any]:
    if isinstance(data, dict) and isinstance(data.get("steps"), list):
        return data
    raise Refusal(
        422,
        f"The preset {name!r} was not saved.",
        [Problem("steps", "a plan is an object with a list of steps")],
    )
