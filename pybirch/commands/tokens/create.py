"""`pybirch tokens create`: makes a token for a program."""

from __future__ import annotations

from datetime import timedelta

import click

from pybirch.commands._people import ROLES, database_of, database_options, record


@click.command(short_help="Make a token for a program.")
@click.option("--name", required=True, help="Name of the token, one of a kind; recorded with what it does.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the program may do.")
@click.option("--expires", help="Time after which it ends, such as 12h or 30d; never by default.")
@click.option("--user", help="Account that the token belongs to and ends with; its role is the most.")
@database_options
def command(
    name: str, role: str, expires: str | None, user: str | None, home: str | None, database_url: str | None
) -> None:
    """Make a token and print it, alone, on standard output. It cannot be shown again."""
    from engine.model.people import Role
    from engine.settings import duration
    from engine.store import accounts, api_tokens

    try:
        lifetime = timedelta(seconds=duration(expires)) if expires is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--expires") from None
    with database_of(home, database_url) as database:
        with database.write() as conn:
            if user is None:
                _, text = api_tokens.create(conn, name, Role(role), lifetime)
            else:
                owner = accounts.get(conn, user)
                _, text = api_tokens.create_for(conn, owner, name, Role(role), lifetime)
            record(conn, "make token", name, role)
        click.echo(text)
