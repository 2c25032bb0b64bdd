"""`pybirch bench discover`: lists VISA resources and asks each who it is."""

from __future__ import annotations

import click
import orjson

from pybirch.commands._table import table

_FAILED = 1


@click.command(short_help="List VISA resources and ask each for its identity.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option(
    "--visa-library",
    default="@py",
    show_default=True,
    help='VISA library as in a bench file: "@py", "@ivi", "file.yaml@sim".',
)
@click.option("--no-ask", is_flag=True, help="Only list; send nothing to any instrument.")
@click.option("--timeout", default=2.0, show_default=True, help="Seconds that an answer may take.")
@click.pass_context
def command(ctx: click.Context, as_json: bool, visa_library: str, no_ask: bool, timeout: float) -> None:
    """List the VISA resources of this machine, with the answer of each to *IDN?.

    An instrument that does not know *IDN? gets it too; with --no-ask nothing is sent. Instruments on the network
    are listed when they announce themselves; others can be used by their address.
    """
    from engine.bench.discovery import discover
    from engine.errors import InstrumentUnreachable

    try:
        found = discover(visa_library, not no_ask, timeout)
    except InstrumentUnreachable as error:
        click.echo(f"error: {error}", err=True)
        ctx.exit(_FAILED)
    if as_json:
        click.echo(orjson.dumps([each.as_dict() for each in found]))
        return
    rows = [[each.resource, each.identity or (f"ERROR {each.error}" if each.error else "")] for each in found]
    click.echo(table(("resource", "answer to *IDN?"), rows) if rows else "no VISA resource was found")
