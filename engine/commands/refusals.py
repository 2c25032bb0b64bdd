"""What commands have in common: who asked, whether there is one of that name, and the refusal with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import CommandRefused


def on_behalf_of(user: str) -> str:
    """How messages name who gave a command."""
    return f", asked by {user}" if user else ""


def refuse_if(reason: str | None) -> None:
    """Raise CommandRefused when there is a reason."""
    if reason is not None:
        raise CommandRefused(reason)


def find_command(commands: Any, name: str, others: Mapping[str, Any] | None = None) -> Any:
    """The command of this name; CommandRefused, naming all there are, when there is none."""
    try:
        return commands(name)
    except ValueError:
        names = ", ".join([*(c.value for c in commands), *(others or {})])
        raise CommandRefused(f"there is no command {name!r}; known are {names}") from None
