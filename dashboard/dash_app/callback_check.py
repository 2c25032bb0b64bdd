"""What a browser sends to Dash's callbacks: checked here, because Dash fails at what its own pages would not send."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import Flask, request
from pydantic import BaseModel, ValidationError

from dashboard.api.validation import json_body
from dashboard.server.problems import Refusal

_PATH = "/_dash-update-component"


class _Part(BaseModel):
    """An input or state of a callback, and its value."""

    id: str | dict[str, Any]
    property: str


class _Update(BaseModel):
    """One callback that is to run."""

    output: str
    inputs: list[_Part | list[_Part]] = []
    state: list[_Part | list[_Part]] = []
    changedPropIds: list[str] = []  # noqa: N815 - Dash's name


def check_updates(server: Flask, app: Dash) -> None:
    """Refuse what names no callback of `app`, or is none of its requests: 400, 404 or 422 instead of a failure."""

    @server.before_request
    def check() -> None:
        if request.path != _PATH or request.method != "POST":
            return
        try:
            update = _Update.model_validate(json_body())
        except ValidationError:
            raise Refusal(422, "This is no request of a page.") from None
        if update.output not in app.callback_map:
            raise Refusal(404, f"There is no callback for {update.output[:100]!r}; load the page again.")
