"""Shared by the commands about people: the database that they change, roles, passwords, and errors."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from engine.store.database import Database

_WRONG_SETTINGS, _REFUSED = 2, 1
ROLES = ("viewer", "operator", "administrator")


def database_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which server's database is meant."""
    home = click.option("--home", help="Folder of the server's database; PYBIRCH_HOME, or var, by default.")
    url = click.option("--database-url", help="SQLAlchemy URL of the database where it is not in HOME.")
    return home(url(command))


role_option = click.option("--role", type=click.Choice(ROLES), help="What they may do.")


@contextmanager
def database_of(home: str | None, database_url: str | None) -> Iterator[Database]:
    """The server's database; errors end the command with a line that says what is wrong."""
    from engine.errors import PyBirchError, SettingsError
    from engine.settings import load
    from engine.store.database import Database

    given = {"--home": home, "--database-url": database_url}
    try:
        flags = [f"{name}={value}" for name, value in given.items() if value is not None]
        settings, _ = load("pybirch", "PyBirch", flags)
        database = Database(settings.url)
        try:
            database.migrate()
            yield database
        finally:
            database.dispose()
    except SettingsError as error:
        fail(str(error), _WRONG_SETTINGS)
    except PyBirchError as error:
        fail(str(error), _REFUSED)


def record(conn: Connection, action: str, target: str, detail: str = "") -> None:
    """Add what the command did to the record of who did what, under the name of the system's user."""
    from engine.model.people import AuditEntry
    from engine.store import audit

    audit.add(conn, AuditEntry(getpass.getuser(), "command line", action, target, detail))


def fail(message: str, code: int = _REFUSED) -> NoReturn:
    """Say what is wrong on standard error and end."""
    click.echo(f"error: {message}", err=True)
    sys.exit(code)


def typed_password() -> str:
    """A new password: typed twice at a terminal, else the first line of standard input; as argon2 keeps it."""
    from dashboard.auth.passwords import SHORT, keep

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        fail(
            "the password is empty; type one, or give it as the first line of standard input", _WRONG_SETTINGS
        )
    if len(password) < SHORT:
        click.echo(f"warning: a password of fewer than {SHORT} characters is easily guessed", err=True)
    return keep(password)
