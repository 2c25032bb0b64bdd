"""The reference page of the REST interface, from its OpenAPI document."""

from __future__ import annotations

from typing import Any

from dashboard.api.description import grouped
from docs.schema_text import Schema, anchor, cell, field_table, kind

_INTRODUCTION = """# REST interface

Addresses on this page are below `{prefix}api/v1`, where `{prefix}` is the setting `PREFIX` (`/` by default).

- **Sign-in.** Send `Authorization: Bearer TOKEN`. A browser sends its session cookie instead; where a request changes
  something, it repeats the cookie `pybirch_csrf` in the header `X-CSRF-Token`.
- **Errors** are problem documents ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)): `detail` says what is wrong,
  and `errors` lists each wrong field as `{path, message}`, all of them at once. The path of a field in a plan is
  written `steps[0].positions`.
- **Lists** are `{"items": [...], "next": CURSOR}`. Ask again with `cursor=CURSOR` for the following page; `next` is
  null at the end.
- **Commands** answer 202 after the engine accepted them, 409 with the reason when the state forbids them, and 503 when
  no engine is there.
- **Times** are RFC 3339 in UTC. Progress is 0 to 1. Numbers that are not finite are the texts `"NaN"`, `"Infinity"` and
  `"-Infinity"`.

A running server describes the same interface as OpenAPI 3.1 at `/api/v1/openapi.json` ([this version](openapi.json))
and as a page at `/api/v1/docs`.
"""


def rest_page(described: dict[str, Any]) -> str:
    """Every operation with parameters, body and answers, then every object that travels."""
    definitions = described["components"]["schemas"]
    parts = [_INTRODUCTION]
    for group, operations in grouped(described).items():
        parts.append(f"## {group}\n")
        for operation in operations:
            found = described["paths"][operation["path"]][operation["method"].lower()]
            parts.append("\n".join(_operation(operation["method"], operation["path"], found, definitions)))
    parts.append("## Objects\n")
    for name, schema in definitions.items():
        if "enum" not in schema:
            parts.append("\n".join(_object(name, schema, definitions)))
    return "\n".join(parts)


def link(name: str) -> str:
    """Leads to the object on this page."""
    return f"[{name}](#{anchor(name)})"


def _operation(
    method: str, path: str, operation: dict[str, Any], definitions: dict[str, Schema]
) -> list[str]:
    lines = [
        f"### `{method} {path}`\n",
        f"{operation['summary']}. {operation.get('description', '')}".strip() + "\n",
    ]
    parameters = operation.get("parameters", [])
    if parameters:
        lines += ["| parameter | in | type | meaning |", "|---|---|---|---|"]
        lines += [
            f"| `{each['name']}` | {each['in']} | {cell(kind(each['schema'], definitions, link))} "
            f"| {cell(each.get('description', ''))} |"
            for each in parameters
        ]
        lines.append("")
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        lines.append(f"Body: {kind(body['schema'], definitions, link)}\n")
    lines.append(f"Answers: {', '.join(_answers(operation['responses'], definitions))}\n")
    return lines


def _answers(responses: dict[str, Any], definitions: dict[str, Schema]) -> list[str]:
    told = []
    for status, response in responses.items():
        content = response.get("content", {})
        schema = content.get("application/json", {}).get("schema")
        shape = kind(schema, definitions, link) if schema else ""
        if not shape and int(status) < 400 and content:
            shape = " or ".join(f"`{media}`" for media in content)
        told.append(f"{status} {response['description']}{f' ({shape})' if shape else ''}")
    return told


def _object(name: str, schema: Schema, definitions: dict[str, Schema]) -> list[str]:
    summary = " ".join(schema.get("description", "").split())
    return [
        f"### {name}\n",
        *([f"{summary}\n"] if summary else []),
        *field_table(schema, definitions, link),
    ]
