"""Checks requests to Dash's callbacks, because Dash fails on requests that its own pages would not send."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import Flask, request
from pydantic import BaseModel, ValidationError

from dashboard.api.validation import json_body
from dashboard.server.problems import Refusal

_PATH = "/_dash-update-component"


class _Part(BaseModel):
    """An input or state of a callback, with its value."""

    id: str | dict[str, Any]
    property: str


class _Update(BaseModel):
    """A request to run a callback."""

    output: str
    inputs: list[_Part | list[_Part]] = []
    state: list[_Part | list[_Part]] = []
    changedPropIds: list[str] = []  # noqa: N815 - Dash's name


def check_updates(server: Flask, app: Dash) -> None:
    """Refuse requests that name no callback of `app` or are malformed, with 400, 404 or 422."""

    @server.before_request
    def check() -> None:
        if request.path != _PATH or request.method != "POST":
            return
        try:
            update = _Update.model_validate(json_body())
        except ValidationError:
            raise Refusal(422, "This is not a request of a PyBirch page; load the page again.") from None
        if update.output not in app.callback_map:
            raise Refusal(404, f"There is no callback for {update.output[:100]!r}; load the page again.")
