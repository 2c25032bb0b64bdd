"""Writes the reference pages that come from the code: settings, command line, client, REST, events."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from flask import Flask

from dashboard.api.context import Context
from dashboard.api.description import grouped
from dashboard.api.openapi import document
from dashboard.api.rest import register_api
from docs.python_pages import client_page, command_line_page
from engine.model.events import json_schema
from engine.settings import DEMO_BENCH, ENV, Settings
from engine.store.database import Database

REFERENCE = ROOT / "docs" / "reference"
_NOTE = "<!-- Written by `make docs` from the code; do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """Every generated file of docs/reference by name."""
    described = openapi()
    return {
        "settings.md": settings_page(),
        "command-line.md": _NOTE + command_line_page(),
        "python-client.md": _NOTE + client_page(),
        "rest.md": rest_page(described),
        "openapi.json": json.dumps(described, indent=2) + "\n",
        "events.schema.json": json.dumps(json_schema(), indent=2) + "\n",
    }


def openapi() -> dict[str, Any]:
    """The OpenAPI document of a server without a prefix."""
    with TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        context = Context(Database(settings.url), settings)
        return document(register_api(Flask("pybirch"), context).operations)


def settings_page() -> str:
    """Every setting: flag, variable, default and meaning."""
    lines = [
        "# Settings\n",
        "Every setting is a flag of `pybirch run` and `pybirch engine`, and an environment variable; the flag wins.\n",
        "| flag | variable | default | meaning |",
        "|---|---|---|---|",
    ]
    for f in fields(Settings):
        flag = f"`--{f.name.replace('_', '-')}`"
        lines.append(
            f"| {flag} | `{ENV}{f.name.upper()}` | {_default(f.default)} | {_cell(f.metadata['help'])} |"
        )
    return _NOTE + "\n".join(lines) + "\n"


def _default(value: Any) -> str:
    if value is None or value == "":
        return ""
    if value == DEMO_BENCH:
        return "`benches/demo.toml`"
    return f"`{value.value if isinstance(value, Enum) else value}`"


def rest_page(described: dict[str, Any]) -> str:
    """Every operation: parameters, body, answers."""
    parts = [
        "# REST interface\n",
        f"Everything is below `{{prefix}}{described['servers'][0]['url'].lstrip('/')}`. "
        f"{described['info']['description']} Send `Authorization: Bearer TOKEN`; unsafe requests of a signed-in "
        "browser repeat the cookie `pybirch_csrf` in the header `X-CSRF-Token`. A running server gives the same as "
        "`/api/v1/openapi.json`, and as a page at `/api/v1/docs`.\n",
    ]
    for group, operations in grouped(described).items():
        parts.append(f"## {group}\n")
        parts += [_operation(operation) for operation in operations]
    return _NOTE + "\n".join(parts)


def _operation(operation: dict[str, Any]) -> str:
    lines = [f"### `{operation['method']} {operation['path']}`\n", f"{operation['summary']}.\n"]
    for parameter in operation["parameters"]:
        described = parameter.get("description", "")
        kind = parameter["schema"].get("type", "text")
        lines.append(
            f"- `{parameter['name']}` ({parameter['in']}, {kind}){': ' + described if described else ''}"
        )
    if operation["parameters"]:
        lines.append("")
    for title, shape in (("Body", operation["body"]), ("Answer", operation["answer"])):
        if shape:
            lines.append(f"{title}: {', '.join(f'`{name}` {kind}' for name, kind in shape.items())}\n")
    statuses = (f"{status} {answer['description']}" for status, answer in operation["responses"].items())
    lines.append(f"Statuses: {', '.join(statuses)}\n")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
