"""`pybirch users add`: makes an account."""

from __future__ import annotations

import click

from pybirch.commands._people import database_of, database_options, record, role_option, typed_password


@click.command(short_help="Make an account.")
@click.argument("name")
@role_option
@click.option("--group", "groups", multiple=True, help="A group that they belong to; may be repeated.")
@database_options
def command(
    name: str, role: str | None, groups: tuple[str, ...], home: str | None, database_url: str | None
) -> None:
    """Make the account NAME, by default for a viewer.

    The password is typed at a prompt, or is the first line of standard input.
    """
    from engine.model.people import Role
    from engine.store import accounts

    with database_of(home, database_url) as database:
        password = typed_password()
        with database.write() as conn:
            accounts.add(conn, name, Role(role or Role.VIEWER), password, groups)
            record(conn, "make account", name, role or Role.VIEWER)
