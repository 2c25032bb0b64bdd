"""People with roles for tests of a web application without a server process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from werkzeug.test import Client

from dashboard.app import WebApp
from engine.model.people import Role
from engine.store import api_tokens
from engine.store.database import Database

Rest = Callable[..., Any]


class People:
    """Makes tokens and calls REST with them; `prefix` is the server's, without the slash at its end."""

    def __init__(self, web: WebApp, database: Database, prefix: str = "") -> None:
        self.web, self.database, self.prefix = web, database, prefix

    def secret(self, name: str, role: Role, lifetime: timedelta | None = None) -> str:
        """A new token's text, in place of an earlier one of this name."""
        with self.database.write() as conn:
            if any(each.name == name for each in api_tokens.list_(conn)):
                api_tokens.revoke(conn, name)
            return api_tokens.create(conn, name, role, lifetime)[1]

    def token(self, name: str, role: Role) -> Rest:
        """REST with a new token: `ada("GET", "/me")`."""
        return self.rest(self.secret(name, role))

    def rest(self, secret: str | None) -> Rest:
        """REST with a token's text; None: without sign-in."""
        client = Client(self.web.wsgi, use_cookies=False)

        def call(method: str, path: str, **options: Any) -> Any:
            headers = {"Authorization": f"Bearer {secret}"} if secret else {}
            headers |= options.pop("headers", {})
            return client.open(f"{self.prefix}/api/v1{path}", method=method, headers=headers, **options)

        return call
