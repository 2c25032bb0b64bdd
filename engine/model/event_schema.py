"""The JSON Schema of events."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from engine.model.events import EVENTS


def json_schema() -> dict[str, Any]:
    """JSON Schema of one event; each kind of event is defined once, under `$defs`."""
    models = list(EVENTS.values())
    references, definitions = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/$defs/{model}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "PyBirch events",
        "oneOf": [
            {
                "type": "object",
                "properties": {"event": {"const": name.value}, "data": references[(model, "serialization")]},
                "required": ["event", "data"],
                "additionalProperties": False,
            }
            for name, model in EVENTS.items()
        ],
        "$defs": definitions["$defs"],
    }
