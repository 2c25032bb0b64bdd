"""Sessions in the store: a browser holds the secret, the store its digest. A row that is gone is a session that
ended.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from engine.model import clock
from engine.model.people import Role, SessionRecord, SignIn
from engine.store.people_tables import sessions
from engine.store.timestamps import as_text, aware

_s = sessions.c
_LONGEST_AGENT = 200
_ONE = select(sessions).where(_s.digest == bindparam("wanted"))


def open_(
    conn: Connection,
    digest: str,
    sign_in: SignIn,
    lifetime: timedelta,
    *,
    address: str = "",
    agent: str = "",
) -> SignIn:
    """Open a session as `sign_in` says, without its times and identifier; forget those that have expired."""
    moment = clock.now()
    conn.execute(delete(sessions).where(_s.expires_at <= moment))
    row = {
        "id": str(uuid4()),
        "digest": digest,
        "user": sign_in.user,
        "role": sign_in.role.value,
        "auth": sign_in.auth,
        "proof": sign_in.proof,
        "groups": sorted(sign_in.groups),
        "address": address,
        "agent": agent[:_LONGEST_AGENT],
        "created_at": moment,
        "seen_at": moment,
        "expires_at": moment + lifetime,
    }
    conn.execute(insert(sessions), row)
    found = find(conn, digest)
    assert found is not None
    return found


def find(conn: Connection, digest: str) -> SignIn | None:
    """Find the session of a secret, expired or not; None when there is none."""
    row = conn.execute(_ONE, {"wanted": digest}).one_or_none()
    return None if row is None else _sign_in(row)


def known(conn: Connection, identifiers: Collection[str]) -> dict[str, SignIn]:
    """The sessions among `identifiers` that are there."""
    rows = conn.execute(select(sessions).where(_s.id.in_(identifiers)))
    return {row.id: _sign_in(row) for row in rows}


def seen(conn: Connection, identifiers: Collection[str]) -> None:
    """Their browsers are active now."""
    conn.execute(update(sessions).where(_s.id.in_(identifiers)).values(seen_at=clock.now()))


def list_of(conn: Connection, user: str, auth: str) -> list[SessionRecord]:
    """List the sessions of a user that came in this way, the latest first."""
    chosen = (_s.user == user) & (_s.auth == auth) & (_s.expires_at > clock.now())
    return [_record(row) for row in conn.execute(select(sessions).where(chosen).order_by(_s.seen_at.desc()))]


def end(conn: Connection, identifier: str) -> bool:
    """End a session; whether there was one."""
    return conn.execute(delete(sessions).where(_s.id == identifier)).rowcount > 0


def end_all(conn: Connection, user: str) -> None:
    """End all sessions of a user."""
    conn.execute(delete(sessions).where(_s.user == user))


def _sign_in(row: Row[Any]) -> SignIn:
    return SignIn(
        id=row.id,
        user=row.user,
        role=Role(row.role),
        auth=row.auth,
        proof=row.proof,
        groups=frozenset(row.groups),
        expires_at=aware(row.expires_at),
        seen_at=aware(row.seen_at),
    )


def _record(row: Row[Any]) -> SessionRecord:
    return SessionRecord(
        session_id=row.id,
        user=row.user,
        role=Role(row.role),
        auth=row.auth,
        address=row.address,
        agent=row.agent,
        created_at=as_text(row.created_at),
        seen_at=as_text(row.seen_at),
        expires_at=as_text(row.expires_at),
    )
