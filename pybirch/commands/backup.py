"""`pybirch backup`: copies a server's database into one file, while the server runs."""

from __future__ import annotations

from pathlib import Path

import click

from pybirch.commands._people import database_of, database_options


@click.command(short_help="Copy the database into one file, while the server runs.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@database_options
def command(file: Path, home: str | None, database_url: str | None) -> None:
    """Write everything that the server has stored into FILE, as it is at this moment."""
    from engine.store import backup

    with database_of(home, database_url) as database:
        about = backup.make(database, file)
        click.echo(f"{file}: {about['bytes']:,} bytes of database, SHA-256 {about['sha256']}")
