"""Composes REST: the operations of every resource below `/api/v1`, and their description."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response, request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import Map, Rule

from dashboard.api import (
    audit,
    columns,
    data,
    description,
    exchanges,
    health,
    instruments,
    me,
    plans,
    presets,
    procedures,
    queues,
    rehearsals,
    rules,
    scans,
    stops,
)
from dashboard.api.context import Context
from dashboard.api.operations import BASE, Api
from dashboard.api.validation import HEAVY
from dashboard.server.problems import Refusal

_SHORT = {f"{BASE}/": "/docs", BASE: "/docs", "/openapi.json": "/openapi.json"}
"""Addresses that people try, and where they lead."""
RESOURCES = (
    health,
    me,
    audit,
    instruments,
    exchanges,
    stops,
    queues,
    rehearsals,
    scans,
    data,
    columns,
    plans,
    presets,
    procedures,
    rules,
    description,
)
"""Modules with `register(api, context)`, in the order of the documentation."""
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


def register_api(server: Flask, context: Context) -> Api:
    """Serve REST; returns its operations."""
    api = Api(server)
    server.extensions[HEAVY] = context.heavy
    for resource in RESOURCES:
        resource.register(api, context)
    known = Map([Rule(operation.rule, methods=[operation.method]) for operation in api.operations])

    def nothing(rest: str = "") -> Response:
        # Without this, the rule of the Dash pages would answer every unknown path with a page.
        allowed = list(known.bind("").allowed_methods(request.path))
        if allowed and request.method == "OPTIONS":
            return Response(status=204, headers={"Allow": ", ".join(sorted({*allowed, "OPTIONS"}))})
        if allowed:
            raise MethodNotAllowed(allowed, f"{request.path} takes only {', '.join(sorted(allowed))}.")
        raise Refusal(404, f"There is nothing at /api/{rest}; the interface is described at {BASE}/docs.")

    for path in ("/api/", "/api/<path:rest>"):
        server.add_url_rule(path, "api.nothing", nothing, methods=_METHODS, provide_automatic_options=False)
    for path, page in _SHORT.items():
        server.add_url_rule(path, f"api.short{path}", partial(_lead, page))
    return api


def _lead(page: str) -> Response:
    return Response(status=308, headers={"Location": f"{request.script_root}{BASE}{page}"})
