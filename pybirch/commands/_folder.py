"""A group of commands that is a folder: each module in it is a command, each package a group."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

import click
from typing_extensions import override


class Folder(click.Group):
    """The commands of a package. A module defines its command as `command`; its file name is the command's name.

    Python's keywords (`try`) get an underscore after the file name. Modules whose name begins with one are not
    commands.
    """

    def __init__(self, package: str, **options: Any) -> None:
        """`package` is the package's full name, `options` are those of a click group."""
        super().__init__(no_args_is_help=True, **options)
        self._package = package

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._modules())

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = self._modules().get(cmd_name)
        return None if module is None else import_module(module).command

    def _modules(self) -> dict[str, str]:
        found = pkgutil.iter_modules(import_module(self._package).__path__)
        return {
            module.name.rstrip("_").replace("_", "-"): f"{self._package}.{module.name}"
            for module in found
            if not module.name.startswith("_")
        }
