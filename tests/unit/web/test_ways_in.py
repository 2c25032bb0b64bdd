"""Sign-in by password, by a proxy's headers and without any: who gets in, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from dashboard.app import create_app
from dashboard.auth import passwords
from dashboard.auth.attempts import BY_ACCOUNT, BY_ADDRESS, FORGOTTEN_AFTER, Attempts
from dashboard.auth.hosts import is_ours
from dashboard.auth.membership import role_of
from dashboard.auth.registry import check_auth
from dashboard.server.proxies import PEER, FromProxies
from engine.errors import SettingsError
from engine.model.people import Role
from engine.settings import AuthKind, Settings
from engine.store import accounts
from engine.store.database import Database

PASSWORD = "correct horse"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(Settings(home=tmp_path).url)
    made.migrate()
    with made.write() as conn:
        accounts.add(conn, "Ada", Role.OPERATOR, passwords.keep(PASSWORD), ["optics"])
    yield made
    made.dispose()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def browser(settings: Settings, database: Database) -> Client:
    return Client(create_app(settings, database).wsgi)


def sign_in(client: Client, name: str, password: str) -> Any:
    return client.post("/login", data={"name": name, "password": password, "next": "/scans"})


def test_signing_in_with_a_password(settings: Settings, database: Database) -> None:
    client = browser(settings.with_(auth=AuthKind.PASSWORD), database)
    form = client.get("/scans", headers={"Accept": "text/html"})
    assert form.status_code == 401 and 'name="password"' in form.text and 'name="token"' not in form.text
    answer = sign_in(client, "ada", PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/scans")
    me = client.get("/api/v1/me").json
    assert (me["user"], me["role"], me["auth"], me["groups"]) == ("Ada", "operator", "password", ["optics"])
    assert me["expires"] is not None


def test_neither_name_nor_password_is_given_away(settings: Settings, database: Database) -> None:
    client = browser(settings.with_(auth=AuthKind.PASSWORD), database)
    wrong, unknown = sign_in(client, "Ada", "wrong"), sign_in(client, "Nobody", PASSWORD)
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace("Ada", "") == unknown.text.replace("Nobody", "")
    assert client.get("/api/v1/me").status_code == 401


def test_a_changed_or_removed_account_is_signed_out(settings: Settings, database: Database) -> None:
    client = browser(settings.with_(auth=AuthKind.PASSWORD), database)
    sign_in(client, "Ada", PASSWORD)
    assert client.get("/api/v1/me").status_code == 200
    with database.write() as conn:
        accounts.change(conn, "Ada", role=Role.VIEWER)
    assert client.get("/api/v1/me").status_code == 401
    sign_in(client, "Ada", PASSWORD)
    assert client.get("/api/v1/me").json["role"] == "viewer"
    with database.write() as conn:
        accounts.remove(conn, "Ada")
    assert client.get("/api/v1/me").status_code == 401
    assert sign_in(client, "Ada", PASSWORD).status_code == 401


def test_a_session_is_worth_nothing_under_another_way_to_sign_in(
    settings: Settings, database: Database
) -> None:
    client = browser(settings.with_(auth=AuthKind.PASSWORD), database)
    sign_in(client, "Ada", PASSWORD)
    cookie = "; ".join(f"{c.key}={c.value}" for c in client._cookies.values())
    other = Client(create_app(settings.with_(auth=AuthKind.TOKEN, token="x" * 20), database).wsgi)
    assert other.get("/api/v1/me", headers={"Cookie": cookie}).status_code == 401


def test_many_wrong_passwords_are_answered_with_429(settings: Settings, database: Database) -> None:
    client = browser(settings.with_(auth=AuthKind.PASSWORD), database)
    answers = [sign_in(client, "Ada", f"guess {n}") for n in range(BY_ADDRESS.free + 1)]
    assert [a.status_code for a in answers] == [401] * BY_ADDRESS.free + [429]
    assert int(answers[-1].headers["Retry-After"]) >= 1 and "Too many attempts" in answers[-1].text
    # Even the right one is not looked at before the time has passed.
    assert sign_in(client, "Ada", PASSWORD).status_code == 429


def test_many_wrong_tokens_are_answered_with_429(settings: Settings, database: Database) -> None:
    client = browser(settings.with_(token="x" * 20), database)
    answers = [
        client.get(f"/?token=guess{n}", headers={"Accept": "text/html"}) for n in range(BY_ADDRESS.free + 1)
    ]
    assert [a.status_code for a in answers] == [401] * BY_ADDRESS.free + [429]
    assert client.post("/login", data={"token": "x" * 20}).status_code == 429


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_wait_grows_and_is_forgotten() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    waits = []
    for _ in range(BY_ADDRESS.free + 12):
        attempts.failed("a")
        waits.append(attempts.wait("a"))
    assert waits[: BY_ADDRESS.free - 1] == [0.0] * (BY_ADDRESS.free - 1)
    assert waits[BY_ADDRESS.free - 1 : BY_ADDRESS.free + 3] == [1.0, 2.0, 4.0, 8.0]
    assert waits[-1] == BY_ADDRESS.longest
    assert attempts.wait("b") == 0
    clock.now = FORGOTTEN_AFTER + 1
    assert attempts.wait("a") == 0


def test_an_account_is_bounded_over_many_addresses() -> None:
    attempts = Attempts(Clock())
    for number in range(BY_ACCOUNT.free):
        assert attempts.wait(f"10.0.0.{number}", "Ada") == 0
        attempts.failed(f"10.0.0.{number}", "Ada")
    assert attempts.wait("10.0.1.1", " aDA") > 0
    assert attempts.wait("10.0.1.1", "Bea") == 0
    attempts.succeeded("10.0.1.1", "ada")
    assert attempts.wait("10.0.1.1", "Ada") == 0


def test_what_is_remembered_is_bounded() -> None:
    attempts = Attempts(Clock())
    for number in range(20_000):
        attempts.failed(f"address {number}", f"account {number}")
    assert len(attempts._addresses._counts) == len(attempts._accounts._counts) == 10_000


HEADERS = {"X-Remote-User": "bea", "X-Remote-Groups": "optics, night"}


def test_a_trusted_proxy_names_people(settings: Settings, database: Database) -> None:
    chosen = settings.with_(
        auth=AuthKind.HEADER,
        proxies="10.0.0.7",
        header_operators="carl, group:night",
        header_administrators="dora",
    )
    client = Client(create_app(chosen, database).wsgi)
    proxy, stranger = {"REMOTE_ADDR": "10.0.0.7"}, {"REMOTE_ADDR": "10.0.0.8"}
    me = client.get("/api/v1/me", headers=HEADERS, environ_overrides=proxy)
    assert (me.json["user"], me.json["role"], me.json["auth"]) == ("bea", "operator", "header")
    for name, role in (("dora", "administrator"), ("erik", "viewer")):
        found = client.get("/api/v1/me", headers={"X-Remote-User": name}, environ_overrides=proxy)
        assert found.json["role"] == role
    assert client.get("/api/v1/me", headers=HEADERS, environ_overrides=stranger).status_code == 401
    assert client.get("/api/v1/me", environ_overrides=proxy).status_code == 401
    forged = {**HEADERS, "X-Forwarded-For": "10.0.0.7"}
    assert client.get("/api/v1/me", headers=forged, environ_overrides=stranger).status_code == 401
    # A browser behind the proxy proves itself by nothing of its own, so a page of another site could act for it.
    put = {"method": "PUT", "json": {"steps": []}, "environ_overrides": proxy}
    assert client.open("/api/v1/presets/p", headers=HEADERS, **put).status_code == 403
    client.get("/", headers=HEADERS, environ_overrides=proxy)
    csrf = next(c.value for c in client._cookies.values() if c.key == "pybirch_csrf")
    assert (
        client.open("/api/v1/presets/p", headers={**HEADERS, "X-CSRF-Token": csrf}, **put).status_code == 201
    )
    mallory = {"X-Remote-User": "carl", "X-CSRF-Token": csrf}
    assert client.open("/api/v1/presets/p", headers=mallory, **put).status_code == 403


@pytest.mark.parametrize(
    ("user", "groups", "role"),
    [
        ("ada", [], Role.ADMINISTRATOR),
        ("bea", ["lab"], Role.OPERATOR),
        ("carl", ["chiefs"], Role.ADMINISTRATOR),
        ("lab", [], Role.VIEWER),
        ("group:lab", [], Role.OPERATOR),
        ("", [""], Role.VIEWER),
    ],
)
def test_roles_by_lists(user: str, groups: list[str], role: Role) -> None:
    found = role_of(user, groups, operators="group:lab , zoe", administrators="ada,group:chiefs,")
    assert found is role


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "lab.example.org", ""])
def test_without_sign_in_only_this_machine_is_served(settings: Settings, host: str) -> None:
    chosen = settings.with_(auth=AuthKind.NONE, host=host)
    with pytest.raises(SettingsError, match="--unprotected") as caught:
        check_auth(chosen)
    assert "\n" not in str(caught.value)
    check_auth(chosen.with_(unprotected=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.3.4.5"])
def test_without_sign_in_on_this_machine(settings: Settings, host: str) -> None:
    check_auth(settings.with_(auth=AuthKind.NONE, host=host))


def test_a_proxy_that_names_people_must_be_known(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="--proxies"):
        check_auth(settings.with_(auth=AuthKind.HEADER))


def test_a_name_of_another_site_that_leads_here_gets_nothing(settings: Settings, database: Database) -> None:
    client = Client(create_app(settings.with_(auth=AuthKind.NONE, names="lab.example.org"), database).wsgi)
    for host, status in (("127.0.0.1:8050", 200), ("lab.example.org", 200), ("evil.example:8050", 403)):
        for path in ("/api/v1/queues", "/", "/_dash-layout", "/api/v1/health"):
            assert client.get(path, headers={"Host": host}).status_code == status, (host, path)
    forged = {"Host": "evil.example:8050", "Origin": "http://evil.example:8050"}
    assert client.post("/api/v1/stop", headers=forged).status_code == 403


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("localhost:8050", True),
        ("pybirch.localhost", True),
        ("[::1]:8050", True),
        ("192.168.1.5", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("", False),
        ("[", False),
    ],
)
def test_names_of_this_server(host: str, ours: bool) -> None:
    assert is_ours({"HTTP_HOST": host}, ()) is ours


def test_only_trusted_proxies_say_where_a_client_is() -> None:
    seen: list[dict[str, Any]] = []

    def application(environ: dict[str, Any], _start: Any) -> list[bytes]:
        seen.append(dict(environ))
        return []

    proxies = FromProxies(application, "10.0.0.0/8")
    chain = {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.9, 10.0.0.2", "HTTP_X_FORWARDED_PROTO": "https"}
    proxies({"REMOTE_ADDR": "10.0.0.1", **chain}, lambda *_: None)  # type: ignore[arg-type]
    proxies({"REMOTE_ADDR": "203.0.113.5", **chain}, lambda *_: None)  # type: ignore[arg-type]
    assert (seen[0]["REMOTE_ADDR"], seen[0][PEER]) == ("203.0.113.9", "10.0.0.1")
    assert seen[0]["HTTP_X_FORWARDED_PROTO"] == "https"
    assert seen[1]["REMOTE_ADDR"] == "203.0.113.5"
    assert not [name for name in seen[1] if name.startswith("HTTP_X_FORWARDED")]
