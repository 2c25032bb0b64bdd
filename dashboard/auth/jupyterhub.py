"""Sign-in through the JupyterHub that has this server as a service: browsers by OAuth with PKCE, programs by tokens."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Collection
from datetime import timedelta
from urllib.parse import quote

from flask import Flask, Response, redirect, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from dashboard.auth import keys, pages
from dashboard.auth.base import Environ, Identity
from dashboard.auth.cookies import cookies
from dashboard.auth.hub_api import HubApi, HubPerson
from dashboard.auth.origins import same_site
from dashboard.auth.sessions import Sessions
from dashboard.server.problems import Refusal
from engine.model.people import SignIn
from engine.settings import Settings
from engine.store.database import Database

_CALLBACK = "/oauth_callback"
_ASKING = timedelta(minutes=10)
"""Time in which somebody has to sign in at the hub."""
_CONNECTED = 10_000


class JupyterHubAuth:
    """Everybody whom the hub lets use this service.

    A browser keeps two cookies: the session of PyBirch, and the token that the hub gave for it. Nothing here stores the
    token. A session holds while the hub knows its token and says the same name and role: a sign-out at the hub, a
    removed user and a changed role end it.
    """

    def __init__(self, settings: Settings, database: Database) -> None:
        self._hub = HubApi(settings)
        self._sessions = Sessions(database, settings)
        self._token_cookie = f"{self._sessions.cookie}_hub"
        self._states = URLSafeTimedSerializer(
            keys.kept_secret(settings.home / "cookie_key"), salt="hub state"
        )
        self._connected: OrderedDict[str, str] = OrderedDict()
        """Tokens by the identifier of their identity, to ask the hub about those who have connections open."""

    def identify(self, environ: Environ) -> Identity | None:
        """By an API token of the hub or of PyBirch in `Authorization`, which wins, or by the cookies of a session."""
        header = environ.get("HTTP_AUTHORIZATION")
        if header is not None:
            kind, _, text = str(header).partition(" ")
            if kind.lower() not in ("bearer", "token"):
                return None
            return self._sessions.identify(environ) or self._by_token(text.strip(), environ)
        found = self._sessions.identify(environ)
        token = cookies(environ).get(self._token_cookie, "")
        if found is None or not token or not _same(found, self._hub.person(token)):
            return None
        self._remember(found.client, token)
        return found

    def origin_allowed(self, environ: Environ) -> bool:
        """False for requests of another site's page."""
        return same_site(environ)

    def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """Whose session ended here, or whose token the hub does not know any more."""
        gone = set(self._sessions.ended(identities))
        for who in identities:
            token = self._connected.get(who.client)
            if token is not None and not _same(who, self._hub.still(token)):
                gone.add(who)
        return gone

    def ask(self) -> BaseResponse:
        """The way to the hub, which leads back to the page that was asked for."""
        return self._to_hub(pages.here_without(request, "token"))

    def register(self, server: Flask) -> None:
        """Lead browsers to the hub and take them back from it."""
        server.after_request(self._give_csrf)
        server.add_url_rule("/login", "sign_in", self._sign_in)
        server.add_url_rule(_CALLBACK, "sign_in")
        server.add_url_rule("/logout", "sign_out", self._sign_out, methods=["POST"])

    def _by_token(self, token: str, environ: Environ) -> Identity | None:
        person = self._hub.person(token) if token else None
        if person is None:
            return None
        client = f"hub-{hashlib.sha256(token.encode()).hexdigest()[:32]}"
        self._remember(client, token)
        address = str(environ.get("REMOTE_ADDR", ""))
        return Identity(person.name, client, person.role, "jupyterhub", address, person.groups)

    def _remember(self, client: str, token: str) -> None:
        self._connected[client] = token
        self._connected.move_to_end(client)
        while len(self._connected) > _CONNECTED:
            self._connected.popitem(last=False)

    def _sign_in(self) -> BaseResponse:
        return self._come_back() if request.path == _CALLBACK else self._to_hub(f"{request.script_root}/")

    def _to_hub(self, wanted: str) -> BaseResponse:
        state, verifier = secrets.token_urlsafe(16), secrets.token_urlsafe(48)
        challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        response = redirect(self._hub.address_to_ask(state, challenge), Response=Response)
        held = self._states.dumps({"verifier": verifier, "wanted": wanted})
        text = held if isinstance(held, str) else held.decode()
        # One cookie for each sign-in under way: several tabs may begin at the same time.
        self._sessions.set_cookie(response, self._state_name(state), text, http_only=True, lasts=_ASKING)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _come_back(self) -> BaseResponse:
        name = self._state_name(request.args.get("state", ""))
        try:
            held = self._states.loads(
                cookies(request.environ).get(name, ""), max_age=int(_ASKING.total_seconds())
            )
        except BadData:
            raise Refusal(
                403, "This sign-in was not begun in this browser, or too long ago; open PyBirch again."
            ) from None
        code = request.args.get("code", "")
        token = self._hub.token_for(code, held["verifier"]) if code else None
        person = self._hub.person(token) if token else None
        if token is None or person is None:
            raise Refusal(
                403,
                "JupyterHub does not let you use this service; ask an administrator of the hub for access to it.",
            )
        response = redirect(quote(held["wanted"], safe="/:@~!$&'()*+,;=-._?%"), code=303, Response=Response)
        self._sessions.open(response, SignIn.of(person.name, person.role, person.groups))
        self._sessions.set_cookie(response, self._token_cookie, token, http_only=True)
        self._sessions.take_cookie(response, name)
        return response

    def _state_name(self, state: str) -> str:
        return f"{self._sessions.cookie}_state_{hashlib.sha256(state.encode()).hexdigest()[:16]}"

    def _give_csrf(self, response: Response) -> Response:
        if response.mimetype == "text/html":
            self._sessions.give_csrf(response)
        return response

    def _sign_out(self) -> BaseResponse:
        self._hub.forget(cookies(request.environ).get(self._token_cookie, ""))
        response = redirect(self._hub.logout_url, code=303, Response=Response)
        self._sessions.take_cookie(response, self._token_cookie)
        return self._sessions.close(response)


def _same(who: Identity, person: HubPerson | None) -> bool:
    return person is not None and (person.name, person.role) == (who.user, who.role)


make = JupyterHubAuth
