"""`pybirch users set`: changes an account."""

from __future__ import annotations

import click

from pybirch.commands._people import database_of, database_options, fail, record, role_option, typed_password


@click.command(short_help="Change an account's role, groups or password.")
@click.argument("name")
@role_option
@click.option("--group", "groups", multiple=True, help="A group that they belong to, in place of all before.")
@click.option("--no-groups", is_flag=True, help="They belong to no group any more.")
@click.option("--password", is_flag=True, help="Ask for a new password, or read it from standard input.")
@database_options
def command(
    name: str,
    role: str | None,
    groups: tuple[str, ...],
    no_groups: bool,
    password: bool,
    home: str | None,
    database_url: str | None,
) -> None:
    """Change the account NAME. Its sessions and tokens end at once; its owner signs in again."""
    from engine.model.people import Role
    from engine.store import accounts

    if not (role or groups or no_groups or password):
        fail("nothing to change: give --role, --group, --no-groups or --password", 2)
    with database_of(home, database_url) as database:
        kept = typed_password() if password else None
        with database.write() as conn:
            accounts.change(
                conn,
                name,
                role=Role(role) if role else None,
                password=kept,
                groups=groups if groups or no_groups else None,
            )
            record(conn, "change account", name, role or "")
