"""Commands of people to the engine, from REST and from callbacks of pages alike: only those whose role allows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.api.commands import submit
from dashboard.api.context import Context
from dashboard.auth.guard import permitted
from dashboard.auth.table import Action
from engine.model.records import CommandRecord


def order(
    context: Context, target: str, target_id: str, command: str, arguments: Mapping[str, Any] | None = None
) -> CommandRecord:
    """Send a command of whoever sent the present request; returns it as the engine accepted it.

    Raises Refusal 403 when the role does not allow it, and what `submit` raises.
    """
    who = permitted(Action.COMMAND)
    return submit(context, who.user, target, target_id, command, arguments)
