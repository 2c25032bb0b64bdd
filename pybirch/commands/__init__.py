"""The commands of `pybirch`. To add one, add a module here that defines it as `command`."""

from __future__ import annotations

import click

from pybirch import __version__
from pybirch.commands._folder import Folder

command = click.version_option(__version__, prog_name="pybirch")(
    Folder(__name__, name="pybirch", help="PyBirch: live dashboard and scan engine of a laboratory.")
)
