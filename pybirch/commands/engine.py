"""`pybirch engine`: one engine for one bench, without a web server."""

from __future__ import annotations

import click

from pybirch.commands._settings import HANDED_ON, SETTINGS_HELP, settings_argument


@click.command(
    add_help_option=False,
    context_settings=HANDED_ON,
    options_metavar="",
    short_help="Start an engine alone.",
    help=f"Start an engine for one bench, without a web server. {SETTINGS_HELP}",
)
@settings_argument
@click.pass_context
def command(ctx: click.Context, settings: tuple[str, ...]) -> None:
    """Run the engine until a signal ends it."""
    from engine.__main__ import main

    ctx.exit(main(settings, "pybirch engine"))
