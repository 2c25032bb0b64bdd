"""Accounts in the store. Whatever changes an account ends the sessions and the tokens of its owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from engine.errors import InputRefused, NotFound, Problem
from engine.model import clock
from engine.model.people import AccountRecord, Role
from engine.store import api_tokens, sessions
from engine.store.people_tables import accounts
from engine.store.timestamps import as_text

_a = accounts.c
LONGEST_NAME = 100


def add(conn: Connection, name: str, role: Role, password: str, groups: Iterable[str] = ()) -> AccountRecord:
    """Make an account; `password` is what argon2 wrote. Raises InputRefused when the name is not valid or taken."""
    if name != name.strip() or not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        message = f"must have 1 to {LONGEST_NAME} visible characters and no blanks around them"
        raise InputRefused("the account was not made", [Problem("name", message)])
    if conn.scalar(select(_a.name).where(_a.key == _key(name))) is not None:
        raise InputRefused("the account was not made", [Problem("name", f"{name} has an account already")])
    moment = clock.now()
    row = {
        "name": name,
        "key": _key(name),
        "role": role.value,
        "groups": sorted(groups),
        "password": password,
    }
    conn.execute(insert(accounts), {**row, "created_at": moment, "updated_at": moment})
    return get(conn, name)


def list_(conn: Connection) -> list[AccountRecord]:
    """List all accounts by name."""
    return [_record(row) for row in conn.execute(select(accounts).order_by(_a.key))]


def get(conn: Connection, name: str) -> AccountRecord:
    """Read an account. Raises NotFound."""
    return _record(_row(conn, name))


def password_of(conn: Connection, name: str) -> tuple[AccountRecord, str] | None:
    """Read an account and what argon2 wrote of its password; None when there is no account."""
    row = conn.execute(select(accounts).where(_a.key == _key(name))).one_or_none()
    return None if row is None else (_record(row), row.password)


def change(
    conn: Connection,
    name: str,
    *,
    role: Role | None = None,
    password: str | None = None,
    groups: Iterable[str] | None = None,
) -> AccountRecord:
    """Change what is given, and sign its owner out everywhere. Raises NotFound."""
    found = _row(conn, name)
    given: dict[str, Any] = {"updated_at": clock.now()}
    given |= {} if role is None else {"role": role.value}
    given |= {} if password is None else {"password": password}
    given |= {} if groups is None else {"groups": sorted(groups)}
    conn.execute(update(accounts).where(_a.name == found.name).values(given))
    _sign_out(conn, found.name)
    return get(conn, found.name)


def remove(conn: Connection, name: str) -> None:
    """Remove an account, and sign its owner out everywhere. Raises NotFound."""
    found = _row(conn, name)
    conn.execute(delete(accounts).where(_a.name == found.name))
    _sign_out(conn, found.name)


def _sign_out(conn: Connection, name: str) -> None:
    sessions.end_all(conn, name)
    api_tokens.revoke_all(conn, name)


def _row(conn: Connection, name: str) -> Row[Any]:
    row = conn.execute(select(accounts).where(_a.key == _key(name))).one_or_none()
    if row is None:
        raise NotFound(f"there is no account {name!r}")
    return row


def _key(name: str) -> str:
    return name.strip().casefold()


def _record(row: Row[Any]) -> AccountRecord:
    return AccountRecord(
        name=row.name,
        role=Role(row.role),
        groups=row.groups,
        created_at=as_text(row.created_at),
        updated_at=as_text(row.updated_at),
    )
