"""`pybirch tokens revoke`: ends a token."""

from __future__ import annotations

import click

from pybirch.commands._people import database_of, database_options, record


@click.command(short_help="End a token.")
@click.argument("name")
@database_options
def command(name: str, home: str | None, database_url: str | None) -> None:
    """End the token NAME at once; the connections of its programs are closed."""
    from engine.store import api_tokens

    with database_of(home, database_url) as database, database.write() as conn:
        api_tokens.revoke(conn, name)
        record(conn, "revoke token", name)
