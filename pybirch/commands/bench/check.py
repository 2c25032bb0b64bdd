"""`pybirch bench check`: asks everything that a bench file describes once."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from pybirch.commands._table import table
from pybirch.commands.bench._plugins import laboratory_drivers, plugins_option

if TYPE_CHECKING:
    from engine.bench.check import Answer, InstrumentCheck

_ALL, _NOT_ALL, _MISTAKES = 0, 1, 2


@click.command(short_help="Connect and read everything once.")
@click.argument("file", type=click.Path(path_type=Path))
@plugins_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_context
def command(ctx: click.Context, file: Path, plugins: Path | None, as_json: bool) -> None:
    """Connect every instrument of the bench FILE, identify it, and read each axis, reading and setting once.

    Nothing is moved or set, but on_connect of each instrument is sent. No engine may run the bench meanwhile.

    Exit code 0 when everything answered, 1 when not, 2 when the file has mistakes.
    """
    from engine.bench.check import check_bench
    from engine.errors import BenchError, LeaseHeld

    logging.basicConfig(level=logging.CRITICAL)  # the table says what went wrong
    try:
        checks = check_bench(file, laboratory_drivers(plugins))
    except BenchError as error:
        _refuse([{"path": p.path, "message": p.message} for p in error.problems], file, as_json)
        ctx.exit(_MISTAKES)
    except LeaseHeld as error:
        click.echo(f"error: {error}", err=True)
        ctx.exit(_NOT_ALL)
    answered = [check for check in checks if check.answered]
    if as_json:
        _print_json(file, [], checks)
    else:
        rows = [[c.name, a.part.value, a.name, _told(a)] for c in checks for a in c.answers]
        click.echo(table(("instrument", "part", "name", "answer"), rows))
        click.echo(f"\n{len(answered)} of {len(checks)} instruments answered everything{_silent(checks)}")
    ctx.exit(_ALL if len(answered) == len(checks) else _NOT_ALL)


def _refuse(problems: list[dict[str, str]], file: Path, as_json: bool) -> None:
    if as_json:
        _print_json(file, problems, [])
        return
    for problem in problems:
        where = f"{file}: {problem['path']}" if problem["path"] else str(file)
        click.echo(f"error: {where}: {problem['message']}", err=True)


def _print_json(file: Path, problems: list[dict[str, str]], checks: list[InstrumentCheck]) -> None:
    whole = {"file": str(file), "problems": problems, "instruments": [check.as_dict() for check in checks]}
    click.echo(orjson.dumps(whole, option=orjson.OPT_SERIALIZE_NUMPY))  # NaN and infinities become null


def _told(answer: Answer) -> str:
    from engine.model.bench import plain

    if answer.error is not None:
        return f"ERROR {answer.error}"
    if answer.value is None:
        return "cannot be read"
    shape = getattr(answer.value, "shape", ())
    if shape:
        low, high = answer.value.min(), answer.value.max()
        return f"{answer.value.size} numbers from {low:g} to {high:g} {answer.unit}".rstrip()
    value = plain(answer.value) if isinstance(answer.value, float) else answer.value
    return f"{value} {answer.unit}".rstrip() or "connected"


def _silent(checks: list[InstrumentCheck]) -> str:
    names = [check.name for check in checks if not check.answered]
    return f"; not {', '.join(names)}" if names else ""
