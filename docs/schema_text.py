"""JSON Schema as Markdown: the type of a field in words, and a table of the fields of an object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
Link = Callable[[str], str]
"""Markdown that leads to where a schema of that name is described."""


def field_table(schema: Schema, definitions: dict[str, Schema], link: Link) -> list[str]:
    """Lines of a table: each field, what it holds, and what that means."""
    properties: dict[str, Schema] = schema.get("properties", {})
    if not properties:
        return []
    lines = ["| field | type | meaning |", "|---|---|---|"]
    for name, field in properties.items():
        told = meaning(field) or meaning(definitions.get(field.get("$ref", "").rpartition("/")[2], {}))
        lines.append(f"| `{name}` | {cell(kind(field, definitions, link))} | {cell(told)} |")
    return [*lines, ""]


def kind(field: Schema, definitions: dict[str, Schema], link: Link) -> str:
    """What a field holds, in words."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        found = definitions[name]
        return kind(found, definitions, link) if "enum" in found else link(name)
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{_literal(field['const'])}`"
    for several in ("anyOf", "oneOf"):
        if several in field:
            return " or ".join(dict.fromkeys(kind(each, definitions, link) for each in field[several]))
    if field.get("type") == "array":
        return _list(field, definitions, link)
    values = field.get("additionalProperties")
    if isinstance(values, dict):
        return f"object of {kind(values, definitions, link)} by name"
    if field.get("type") == "object" and not field.get("properties"):
        return "object"
    return str(field.get("type", "anything"))


def meaning(field: Schema) -> str:
    """What the description says, and the default where it has one that says something."""
    text = " ".join(str(field.get("description", "")).split())
    default = field.get("default")
    return text if default in (None, "", [], {}) else f"{text} Default: `{_literal(default)}`.".strip()


def cell(text: str) -> str:
    """Text for a cell of a table."""
    return text.replace("|", "\\|")


def anchor(heading: str) -> str:
    """The anchor that MkDocs gives to a heading of one word."""
    return heading.lower()


def _list(field: Schema, definitions: dict[str, Schema], link: Link) -> str:
    several = field.get("prefixItems") or field.get("items", {})
    if isinstance(several, list):
        return f"list of {len(several)}: {', '.join(kind(each, definitions, link) for each in several)}"
    return f"list of {kind(several, definitions, link)}"


def _literal(value: Any) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
