"""Sign-in: who gets in, how, and what pages of other sites cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

from dashboard.app import WebApp
from dashboard.auth import keys, registry
from dashboard.auth.audit import Audit, record_changes
from dashboard.auth.origins import same_site
from dashboard.auth.registry import make_auth
from dashboard.auth.sessions import CSRF_COOKIE
from engine.errors import SettingsError, StoreError
from engine.settings import AuthKind, Settings
from engine.store.database import Database

TOKEN = "the-token-of-these-tests"
HTML = {"Accept": "text/html"}


def test_a_browser_without_a_session_gets_the_sign_in_page(browser: Client) -> None:
    answer = browser.get("/lab/scans", headers=HTML)
    assert answer.status_code == 401
    assert 'action="/lab/login"' in answer.text
    assert 'value="/lab/scans"' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/lab/api/v1/queues", "/lab/_dash-layout", "/lab/_dash-dependencies", "/lab/assets/css/nothing.css"],
)
def test_programs_get_a_problem_document(browser: Client, path: str) -> None:
    answer = browser.get(path, headers={"Accept": "*/*"})
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_first_url_sets_the_session_and_loses_its_token(browser: Client) -> None:
    answer = browser.get(f"/lab/scans?q=x&token={TOKEN}&sort=a%2Fb", headers=HTML)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/lab/scans?q=x&sort=a%2Fb"
    session, csrf = answer.headers.getlist("Set-Cookie")
    assert "HttpOnly" in session and "SameSite=Lax" in session and "Path=/lab/" in session
    assert TOKEN not in session
    assert csrf.startswith(f"{CSRF_COOKIE}=") and "HttpOnly" not in csrf
    assert browser.get("/lab/api/v1/queues").status_code == 200


def test_a_wrong_token_in_the_url_is_told_so(browser: Client) -> None:
    answer = browser.get("/lab/?token=wrong", headers=HTML)
    assert answer.status_code == 401
    assert "This token is wrong" in answer.text
    assert browser.get("/lab/api/v1/queues").status_code == 401


def test_the_redirect_after_the_token_stays_on_this_site(browser: Client) -> None:
    for path in ("//evil.example/", "/\\evil.example/", "///evil.example"):
        location = browser.get(f"/lab/{path}?token={TOKEN}").headers["Location"]
        assert location.startswith("/lab/"), location


def test_the_sign_in_form(browser: Client) -> None:
    wrong = browser.post("/lab/login", data={"token": "nope", "next": "/lab/scans"})
    assert wrong.status_code == 401
    right = browser.post("/lab/login", data={"token": f" {TOKEN} ", "next": "/lab/scans?q=%C3%A4"})
    assert right.status_code == 303
    assert right.headers["Location"] == "/lab/scans?q=%C3%A4"
    assert browser.get("/lab/api/v1/queues").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/other/", "/lab/\r\nSet-Cookie: a=b", "javascript:x", ""],
)
def test_the_sign_in_form_leads_nowhere_else(browser: Client, wanted: str) -> None:
    answer = browser.post("/lab/login", data={"token": TOKEN, "next": wanted})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/lab/")
    assert "\n" not in answer.headers["Location"]


def test_signing_out_ends_the_session(signed_in: Client) -> None:
    assert signed_in.get("/lab/api/v1/queues").status_code == 200
    assert signed_in.post("/lab/logout").status_code == 303
    assert signed_in.get("/lab/api/v1/queues").status_code == 401


def test_a_session_that_was_signed_out_is_not_believed_while_the_database_does_not_answer(
    web: WebApp, signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    thief = Client(web.wsgi)
    for cookie in signed_in._cookies.values():
        thief.set_cookie(cookie.key, cookie.value, path="/lab/")
    assert thief.get("/lab/api/v1/queues").status_code == 200
    assert signed_in.post("/lab/logout").status_code == 303

    def stuck(*given: object) -> None:
        raise StoreError("the database does not answer")

    monkeypatch.setattr("engine.store.sessions.find", stuck)
    assert thief.get("/lab/api/v1/queues").status_code == 401


def test_another_site_cannot_sign_anybody_out(signed_in: Client) -> None:
    assert signed_in.post("/lab/logout", headers={"Origin": "https://evil.example"}).status_code == 403
    assert signed_in.get("/lab/api/v1/queues").status_code == 200


def test_a_forged_session_is_no_session(web: WebApp) -> None:
    forger = Client(web.wsgi)
    forger.get(f"/lab/?token={TOKEN}")
    name, value = next(
        (c.key, c.value) for c in forger._cookies.values() if c.key.startswith("pybirch_session")
    )
    forger.set_cookie(name, value[:-2] + ("AA" if value[-2:] != "AA" else "BB"), path="/lab/")
    assert forger.get("/lab/api/v1/queues").status_code == 401


def test_a_session_cookie_needs_the_csrf_token_for_unsafe_requests(signed_in: Client) -> None:
    plan = {"name": "p", "steps": []}
    assert signed_in.post("/lab/api/v1/plans/check", json=plan).status_code == 403
    csrf = next(c.value for c in signed_in._cookies.values() if c.key == CSRF_COOKIE)
    good = {"X-CSRF-Token": csrf}
    assert signed_in.post("/lab/api/v1/plans/check", json=plan, headers=good).status_code == 200
    wrong = {"X-CSRF-Token": csrf[:-1] + "?"}
    assert signed_in.post("/lab/api/v1/plans/check", json=plan, headers=wrong).status_code == 403
    foreign = {**good, "Origin": "https://evil.example"}
    assert signed_in.post("/lab/api/v1/plans/check", json=plan, headers=foreign).status_code == 403


def test_a_bearer_needs_no_csrf_token(browser: Client) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert browser.post("/lab/api/v1/plans/check", json={}, headers=headers).status_code == 200
    assert browser.get("/lab/api/v1/queues", headers={"Authorization": "Bearer no"}).status_code == 401
    assert browser.get("/lab/api/v1/queues", headers={"Authorization": f"Basic {TOKEN}"}).status_code == 401
    assert browser.get("/lab/api/v1/queues", headers={"Authorization": "Bearer ünï"}).status_code == 401


def test_a_wrong_bearer_is_not_saved_by_a_good_cookie(signed_in: Client) -> None:
    assert signed_in.get("/lab/api/v1/queues", headers={"Authorization": "Bearer no"}).status_code == 401


def test_health_needs_no_sign_in(browser: Client) -> None:
    assert browser.get("/lab/api/v1/health").json == {"status": "ok"}
    answer = browser.get("/lab/api/v1/ready")
    assert answer.status_code == 503
    assert TOKEN not in answer.text


def test_a_signed_in_page_gives_back_a_lost_csrf_cookie(signed_in: Client) -> None:
    signed_in.delete_cookie(CSRF_COOKIE, path="/lab/")
    answer = signed_in.get("/lab/", headers=HTML)
    assert any(c.startswith(CSRF_COOKIE) for c in answer.headers.getlist("Set-Cookie"))


def test_secrets_are_kept_and_private(tmp_path: Path) -> None:
    path = tmp_path / "home" / "token"
    first = keys.kept_secret(path)
    assert len(first) >= 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.kept_secret(path) == first
    path.chmod(0o644)
    keys.kept_secret(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["token"]


def test_an_unusable_home_is_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"--home") as caught:
        keys.kept_secret(tmp_path / "file" / "token")
    assert "\n" not in str(caught.value)


def test_a_new_token_ends_old_sessions(tmp_path: Path, database: Database) -> None:
    settings = Settings(home=tmp_path, token="a" * 20)
    cookie = _session(settings, database)
    assert make_auth(settings, database).identify({"HTTP_COOKIE": cookie}) is not None
    newer = make_auth(settings.with_(token="b" * 20), database)
    assert newer.identify({"HTTP_COOKIE": cookie}) is None


def _session(settings: Settings, database: Database) -> str:
    from flask import Flask

    server = Flask("x")
    record_changes(server, Audit(database))
    make_auth(settings, database).register(server)
    cookies = server.test_client().get(f"/?token={settings.token}").headers.getlist("Set-Cookie")
    return cookies[0].partition(";")[0]


def test_ways_to_sign_in_that_are_not_there_are_refused(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "available", lambda: ["token"])
    with pytest.raises(SettingsError, match="password is not available yet; choose one of token"):
        make_auth(Settings(home=tmp_path, auth=AuthKind.PASSWORD), database)


def test_without_sign_in_other_sites_still_cannot_act(tmp_path: Path, database: Database) -> None:
    auth = make_auth(Settings(home=tmp_path, auth=AuthKind.NONE), database)
    who = auth.identify({"REMOTE_ADDR": "10.0.0.1"})
    assert who is not None and not who.csrf
    assert not auth.origin_allowed({"HTTP_ORIGIN": "https://evil.example", "HTTP_HOST": "lab:8050"})


@pytest.mark.parametrize(
    ("origin", "host", "forwarded", "allowed"),
    [
        (None, "lab:8050", "", True),
        ("http://lab:8050", "lab:8050", "", True),
        ("http://LAB:8050", "lab:8050", "", True),
        ("https://lab", "lab:443", "", True),
        ("https://hub.example.org", "127.0.0.1:8050", "hub.example.org", True),
        ("https://hub.example.org", "127.0.0.1:8050", "other, hub.example.org", True),
        ("http://lab:8051", "lab:8050", "", False),
        ("http://evil.example", "lab:8050", "", False),
        ("http://lab.evil.example:8050", "lab:8050", "", False),
        ("null", "lab:8050", "", False),
        ("", "lab:8050", "", False),
        ("file://", "lab:8050", "", False),
        ("http://lab:port", "lab:8050", "", False),
    ],
)
def test_origins(origin: str | None, host: str, forwarded: str, allowed: bool) -> None:
    environ = {"HTTP_HOST": host, "HTTP_X_FORWARDED_HOST": forwarded}
    if origin is not None:
        environ["HTTP_ORIGIN"] = origin
    assert same_site(environ) is allowed
