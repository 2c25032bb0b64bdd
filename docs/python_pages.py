"""The reference pages of the command line and of the Python client, from their help texts and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import click

import pybirch
from pybirch.commands import command

_QUOTED = re.compile(r"(: |-> )'([^']*)'")
"""An annotation as `inspect` shows it."""


def command_line_page() -> str:
    """Every command: usage, what it does, its options."""
    lines = [
        "# Command line\n",
        '`pybirch` is in `.venv/bin` after `make run`, and in any environment after `pip install ".[server]"`. '
        "`pybirch COMMAND --help` tells the same as this page.\n",
    ]
    for name, found in _commands(command, "pybirch"):
        context = click.Context(found, info_name=name)
        lines += [
            f"## `{name}`\n",
            f"    {' '.join(found.get_usage(context).split()).removeprefix('Usage: ')}\n",
        ]
        lines += [" ".join(part.split()) + "\n" for part in (found.help or "").split("\n\n")]
        options = [p for p in found.params if isinstance(p, click.Option)]
        lines += [f"- `{'`, `'.join(o.opts)}`: {o.help}{_default_of(o)}" for o in options]
        lines += [""] if options else []
    return "\n".join(lines).rstrip() + "\n"


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group with its full name."""
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from _commands(found, f"{path} {name}")
        else:
            yield f"{path} {name}", found


def _default_of(option: click.Option) -> str:
    return f" Default: `{option.default}`." if option.show_default else ""


def client_page() -> str:
    """Every public class and function of the client: signatures and what they do."""
    lines = [
        "# Python client\n",
        "What `import pybirch` offers; [Use the Python client](../how-to/use-the-python-client.md) shows how.\n",
    ]
    public = {name: getattr(pybirch, name) for name in pybirch.__all__ if name != "__version__"}
    for name, thing in sorted(public.items(), key=lambda each: (inspect.isclass(each[1]), each[0])):
        lines += [f"## `pybirch.{name}{'' if inspect.isclass(thing) else _signature(thing)}`\n", _text(thing)]
        lines += [line for member in _members(thing) for line in member] if inspect.isclass(thing) else []
    return "\n".join(lines).rstrip() + "\n"


def _members(kind: type) -> Iterator[tuple[str, str]]:
    """Heading and text of each public method and property, those of its bases included."""
    for name, member in inspect.getmembers(kind):
        if name.startswith("_") or (not callable(member) and not isinstance(member, property)):
            continue
        if inspect.isfunction(member) and member.__doc__:
            yield f"### `{name}{_signature(member)}`\n", _text(member)
        elif isinstance(member, property):
            yield f"### `{name}`\n", _text(member)


def _signature(function: Any) -> str:
    signature = inspect.signature(function)
    kept = [parameter for name, parameter in signature.parameters.items() if name != "self"]
    return _QUOTED.sub(r"\1\2", str(signature.replace(parameters=kept)))


def _text(thing: Any) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (inspect.getdoc(thing) or "").split("\n\n")) + "\n"
