"""Operations of REST: each is described once, then served, checked and documented from that."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Flask, Response, request
from pydantic import BaseModel

from dashboard.auth.table import ROUTES
from engine.model.people import Role

BASE = "/api/v1"
ENDPOINTS = "api."
"""Start of the endpoints' names in Flask; the rest is the handler's name."""
_ARGUMENT = re.compile(r"\{(\w+)(?::(int))?\}")
Handler = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path; `{name}` or `{name:int}` in `template` is an argument of the handler."""

    method: str
    template: str
    group: str
    summary: str
    handler: Handler
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    returns: type[BaseModel] | None = None
    status: int = 200
    media_types: tuple[str, ...] = ("application/json",)
    also: tuple[int, ...] = ()
    """Further statuses of a success."""
    errors: tuple[int, ...] = ()

    @property
    def role(self) -> Role | None:
        """The role that the table asks for; None: no sign-in is needed."""
        return ROUTES[f"{ENDPOINTS}{self.name}"]

    @property
    def open(self) -> bool:
        """Whether it needs no sign-in."""
        return self.role is None

    @property
    def path(self) -> str:
        """The path as OpenAPI writes it."""
        return _ARGUMENT.sub(r"{\1}", self.template)

    @property
    def rule(self) -> str:
        """The path as Flask writes it, from the server's root."""
        return BASE + _ARGUMENT.sub(lambda m: f"<{m[2]}:{m[1]}>" if m[2] else f"<{m[1]}>", self.template)

    @property
    def parameters(self) -> dict[str, str]:
        """The path's arguments and their JSON types."""
        return {m[1]: "integer" if m[2] else "string" for m in _ARGUMENT.finditer(self.template)}

    @property
    def name(self) -> str:
        """Unique name of the operation."""
        return self.handler.__name__


@dataclass(frozen=True, slots=True)
class Api:
    """Collects operations and serves them below BASE."""

    server: Flask
    operations: list[Operation] = field(default_factory=list)

    def operation(
        self,
        method: str,
        template: str,
        summary: str,
        *,
        group: str,
        **described: Any,
    ) -> Callable[[Handler], Handler]:
        """Decorate the handler of an operation; what it returns becomes JSON, a Response stays as it is."""

        def add(handler: Handler) -> Handler:
            made = Operation(method, template, group, summary, handler, **described)
            self.operations.append(made)
            self.server.add_url_rule(
                made.rule,
                f"{ENDPOINTS}{made.name}",
                _answering(made),
                methods=[method],
                provide_automatic_options=False,
            )
            return handler

        return add


@dataclass(frozen=True, slots=True)
class Made:
    """What a handler returns when it created something: the thing, and its path below BASE."""

    thing: BaseModel
    path: str


def _answering(operation: Operation) -> Callable[..., Response]:
    def answer(**arguments: Any) -> Response:
        given = operation.handler(**arguments)
        if isinstance(given, Response):
            return given
        place = given.path if isinstance(given, Made) else None
        given = given.thing if isinstance(given, Made) else given
        data = orjson.dumps(plain(given), option=orjson.OPT_SERIALIZE_NUMPY)
        response = Response(data, operation.status, mimetype="application/json")
        response.headers["Cache-Control"] = "no-store"
        if place is not None:
            response.headers["Location"] = f"{request.script_root}{BASE}{place}"
        return response

    return answer


def plain(value: Any) -> Any:
    """Models as plain data."""
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value
