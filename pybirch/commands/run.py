"""`pybirch run`: the web server and an engine, supervised."""

from __future__ import annotations

import click

from pybirch.commands._settings import HANDED_ON, SETTINGS_HELP, settings_argument


@click.command(
    add_help_option=False,
    context_settings=HANDED_ON,
    options_metavar="",
    short_help="Start the web server and an engine.",
    help=f"""Start the web server and an engine, and print the address to open. {SETTINGS_HELP}

    --no-engine starts the web server alone. Data is kept in the folder var/ below the current one, or in --home.""",
)
@settings_argument
@click.pass_context
def command(ctx: click.Context, settings: tuple[str, ...]) -> None:
    """Supervise both processes until a signal ends them."""
    from pybirch.launch import main

    ctx.exit(main(settings, "pybirch run"))
