"""`pybirch users remove`: removes an account."""

from __future__ import annotations

import click

from pybirch.commands._people import database_of, database_options, record


@click.command(short_help="Remove an account.")
@click.argument("name")
@database_options
def command(name: str, home: str | None, database_url: str | None) -> None:
    """Remove the account NAME. Its sessions and tokens end at once; what its owner did stays on record."""
    from engine.store import accounts

    with database_of(home, database_url) as database, database.write() as conn:
        accounts.remove(conn, name)
        record(conn, "remove account", name)
