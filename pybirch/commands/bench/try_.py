"""`pybirch bench try`: a prompt that shows what is sent to an instrument and what it answers."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pybirch.commands.bench._plugins import laboratory_drivers, plugins_option

if TYPE_CHECKING:
    from engine.bench.console import Console, Line

_FAILED, _MISTAKES = 1, 2
_A_DAY = 86_400
_LONGEST = 2000
"""Longest answer that is shown, in characters."""
_ARROWS = {"sent": "→", "answer": "←", "unasked": "← unasked"}
_HELP = """A message with a question mark waits for its answer; any other is sent, and what comes soon after is shown.
  .hex            show bytes in hexadecimal too, or no more
  .raw 1B 5B 0A   send these bytes as they are, without the end of a message
  .listen         show what comes without asking
  .timeout 5      let an answer take so many seconds
  .quit           end, as Ctrl-D does"""


@click.command(short_help="Send messages to one instrument by hand.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("instrument")
@plugins_option
@click.pass_context
def command(ctx: click.Context, file: Path, instrument: str, plugins: Path | None) -> None:
    """Open a prompt to an INSTRUMENT of the bench FILE that shows what is sent, what comes back, and how long it
    takes.

    Every message is sent as it is typed: no limits are checked. No engine may run the bench meanwhile. In the
    prompt .help lists further commands, such as .hex.

    Exit code 1 when the last message failed, 2 when the file has mistakes or no such instrument.
    """
    from engine.bench.bench import Bench
    from engine.bench.bench_lock import BenchLock
    from engine.bench.config import VisaInstrumentConfig
    from engine.bench.console import Console
    from engine.bench.loading import read_bench
    from engine.errors import BenchError, LeaseHeld

    logging.basicConfig(level=logging.CRITICAL)  # the prompt shows what goes wrong
    with ExitStack() as ending:
        try:
            drivers = laboratory_drivers(plugins)
            configs = {config.name: config for config in read_bench(file, drivers).instrument}
            config = configs.get(instrument)
            if config is None:
                raise click.ClickException(
                    f"{file} has no instrument {instrument!r}; it has {', '.join(configs)}"
                )
            if not isinstance(config, VisaInstrumentConfig) or not config.resource:
                raise click.ClickException(f"{instrument} takes no messages: its driver is {config.driver}")
            bench = ending.enter_context(closing(Bench.load(file, lambda event: None, drivers)))
            if bench.shared:
                claim = BenchLock(file, "pybirch bench try")
                claim.take()
                ending.callback(claim.release)
        except (BenchError, LeaseHeld, click.ClickException) as error:
            click.echo(f"error: {error}", err=True)
            ctx.exit(_FAILED if isinstance(error, LeaseHeld) else _MISTAKES)
        resource = bench.instruments[instrument].spec.resource
        console = ending.enter_context(closing(Console(config, resource, file.resolve().parent)))
        ctx.exit(_FAILED if _Prompt(console).run() else 0)


class _Prompt:
    """Reads lines until the end of the input."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._hex = False

    def run(self) -> bool:
        """Whether the last message failed."""
        click.echo(
            f"{self._console.name} at {self._console.resource}. Type a message; .help tells more, Ctrl-D ends."
        )
        failed = False
        for text in _typed(f"{self._console.name}> "):
            if text == ".quit":
                break
            failed = self._carry_out(text)
        return failed

    def _carry_out(self, text: str) -> bool:
        from engine.errors import InstrumentError

        name, _, rest = text.partition(" ")
        try:
            match name:
                case ".help":
                    click.echo(_HELP)
                case ".hex":
                    self._hex = not self._hex
                    click.echo(f"hexadecimal {'on' if self._hex else 'off'}")
                case ".timeout":
                    self._console.timeout = _seconds(rest)
                case ".raw":
                    data = _bytes(rest)
                    self._show(self._console.send(data, answered=b"?" in data))
                case ".listen":
                    self._show(self._console.listen())
                case _:
                    self._show(self._console.say(text))
        except InstrumentError as error:
            click.echo(f"× {error}")
            return True
        except ValueError as error:
            click.echo(f"× {error}")
        except KeyboardInterrupt:
            click.echo("× interrupted; what comes later is shown as unasked")
        return False

    def _show(self, lines: Iterator[Line]) -> None:
        for line in lines:
            took = f"   {line.seconds * 1000:.1f} ms" if line.kind == "answer" else ""
            click.echo(f"{_ARROWS[line.kind]} {_visible(line.data)}{took}")
            if self._hex:
                click.echo(f"  {line.data.hex(' ')}")


def _typed(prompt: str) -> Iterator[str]:
    """What is typed, line by line; with a history at a terminal."""
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401 - input() uses it
    else:
        prompt = ""
    while True:
        try:
            text = input(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if text:
            yield text


def _visible(data: bytes) -> str:
    r"""Text with what cannot be seen as `\n` or `\x1b`; a long one is cut."""
    text = data.decode("latin-1").encode("unicode_escape").decode("ascii")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(data)} bytes)"


def _bytes(text: str) -> bytes:
    with suppress(ValueError):
        if data := bytes.fromhex(text):
            return data
    raise ValueError("write bytes as pairs of hexadecimal digits, such as .raw 1B 5B 0A")


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < (seconds := float(text)) < _A_DAY:
            return seconds
    raise ValueError("write a number of seconds, such as .timeout 5")
