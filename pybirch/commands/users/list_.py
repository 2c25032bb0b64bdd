"""`pybirch users list`: shows the accounts."""

from __future__ import annotations

import json

import click

from pybirch.commands._people import database_of, database_options
from pybirch.commands._table import table


@click.command(short_help="Show all accounts.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@database_options
def command(as_json: bool, home: str | None, database_url: str | None) -> None:
    """Show all accounts with their roles and groups."""
    from engine.store import accounts

    with database_of(home, database_url) as database:
        with database.read() as conn:
            found = accounts.list_(conn)
        if as_json:
            click.echo(json.dumps([each.model_dump(mode="json") for each in found], ensure_ascii=False))
        else:
            rows = [[each.name, each.role, ", ".join(each.groups)] for each in found]
            click.echo(table(("name", "role", "groups"), rows))
