"""Puts the REST interface together: every resource's operations below `/api/v1`, and their description."""

from __future__ import annotations

from typing import NoReturn

from flask import Flask

from dashboard.api import data, description, health, instruments, plans, presets, procedures, queues, scans
from dashboard.api.context import Context
from dashboard.api.operations import BASE, Api
from dashboard.problems import Refusal

RESOURCES = (health, instruments, queues, scans, data, plans, presets, procedures, description)
"""Modules with `register(api, context)`; the order of the documentation."""


def register_api(server: Flask, context: Context) -> Api:
    """Serve the REST interface; what it is made of."""
    api = Api(server)
    for resource in RESOURCES:
        resource.register(api, context)
    for path in ("/api/", "/api/<path:rest>"):
        server.add_url_rule(path, "api.nothing", _nothing, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    return api


def _nothing(rest: str = "") -> NoReturn:
    raise Refusal(404, f"There is nothing at /api/{rest}; the interface is described at {BASE}/docs.")
