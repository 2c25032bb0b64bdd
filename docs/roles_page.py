"""The reference page of the roles: the table in dashboard/auth/table.py, with REST as paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.api.operations import ENDPOINTS, Operation
from dashboard.auth import table
from docs.schema_text import cell
from engine.model.people import Role

_INTRODUCTION = """# Roles

Everybody who signs in has one of three roles, and each may do everything that those before it may:

- **viewer**: sees everything, takes data away, and can use the emergency stop;
- **operator**: commands scans, queues and instruments, writes notes, saves presets;
- **administrator**: decides who may do what.

A role that does not suffice is told with a problem document of status 403 over REST, with close code 4403 on room
sockets, and with `error {code: 403}` over Socket.IO. What this page does not name is refused.
"""


def roles_page(operations: Sequence[Operation]) -> str:
    """Which role everything needs."""
    rest = [f"| `{o.method} {o.path}` | {_role(o.role)} | {cell(o.summary)} |" for o in operations]
    others = {name: role for name, role in table.ROUTES.items() if not name.startswith(ENDPOINTS)}
    parts = [
        _INTRODUCTION,
        "## REST\n",
        "Addresses are below `{prefix}api/v1`.\n",
        "\n".join(["| request | role | what it does |", "|---|---|---|", *rest]) + "\n",
        "## What pages show and change\n",
        _table("action", {action.value: role for action, role in table.ACTIONS.items()}, code=False),
        "## Rooms\n",
        "The same over room sockets and over Socket.IO.\n",
        _table("kind of room", table.ROOMS),
        "## Messages on room sockets\n",
        _table("message", table.ROOM_MESSAGES),
        "## Requests over Socket.IO\n",
        _table("event", table.EVENTS),
        "## Other addresses\n",
        "Pages, the documentation and what they load, by the name that the server has for each.\n",
        _table("endpoint", others),
    ]
    return "\n".join(parts)


def _table(head: str, rows: Mapping[str, Role | None], *, code: bool = True) -> str:
    lines = [f"| {head} | role |", "|---|---|"]
    lines += [f"| {f'`{name}`' if code else name} | {_role(role)} |" for name, role in rows.items()]
    return "\n".join(lines) + "\n"


def _role(role: Role | None) -> str:
    return "nobody needs to sign in" if role is None else role.value
