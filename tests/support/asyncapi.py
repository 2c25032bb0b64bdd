"""The AsyncAPI document of this version, and what it says about messages."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
from support.running import ROOT

Json = dict[str, Any]
SPECIFICATION = (
    ROOT / "frontend" / "node_modules" / "@asyncapi" / "specs" / "schemas" / "3.0.0-without-$id.json"
)


@cache
def committed() -> Json:
    """The document as it is committed and served."""
    return dict(json.loads((ROOT / "docs" / "reference" / "asyncapi.json").read_text("utf-8")))


def complaints(message: Any, channel: str, name: str) -> list[str]:
    """Where a message differs from the payload that the document gives for it."""
    schema = {**committed(), "$ref": f"#/channels/{channel}/messages/{name}/payload"}
    found = jsonschema.Draft7Validator(schema).iter_errors(message)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in found]


@cache
def specification() -> jsonschema.Draft7Validator:
    """Checks AsyncAPI 3.0 documents; its schema comes with the tools of the scripts."""
    return jsonschema.Draft7Validator(json.loads(SPECIFICATION.read_text("utf-8")))
