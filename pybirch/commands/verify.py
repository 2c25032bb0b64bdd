"""`pybirch verify`: looks for damage in a server's database, or in a backup."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pybirch.commands._people import database_of, database_options, fail


@click.command(short_help="Look for damage in the database or in a backup.")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@database_options
def command(file: Path | None, home: str | None, database_url: str | None) -> None:
    """Check every checksum, every reading and every row; with FILE every bit of that backup.

    Prints a line for each thing that is wrong and ends with 1; ends with 0 when nothing is.
    """
    from engine.errors import StoreError
    from engine.store import backup
    from engine.store.verify import verify

    if file is not None:
        try:
            backup.check(file)
        except StoreError as error:
            fail(str(error))
        click.echo(f"{file}: nothing is damaged")
        return
    wrong = 0
    with database_of(home, database_url) as database:
        for line in verify(database):
            click.echo(line)
            wrong += 1
    if wrong:
        sys.exit(1)
    click.echo("nothing is damaged")
