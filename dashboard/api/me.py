"""Who asks, as the server knows them."""

from __future__ import annotations

from dashboard.api.answers import Answer
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.auth.guard import identity
from engine.model.people import Role


class Me(Answer):
    """Who sends the request."""

    user: str
    """Name that is recorded with everything that this user does."""
    role: Role
    """What the user may do."""
    auth: str
    """The way in: `token`, `password`, `jupyterhub`, `header` or `none`."""
    expires: str | None
    """When the session or token ends by itself; null: never."""
    groups: list[str]
    """Groups that the user belongs to."""


def register(api: Api, context: Context) -> None:
    """Add the operation."""
    del context

    @api.operation("GET", "/me", "Who you are, and your role", group="People", returns=Me)
    def me() -> Me:
        who = identity()
        return Me(user=who.user, role=who.role, auth=who.auth, expires=who.expires, groups=sorted(who.groups))
