"""Shared by commands that take the server's settings: all flags are passed on."""

from __future__ import annotations

from typing import Any

import click

SETTINGS_HELP = (
    "Every setting is a flag (--port 8051) or an environment variable (PYBIRCH_PORT); --help lists them."
)
HANDED_ON: dict[str, Any] = {"ignore_unknown_options": True, "allow_interspersed_args": False}
"""Context settings of a command whose flags another parser reads, `--help` included."""

settings_argument = click.argument("settings", nargs=-1, type=click.UNPROCESSED)
