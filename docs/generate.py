"""Writes the reference pages that are made from the code: settings, command line, Python client, REST, live events."""

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
from dashboard.api.openapi import document
from dashboard.api.operations import Operation
from dashboard.api.rest import register_api
from dashboard.live import asyncapi
from docs.library_page import library_page
from docs.live_pages import events_page, messages_page
from docs.python_pages import client_page, command_line_page
from docs.rest_page import rest_page
from docs.roles_page import roles_page
from docs.schema_text import cell
from engine.model.event_schema import json_schema
from engine.settings import DEMO_BENCH, ENV, Settings
from engine.store.database import Database

REFERENCE = ROOT / "docs" / "reference"
_NOTE = "<!-- Written by `make docs` from the code; do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """Every generated file of docs/reference by name."""
    operations = rest_operations()
    described, live = document(operations), asyncapi.document()
    return {
        "settings.md": settings_page(),
        "library.md": _NOTE + library_page(),
        "command-line.md": _NOTE + command_line_page(),
        "python-client.md": _NOTE + client_page(),
        "rest.md": _NOTE + rest_page(described),
        "roles.md": _NOTE + roles_page(operations),
        "events.md": _NOTE + events_page(live),
        "live-messages.md": _NOTE + messages_page(live),
        "asyncapi.json": json.dumps(live, indent=2) + "\n",
        "openapi.json": json.dumps(described, indent=2) + "\n",
        "events.schema.json": json.dumps(json_schema(), indent=2) + "\n",
    }


def rest_operations() -> list[Operation]:
    """The operations of REST."""
    with TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        context = Context(Database(settings.url), settings)
        return register_api(Flask("pybirch"), context).operations


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
            f"| {flag} | `{ENV}{f.name.upper()}` | {_default(f.default)} | {cell(f.metadata['help'])} |"
        )
    return _NOTE + "\n".join(lines) + "\n"


def _default(value: Any) -> str:
    if value is None or value == "":
        return ""
    if value == DEMO_BENCH:
        return "`benches/demo.toml`"
    return f"`{value.value if isinstance(value, Enum) else value}`"


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
