"""The OpenAPI 3.1 document, made from the operations and their models."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema
from werkzeug.http import HTTP_STATUS_CODES

from dashboard.api.answers import ProblemDocument
from dashboard.api.operations import BASE, Operation
from engine.model.people import Role

VERSION = "1"
References = dict[Any, dict[str, Any]]
"""The schema that is used for a model."""
_REFERENCES = "#/components/schemas/{model}"
_PATH_PARAMETERS = {
    "instrument_id": "Number of the instrument.",
    "name": "Name of the preset.",
    "queue_id": "Identifier of the queue, `QUEUE_001`.",
    "rule_id": "Identifier of the rule, `RULE_001`.",
    "scan_id": "Identifier of the scan, `SCAN_001`.",
    "stop_id": "Identifier of the emergency stop.",
}


def document(operations: Sequence[Operation], prefix: str = "/") -> dict[str, Any]:
    """OpenAPI 3.1 of `operations`, served below `prefix`."""
    schemas, references = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, references)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PyBirch",
            "version": VERSION,
            "description": "Queues, scans and instruments of a lab. Errors are RFC 9457 problem documents; lists are "
            "pages whose `next` is the cursor of the next page.",
        },
        "servers": [{"url": f"{prefix.rstrip('/')}{BASE}"}],
        "security": [{"token": []}, {"session": []}],
        "tags": [{"name": name} for name in dict.fromkeys(o.group for o in operations)],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "pybirch_session",
                    "description": "The session cookie; its name continues with `_` and eight letters "
                    "that differ from server to server. Unsafe requests repeat the cookie pybirch_csrf in the header "
                    "X-CSRF-Token.",
                },
            },
        },
    }


def _schemas(operations: Sequence[Operation]) -> tuple[dict[str, Any], References]:
    """Definitions by name, and how each model is referred to; those of query strings are written out."""
    wanted: dict[Any, JsonSchemaMode] = {
        m: "validation" for o in operations for m in (o.body, o.query) if m is not None
    }
    wanted |= {o.returns: "serialization" for o in operations if o.returns is not None}
    wanted[ProblemDocument] = "serialization"
    found, definitions = models_json_schema(list(wanted.items()), ref_template=_REFERENCES)
    schemas: dict[str, Any] = definitions["$defs"]
    references: References = {model: schema for (model, _), schema in found.items()}
    for query in {o.query for o in operations if o.query is not None}:
        references[query] = schemas.pop(query.__name__)
    return schemas, references


def _operation(operation: Operation, references: References) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.group],
        "responses": _responses(operation, references),
    }
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PATH_PARAMETERS[name],
            "schema": {"type": kind},
        }
        for name, kind in operation.parameters.items()
    ]
    if operation.query is not None:
        parameters += _query_parameters(references[operation.query])
    if parameters:
        made["parameters"] = parameters
    if operation.body is not None:
        content = {"application/json": {"schema": references[operation.body]}}
        made["requestBody"] = {"required": bool(operation.body.model_fields), "content": content}
    if operation.open:
        made["security"] = []
    else:
        made["description"] = f"Needs the role {operation.role}."
    return made


def _query_parameters(schema: dict[str, Any]) -> list[dict[str, Any]]:
    made = []
    for name, described in schema["properties"].items():
        kinds = [k for k in described.get("anyOf", [described]) if k.get("type") != "null"]
        default = {"default": described["default"]} if described.get("default") is not None else {}
        parameter = {"name": name, "in": "query", "schema": {**kinds[0], **default}}
        if name in schema.get("required", ()):
            parameter["required"] = True
        if "description" in described:
            parameter["description"] = described["description"]
        if kinds[0].get("type") == "array":
            parameter |= {"style": "form", "explode": False}
        parameter["schema"] = {
            k: v for k, v in parameter["schema"].items() if k not in ("title", "description")
        }
        made.append(parameter)
    return made


def _responses(operation: Operation, references: References) -> dict[str, Any]:
    schema = references[operation.returns] if operation.returns is not None else {}
    made: dict[str, Any] = {
        str(operation.status): {
            "description": HTTP_STATUS_CODES[operation.status],
            "content": {media: {"schema": schema} for media in operation.media_types},
        }
    }
    if operation.status == HTTPStatus.NO_CONTENT:
        del made[str(operation.status)]["content"]
    problem = {"application/problem+json": {"schema": references[ProblemDocument]}}
    errors = set(operation.errors) | (set() if operation.open else {401})
    if operation.role not in (None, Role.VIEWER):
        errors.add(403)
    if operation.body is not None:
        # A body without fields is ignored.
        errors |= {403, 400, 413, 415, 422} if operation.body.model_fields else {403}
    for status in operation.also:
        made[str(status)] = {**made[str(operation.status)], "description": HTTP_STATUS_CODES[status]}
    for status in sorted(errors):
        content = made["200"]["content"] if operation.open else problem
        made[str(status)] = {"description": HTTP_STATUS_CODES[status], "content": content}
    return made
