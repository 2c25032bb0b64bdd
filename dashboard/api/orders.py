"""Commands of people to the engine, from REST and from callbacks of pages alike: only those whose role allows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.api.commands import submit
from dashboard.api.context import Context
from dashboard.auth.audit import in_words, recorded
from dashboard.auth.guard import permitted
from dashboard.auth.table import Action
from engine.model.records import CommandRecord

_LONG = frozenset({"plan", "plans"})
"""Arguments that the record leaves out; the scan itself holds them."""


def order(
    context: Context,
    target: str,
    target_id: str,
    command: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    name: str = "",
) -> CommandRecord:
    """Send a command of whoever sent the present request; returns it as the engine accepted it.

    It is recorded who did it; `name` is what people call the target where that is not its identifier. Raises
    Refusal 403 when the role does not allow it, and what `submit` raises.
    """
    who = permitted(Action.COMMAND)
    action = command.replace("_", " ")
    detail = in_words({key: value for key, value in (arguments or {}).items() if key not in _LONG})
    with recorded(who, action if "scan" in command else f"{action} {target}", name or target_id, detail):
        return submit(context, who.user, target, target_id, command, arguments)
