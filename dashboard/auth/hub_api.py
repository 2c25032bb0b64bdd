"""Asks JupyterHub whose a token is, and exchanges codes for tokens; its answers are remembered for a while."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import gevent
import httpx
from gevent.lock import BoundedSemaphore
from jupyterhub.services.auth import HubOAuth
from jupyterhub.utils import make_ssl_context
from traitlets import TraitError

from engine.errors import SettingsError, StoreError
from engine.model.people import Role
from engine.settings import Settings, duration

OPERATE, ADMINISTER = "custom:pybirch:operate", "custom:pybirch:administer"
"""Custom scopes of the hub that make somebody an operator or an administrator."""
_SECONDS = 5.0
"""Time in which the hub has to answer."""
_AT_ONCE = 8
_REMEMBERED = 10_000
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HubPerson:
    """A user or service of the hub that may use PyBirch."""

    name: str
    role: Role
    groups: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Said:
    """What the hub said of a token, and when."""

    person: HubPerson | None
    at: float
    asking: bool = False


class HubAway(StoreError):
    """The hub does not answer, so nobody new can sign in."""


class HubApi:
    """The hub that this service belongs to.

    Addresses and secrets come from the environment that the hub gives its services, as jupyterhub itself reads them.
    What the hub says of a token is asked again after the time `hub_check`. While the hub does not answer, those who
    were known stay known, so that they can still stop everything.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError when the environment is not that of a service."""
        try:
            oauth = HubOAuth()
            self.client_id: str = oauth.oauth_client_id
            self._secret: str = oauth.api_token
        except TraitError as error:
            raise SettingsError(f"--auth=jupyterhub: {error}") from None
        for name, value in (("API_TOKEN", self._secret), ("CLIENT_ID", self.client_id)):
            if not value:
                raise SettingsError(
                    f"--auth=jupyterhub needs JUPYTERHUB_{name}, which a hub gives its services"
                )
        self._oauth = oauth
        self._user_url = f"{oauth.api_url.rstrip('/')}/user"
        self.logout_url: str = f"{oauth.hub_host}{oauth.hub_prefix}logout"
        self._operators = _names(settings.hub_operators)
        self._administrators = _names(settings.hub_administrators)
        self._fresh = duration(settings.hub_check)
        keyed = bool(oauth.certfile or oauth.keyfile)
        verify = make_ssl_context(oauth.keyfile, oauth.certfile, cafile=oauth.client_ca) if keyed else True
        self._http = httpx.Client(timeout=_SECONDS, trust_env=False, verify=verify)
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._places = BoundedSemaphore(_AT_ONCE)
        self._said: OrderedDict[str, _Said] = OrderedDict()

    def address_to_ask(self, state: str, challenge: str) -> str:
        """Where a browser goes to sign in; the hub sends it back with a code and `state`. `challenge` is PKCE's
        (RFC 7636, S256).
        """
        query = {
            "client_id": self.client_id,
            "redirect_uri": self._oauth.oauth_redirect_uri,
            "response_type": "code",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._oauth.oauth_authorization_url}?{urlencode(query)}"

    def token_for(self, code: str, verifier: str) -> str | None:
        """The token that a code stands for; None when the hub refuses. Raises HubAway."""
        form = {
            "client_id": self.client_id,
            "client_secret": self._secret,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._oauth.oauth_redirect_uri,
            "code_verifier": verifier,
        }
        answer = self._ask("POST", self._oauth.oauth_token_url, data=form)
        return str(answer.json()["access_token"]) if answer.is_success else None

    def person(self, token: str) -> HubPerson | None:
        """Whose the token is; None for one that the hub does not know, or whose owner has no access. Raises HubAway."""
        said = self._remembered(token)
        if said is None or time.monotonic() - said.at > 2 * self._fresh:
            return self._find(token)
        self._renew_soon(token, said)
        return said.person

    def still(self, token: str) -> HubPerson | None:
        """What the hub said last, without waiting where it has said something; what is old is asked again meanwhile.

        Raises HubAway.
        """
        said = self._remembered(token)
        if said is None:
            return self._find(token)
        self._renew_soon(token, said)
        return said.person

    def forget(self, token: str) -> None:
        """The hub is asked again when the token comes next."""
        self._said.pop(_key(token), None)

    def _renew_soon(self, token: str, said: _Said) -> None:
        if said.asking or time.monotonic() - said.at <= self._fresh:
            return
        said.asking = True

        def renew() -> None:
            try:
                self._find(token)
            except HubAway as error:
                _LOG.warning("%s", error)
            finally:
                said.asking = False

        gevent.spawn(renew)

    def _find(self, token: str) -> HubPerson | None:
        try:
            answer = self._ask("GET", self._user_url, headers={"Authorization": f"token {token}"})
        except HubAway:
            said = self._remembered(token)
            if said is None or said.person is None:
                raise
            said.at = time.monotonic()  # known before: stays known, and the hub is asked again later
            return said.person
        found = self._person(answer.json()) if answer.is_success else None
        self._said[_key(token)] = _Said(found, time.monotonic())
        while len(self._said) > _REMEMBERED:
            self._said.popitem(last=False)
        return found

    def _remembered(self, token: str) -> _Said | None:
        said = self._said.get(_key(token))
        if said is not None:
            self._said.move_to_end(_key(token))
        return said

    def _ask(self, method: str, url: str, **options: Any) -> httpx.Response:
        try:
            with self._places:
                answer = self._http.request(method, url, **options)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = "in time" if isinstance(error, httpx.TimeoutException) else ""
            raise HubAway(f"JupyterHub does not answer {kind}".rstrip() + "; try again in a moment") from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise HubAway(f"JupyterHub answers with status {answer.status_code}; try again in a moment")
        return answer

    def _person(self, model: Mapping[str, Any]) -> HubPerson | None:
        """Name and role of a user or service as the hub describes it; None without access to this service."""
        scopes = frozenset(model.get("scopes") or ())
        if not self._oauth.check_scopes(self._oauth.access_scopes, {"scopes": scopes}):
            return None
        name, groups = str(model["name"]), frozenset(model.get("groups") or ())
        known = {f"group:{group}" for group in groups} | ({name} if model.get("kind") == "user" else set())
        if model.get("admin") or ADMINISTER in scopes or known & self._administrators:
            return HubPerson(name, Role.ADMINISTRATOR, groups)
        if OPERATE in scopes or known & self._operators:
            return HubPerson(name, Role.OPERATOR, groups)
        return HubPerson(name, Role.VIEWER, groups)


def _names(listed: str) -> frozenset[str]:
    return frozenset(filter(None, (name.strip() for name in listed.split(","))))


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
