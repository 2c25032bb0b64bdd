"""Brings a database's schema up to date with Alembic from within the package, without an alembic.ini."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, insert, inspect, select, text

from engine.errors import StoreError
from engine.store import tables

_SCRIPTS = Path(__file__).resolve().parent / "migrations"
_MIGRATION_LOCK = 7_305_816


def upgrade(conn: Connection, place: str) -> None:
    """Run the missing migrations in the transaction of `conn`, while other processes wait. Raises StoreError.

    `place` is the database's name in messages.
    """
    if conn.dialect.name != "sqlite":
        conn.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
    if not _is_up_to_date(conn):
        _run(conn, place)
    _first_facts(conn)


def _is_up_to_date(conn: Connection) -> bool:
    if not inspect(conn).has_table("alembic_version"):
        return False
    newest = max(script.name for script in (_SCRIPTS / "versions").glob("[0-9]*.py")).partition("_")[0]
    return bool(conn.scalar(text("SELECT version_num FROM alembic_version")) == newest)


def _run(conn: Connection, place: str) -> None:
    # Importing Alembic takes a tenth of a second, at every start of every process.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    # Alembic's option parser takes % as an escape.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = conn
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        reason = f"{error}; was it written by a newer PyBirch?"
        raise StoreError(f"the database {place} cannot be upgraded: {reason}") from error


def _first_facts(conn: Connection) -> None:
    known = set(conn.scalars(select(tables.properties.c.name)))
    facts = {"identity": str(uuid4()), "floor": "0"}
    missing = [{"name": name, "value": value} for name, value in facts.items() if name not in known]
    if missing:
        conn.execute(insert(tables.properties), missing)
