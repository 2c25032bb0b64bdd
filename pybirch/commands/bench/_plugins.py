"""The laboratory's own drivers for commands that read bench files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.bench.driver_catalogue import Drivers

plugins_option = click.option(
    "--plugins",
    type=click.Path(path_type=Path, file_okay=False),
    help="The laboratory's folder with drivers/; by default as for the server (PYBIRCH_PLUGINS, or plugins in HOME).",
)


def laboratory_drivers(plugins: Path | None) -> Drivers:
    """Load the drivers of the laboratory's folder and of packages."""
    from engine.bench.driver_catalogue import Drivers
    from engine.plugins import Plugins
    from engine.settings import load

    folder = plugins if plugins is not None else load(argv=[])[0].plugins_folder
    return Drivers.load(Plugins(folder.resolve()))
