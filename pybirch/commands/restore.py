"""`pybirch restore`: makes a new server's database from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from pybirch.commands._people import fail


@click.command(short_help="Make a new HOME from a backup.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--home", required=True, type=click.Path(file_okay=False, path_type=Path), help="The new folder."
)
def command(file: Path, home: Path) -> None:
    """Make the database of the new folder HOME from the backup FILE, also while the original server runs."""
    from engine.errors import StoreError
    from engine.store import backup

    try:
        about = backup.restore(file, home)
    except StoreError as error:
        fail(str(error))
    click.echo(
        f"{home}: the database as it was at {about['timestamp']}; start it with: pybirch run --home {home}"
    )
