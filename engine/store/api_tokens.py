"""Tokens of programs in the store: the program holds the text, the store its digest."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from engine.errors import InputRefused, NotFound, Problem
from engine.model import clock
from engine.model.people import AccountRecord, Role, SignIn, TokenRecord
from engine.store.people_tables import api_tokens
from engine.store.timestamps import as_text, as_text_or_none, aware

_t = api_tokens.c
LONGEST_NAME = 100
_START = "pybirch_"
"""Start of every token, by which programs that look for leaked secrets know it."""
_ONE = select(api_tokens).where(_t.digest == bindparam("wanted"))


def digest(secret: str) -> str:
    """What is stored of a secret that was drawn at random: SHA-256, because nobody can guess such a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create(
    conn: Connection,
    name: str,
    role: Role,
    lifetime: timedelta | None = None,
    *,
    user: str = "",
    owner: str | None = None,
    groups: Iterable[str] = (),
) -> tuple[TokenRecord, str]:
    """Make a token; its record and its text, which nobody can read again. `user` is by default the token's name.

    Raises InputRefused when the name is not valid or taken.
    """
    if name != name.strip() or not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        message = f"must have 1 to {LONGEST_NAME} visible characters and no blanks around them"
        raise InputRefused("the token was not made", [Problem("name", message)])
    moment = clock.now()
    conn.execute(delete(api_tokens).where(_t.name == name, _t.expires_at <= moment))
    if conn.scalar(select(_t.id).where(_t.name == name)) is not None:
        message = f"there is a token {name} already; revoke it first, or choose another name"
        raise InputRefused("the token was not made", [Problem("name", message)])
    text = _START + secrets.token_urlsafe(32)
    row = {
        "id": str(uuid4()),
        "name": name,
        "digest": digest(text),
        "user": user or name,
        "owner": owner,
        "role": role.value,
        "groups": sorted(groups),
        "created_at": moment,
        "expires_at": None if lifetime is None else moment + lifetime,
    }
    conn.execute(insert(api_tokens), row)
    return _record(conn.execute(select(api_tokens).where(_t.name == name)).one()), text


def create_for(
    conn: Connection, owner: AccountRecord, name: str, role: Role, lifetime: timedelta | None = None
) -> tuple[TokenRecord, str]:
    """Make a token that belongs to an account and ends with it; raises InputRefused for more than its role too."""
    if not owner.role.includes(role):
        message = f"{owner.name} is {owner.role}, so a token of theirs cannot be {role}"
        raise InputRefused("the token was not made", [Problem("role", message)])
    return create(conn, name, role, lifetime, user=owner.name, owner=owner.name, groups=owner.groups)


def find(conn: Connection, wanted: str) -> SignIn | None:
    """Find the token with this digest, expired or not; None when there is none."""
    row = conn.execute(_ONE, {"wanted": wanted}).one_or_none()
    return None if row is None else _sign_in(row)


def known(conn: Connection, identifiers: Collection[str]) -> dict[str, SignIn]:
    """The tokens among `identifiers` that are there."""
    return {row.id: _sign_in(row) for row in conn.execute(select(api_tokens).where(_t.id.in_(identifiers)))}


def used(conn: Connection, identifiers: Collection[str]) -> None:
    """They are used now."""
    conn.execute(update(api_tokens).where(_t.id.in_(identifiers)).values(used_at=clock.now()))


def list_(conn: Connection, owner: str | None = None) -> list[TokenRecord]:
    """List tokens by name: all, or those of one owner."""
    chosen = select(api_tokens).order_by(_t.name)
    rows = conn.execute(chosen if owner is None else chosen.where(_t.owner == owner))
    return [_record(row) for row in rows]


def revoke(conn: Connection, name: str, owner: str | None = None) -> None:
    """End a token; with `owner` only one of theirs. Raises NotFound."""
    chosen = delete(api_tokens).where(_t.name == name)
    if not conn.execute(chosen if owner is None else chosen.where(_t.owner == owner)).rowcount:
        raise NotFound(f"there is no token {name!r}")


def revoke_all(conn: Connection, owner: str) -> None:
    """End all tokens of an owner."""
    conn.execute(delete(api_tokens).where(_t.owner == owner))


def _sign_in(row: Row[Any]) -> SignIn:
    return SignIn(
        id=row.id,
        user=row.user,
        role=Role(row.role),
        auth="token",
        proof="",
        groups=frozenset(row.groups),
        expires_at=None if row.expires_at is None else aware(row.expires_at),
        seen_at=None if row.used_at is None else aware(row.used_at),
    )


def _record(row: Row[Any]) -> TokenRecord:
    return TokenRecord(
        name=row.name,
        user=row.user,
        owner=row.owner,
        role=Role(row.role),
        created_at=as_text(row.created_at),
        used_at=as_text_or_none(row.used_at),
        expires_at=as_text_or_none(row.expires_at),
    )
