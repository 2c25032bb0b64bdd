"""Random requests of a careless or hostile client that knows the OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote

_ODD: list[Any] = [
    None, True, 0, -1, 1e308, 2**53, 2**63, 10**30, "", "\x00", "é😀", "x" * 5000, [], {}, [[]], [None], {"": None},
    {"a": {"b": {}}}, "SCAN_001", "QUEUE_001", "motor.x", "'; DROP TABLE scans;--", "../../etc/passwd",
]  # fmt: skip
_WORDS = [
    "motor",
    "motor.x",
    "detector",
    "camera",
    "exposure",
    "SCAN_001",
    "QUEUE_001",
    "name",
    "",
    "x" * 300,
]
_PLACES = ["SCAN_001", "SCAN_002", "QUEUE_001", "SCAN_999", "QUEUE_999", "1", "2", "0", "-1", "99999999999999999999",
           "SCAN_99999999999999999999", "x", "%00", "%ff", "a b", "SCAN_٣", "x" * 300]  # fmt: skip
_TEXTS = ["2026-01-01T00:00:00Z", "9999-12-31T23:59:59+23:59", "running,completed", "csv", "5", "x" * 3000]
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Guess:
    """One request, and the operation of the document that it is meant for."""

    method: str
    path: str
    query: list[tuple[str, str]]
    body: str | None
    operation: Mapping[str, Any]


class Guesser:
    """Makes requests out of an OpenAPI document; the same seed makes the same ones."""

    def __init__(self, document: Mapping[str, Any], seed: int) -> None:
        self._schemas = document["components"]["schemas"]
        self._random = Random(seed)
        self._operations = [
            (method, path, operation)
            for path, item in document["paths"].items()
            for method, operation in item.items()
            if method in _METHODS and path != "/stop"
        ]

    def guesses(self, count: int) -> Iterator[Guess]:
        """So many requests."""
        for _ in range(count):
            method, path, operation = self._random.choice(self._operations)
            query: list[tuple[str, str]] = []
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    place = self._random.choice(_PLACES)
                    quoted = place if place.startswith("%") else quote(place, safe="")
                    path = path.replace("{" + parameter["name"] + "}", quoted)
                elif self._random.random() < 0.4:
                    query.append((parameter["name"], self._text(parameter["schema"])))
            asked = operation.get("requestBody")
            body = json.dumps(self._value(asked["content"]["application/json"]["schema"])) if asked else None
            yield Guess(method.upper(), path, query, body, operation)

    def _text(self, schema: Mapping[str, Any]) -> str:
        if self._random.random() < 0.3:
            return str(self._random.choice([*_TEXTS, *_ODD]))
        value = self._value(schema)
        return ",".join(map(str, value)) if isinstance(value, list) else str(value)

    def _value(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        if self._random.random() < 0.07:
            return self._random.choice(_ODD)
        if "$ref" in schema:
            return self._value(self._schemas[schema["$ref"].rsplit("/", 1)[1]], depth)
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return self._value(self._random.choice(schema[several]), depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        match schema.get("type"):
            case "object":
                return self._object(schema, depth)
            case "array":
                count = 0 if depth > 7 else self._random.choice([0, 1, 1, 2, 3])
                return [self._value(schema.get("items", {}), depth + 1) for _ in range(count)]
            case "string":
                return self._random.choice(_WORDS)
            case "integer":
                return self._random.choice([0, 1, 2, 5, -1, 2**63, 10**30])
            case "number":
                return self._random.choice([0, 1, 0.5, -1, 1e-9, 1e300])
            case "boolean":
                return self._random.random() < 0.5
            case "null":
                return None
        return self._random.choice(_ODD)

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        made = {
            name: self._value(inner, depth + 1)
            for name, inner in schema.get("properties", {}).items()
            if self._random.random() < (0.95 if name in schema.get("required", ()) else 0.5)
        }
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            made |= {self._random.choice(_WORDS): self._value(others, depth + 1) for _ in range(2)}
        if self._random.random() < 0.05:
            made["bogus"] = self._random.choice(_ODD)
        return made
