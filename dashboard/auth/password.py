"""Sign-in with a name and a password; accounts are made by `pybirch users` and by administrators."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask, Response, redirect, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as BaseResponse

from dashboard.auth import pages, passwords
from dashboard.auth.attempts import Attempts
from dashboard.auth.audit import current_audit, entry_of, sign_in_entry
from dashboard.auth.base import Environ, Identity
from dashboard.auth.guard import identity
from dashboard.auth.origins import same_site
from dashboard.auth.sessions import Sessions
from dashboard.server.off_loop import Lane, off_loop
from engine.errors import CommandRefused
from engine.model.people import AccountRecord, AuditResult, SignIn
from engine.settings import Settings
from engine.store import accounts
from engine.store.database import Database

_WRONG = "Name or password is wrong."


class PasswordAuth:
    """Accounts of the database; browsers get a session, programs use API tokens."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._database = database
        self._sessions = Sessions(database, settings)
        self._attempts = Attempts()
        # Argon2 takes a processor for some 50 ms: two at a time, and few that wait.
        self._hashing = Lane(2, 50)

    def identify(self, environ: Environ) -> Identity | None:
        """By API token in `Authorization: Bearer`, which wins, or by session cookie."""
        return self._sessions.identify(environ)

    def origin_allowed(self, environ: Environ) -> bool:
        """False for requests of another site's page."""
        return same_site(environ)

    def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """Whose session or API token has ended."""
        return self._sessions.ended(identities)

    def ask(self) -> BaseResponse:
        """The form for name and password."""
        return pages.sign_in(request, pages.PASSWORD, "")

    def register(self, server: Flask) -> None:
        """Serve the sign-in and sign-out forms."""
        server.after_request(self._give_csrf)
        server.add_url_rule("/login", "sign_in", self._sign_in, methods=["GET", "POST"])
        server.add_url_rule("/logout", "sign_out", self._sign_out, methods=["POST"])

    def _give_csrf(self, response: Response) -> Response:
        if response.mimetype == "text/html":
            self._sessions.give_csrf(response)
        return response

    def _sign_in(self) -> BaseResponse:
        if request.method != "POST":
            return pages.sign_in(request, pages.PASSWORD, "", status=200)
        if not self.origin_allowed(request.environ):
            return pages.sign_in(request, pages.PASSWORD, pages.FOREIGN, status=403)
        address = request.remote_addr or ""
        name, password = request.form.get("name", ""), request.form.get("password", "")
        wait = self._attempts.wait(address, name)
        if wait:
            return pages.too_many(request, pages.PASSWORD, wait)
        found = off_loop(lambda: self._account(name))
        kept = None if found is None else found[1]
        good = self._hashing.do(lambda: passwords.matches(kept, password))
        if found is None or not good:
            self._attempts.failed(address, name)
            current_audit().note(sign_in_entry(name, AuditResult.REFUSED, _WRONG))
            return pages.sign_in(request, pages.PASSWORD, _WRONG)
        self._attempts.succeeded(address, name)
        return self._opened(*found)

    def _account(self, name: str) -> tuple[AccountRecord, str] | None:
        with self._database.read() as conn:
            return accounts.password_of(conn, name)

    def _opened(self, account: AccountRecord, kept: str) -> BaseResponse:
        def unchanged(conn: Connection) -> None:
            if accounts.password_of(conn, account.name) != (account, kept):
                raise CommandRefused("The account was changed just now; sign in again.")

        response = redirect(pages.next_page(request), code=303, Response=Response)
        sign_in = SignIn.of(account.name, account.role, account.groups)
        opened = self._sessions.open(response, sign_in, unchanged)
        current_audit().note(sign_in_entry(account.name))
        return opened

    def _sign_out(self) -> BaseResponse:
        current_audit().note(entry_of(identity(), "sign out", ""))
        return self._sessions.close(redirect(f"{request.script_root}/login", code=303, Response=Response))


make = PasswordAuth
