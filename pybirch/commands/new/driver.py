"""`pybirch new driver`: writes a driver and its test into the laboratory's folder."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Template

import click

_FAILED = 1
_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")


@click.command(short_help="Write a driver and its test.")
@click.argument("name")
@click.option(
    "--plugins",
    type=click.Path(path_type=Path, file_okay=False),
    help="The laboratory's folder; by default as for the server (PYBIRCH_PLUGINS, or plugins in HOME).",
)
@click.pass_context
def command(ctx: click.Context, name: str, plugins: Path | None) -> None:
    """Write drivers/NAME.py and tests/test_NAME.py into the laboratory's folder.

    The driver is a power supply to change into your instrument; its test runs it against a simulation of that
    instrument, without any hardware. A file that exists is left as it is.
    """
    from engine.bench import drivers
    from engine.settings import load

    if not _NAME.fullmatch(name) or name in drivers.names():
        why = (
            "PyBirch itself has a driver of this name"
            if name in drivers.names()
            else "it is no name of a file"
        )
        click.echo(f"error: {name!r}: {why}; choose one such as acme_supply", err=True)
        ctx.exit(_FAILED)
    folder = plugins if plugins is not None else load(argv=[])[0].plugins_folder
    class_name = "".join(word.capitalize() for word in name.split("_"))
    made = {
        folder / "drivers" / f"{name}.py": _filled("driver", name, class_name),
        folder / "tests" / f"test_{name}.py": _filled("driver_test", name, class_name),
    }
    present = [file for file in made if file.exists()]
    if present:
        click.echo(f"error: {present[0]} exists already; nothing was written", err=True)
        ctx.exit(_FAILED)
    for file, text in made.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        click.echo(f"wrote {file}")
    test = folder / "tests" / f"test_{name}.py"
    click.echo(f'\nTest it with: pytest {test}\nUse it in a bench file with: driver = "{name}"')


def _filled(template: str, name: str, class_name: str) -> str:
    text = files(__package__ or "").joinpath("templates", f"{template}.txt").read_text("utf-8")
    return Template(text).substitute(name=name, class_name=class_name)
