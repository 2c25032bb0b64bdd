"""Shared by all commands: find a command by name, refuse with a reason, and say who gave the command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import CommandRefused


def on_behalf_of(user: str) -> str:
    """End of messages that names who gave a command."""
    return f", asked by {user}" if user else ""


def refuse_if(reason: str | None) -> None:
    """Raise CommandRefused when there is a reason."""
    if reason is not None:
        raise CommandRefused(reason)


def find_command(commands: Any, name: str, others: Mapping[str, Any] | None = None) -> Any:
    """Find a command by name. Raises CommandRefused with all known names when there is none."""
    try:
        return commands(name)
    except ValueError:
        names = ", ".join([*(c.value for c in commands), *(others or {})])
        raise CommandRefused(f"there is no command {name!r}; the commands are {names}") from None
