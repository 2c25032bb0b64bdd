"""`pybirch users` and `pybirch tokens`."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.auth import passwords
from engine.model.people import Role, SignIn
from engine.settings import Settings
from engine.store import accounts, api_tokens, sessions
from engine.store.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Any:
    """The database that the commands change."""
    made = Database(Settings(home=tmp_path).url)
    made.migrate()
    yield made
    made.dispose()


def test_an_account_is_made_listed_changed_and_removed(run: Any, tmp_path: Path, database: Database) -> None:
    made = run(
        "users",
        "add",
        "Ada",
        "--role",
        "operator",
        "--group",
        "optics",
        "--home",
        tmp_path,
        typed="long enough\n",
    )
    assert (made.exit_code, made.output) == (0, "")
    with database.read() as conn:
        found = accounts.password_of(conn, "ada")
    assert found is not None
    account, kept = found
    assert (account.name, account.role, account.groups) == ("Ada", Role.OPERATOR, ["optics"])
    assert "long enough" not in kept and passwords.matches(kept, "long enough")
    assert not passwords.matches(kept, "long enough ")

    assert run("users", "set", "Ada", "--role", "viewer", "--home", tmp_path).exit_code == 0
    listed = json.loads(run("users", "list", "--json", "--home", tmp_path).output)
    assert [(each["name"], each["role"], each["groups"]) for each in listed] == [
        ("Ada", "viewer", ["optics"])
    ]
    assert "Ada   viewer  optics" in run("users", "list", "--home", tmp_path).output

    assert run("users", "remove", "Ada", "--home", tmp_path).exit_code == 0
    again = run("users", "remove", "Ada", "--home", tmp_path)
    assert (again.exit_code, again.stderr) == (1, "error: there is no account 'Ada'\n")


def test_a_new_password_replaces_the_old_one(run: Any, tmp_path: Path, database: Database) -> None:
    run("users", "add", "Ada", "--home", tmp_path, typed="first password\n")
    assert run("users", "set", "Ada", "--password", "--home", tmp_path, typed="second one\n").exit_code == 0
    with database.read() as conn:
        found = accounts.password_of(conn, "Ada")
    assert found is not None and passwords.matches(found[1], "second one")
    assert found[0].role is Role.VIEWER


@pytest.mark.parametrize(
    ("name", "typed", "code", "told"),
    [
        ("ada", "another one\n", 1, "ada has an account already"),
        (" ", "another one\n", 1, "visible characters"),
        ("Bea", "\n", 2, "the password is empty"),
    ],
)
def test_an_account_that_cannot_be_made(
    run: Any, tmp_path: Path, name: str, typed: str, code: int, told: str
) -> None:
    run("users", "add", "Ada", "--home", tmp_path, typed="long enough\n")
    refused = run("users", "add", name, "--home", tmp_path, typed=typed)
    assert refused.exit_code == code and told in refused.stderr and refused.stdout == ""


def test_a_short_password_is_warned_of(run: Any, tmp_path: Path) -> None:
    made = run("users", "add", "Ada", "--home", tmp_path, typed="short\n")
    assert made.exit_code == 0 and "easily guessed" in made.stderr


def test_a_token_is_printed_alone_and_kept_as_a_digest(run: Any, tmp_path: Path, database: Database) -> None:
    made = run(
        "tokens", "create", "--name", "plotter", "--role", "viewer", "--expires", "30d", "--home", tmp_path
    )
    text = made.stdout.removesuffix("\n")
    assert made.exit_code == 0 and "\n" not in text and len(text) > 40
    with database.read() as conn:
        found = api_tokens.find(conn, api_tokens.digest(text))
    assert found is not None and (found.user, found.role) == ("plotter", Role.VIEWER)
    assert text not in (tmp_path / "pybirch.sqlite").read_bytes().decode("latin-1")
    listed = json.loads(run("tokens", "list", "--json", "--home", tmp_path).output)
    assert [(each["name"], each["role"], each["owner"]) for each in listed] == [("plotter", "viewer", None)]
    assert text not in json.dumps(listed)
    assert run("tokens", "revoke", "plotter", "--home", tmp_path).exit_code == 0
    assert run("tokens", "revoke", "plotter", "--home", tmp_path).exit_code == 1
    with database.read() as conn:
        assert api_tokens.find(conn, api_tokens.digest(text)) is None


def test_a_token_of_an_account_has_no_more_than_its_role(
    run: Any, tmp_path: Path, database: Database
) -> None:
    run("users", "add", "Ada", "--role", "operator", "--home", tmp_path, typed="long enough\n")
    wanted = ("tokens", "create", "--name", "script", "--user", "ada", "--home", tmp_path, "--role")
    refused = run(*wanted, "administrator")
    assert refused.exit_code == 1 and "Ada is operator" in refused.stderr
    text = run(*wanted, "operator").stdout.strip()
    with database.write() as conn:
        assert api_tokens.find(conn, api_tokens.digest(text)) is not None
        sessions.open_(conn, "digest", SignIn.of("Ada", Role.OPERATOR), timedelta(days=1))
    assert run("users", "set", "Ada", "--role", "viewer", "--home", tmp_path).exit_code == 0
    with database.read() as conn:
        assert api_tokens.find(conn, api_tokens.digest(text)) is None
        assert sessions.find(conn, "digest") is None


@pytest.mark.parametrize("expires", ["30", "d", "0d", "30 days", "-1d", "1y"])
def test_a_lifetime_that_nobody_understands(run: Any, tmp_path: Path, expires: str) -> None:
    refused = run(
        "tokens", "create", "--name", "x", "--role", "viewer", "--expires", expires, "--home", tmp_path
    )
    assert refused.exit_code == 2 and "90s, 30m, 12h, 30d or 4w" in refused.stderr


def test_two_tokens_cannot_have_one_name(run: Any, tmp_path: Path) -> None:
    wanted = ("tokens", "create", "--name", "x", "--role", "viewer", "--home", tmp_path)
    assert run(*wanted).exit_code == 0
    again = run(*wanted)
    assert again.exit_code == 1 and "there is a token x already" in again.stderr and again.stdout == ""
