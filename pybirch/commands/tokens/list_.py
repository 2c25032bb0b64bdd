"""`pybirch tokens list`: shows the tokens of programs."""

from __future__ import annotations

import json

import click

from pybirch.commands._people import database_of, database_options
from pybirch.commands._table import table


@click.command(short_help="Show all tokens.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@database_options
def command(as_json: bool, home: str | None, database_url: str | None) -> None:
    """Show all tokens, without their texts."""
    from engine.store import api_tokens

    with database_of(home, database_url) as database:
        with database.read() as conn:
            found = api_tokens.list_(conn)
        if as_json:
            click.echo(json.dumps([each.model_dump(mode="json") for each in found], ensure_ascii=False))
        else:
            rows = [
                [each.name, each.role, each.owner or "", each.expires_at or "never", each.used_at or "never"]
                for each in found
            ]
            click.echo(table(("name", "role", "owner", "expires", "last used"), rows))
