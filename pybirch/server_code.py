"""Finds the server's code: the folder with `engine`, `dashboard`, `pages`, `assets` and `benches`.

An installed PyBirch carries that folder inside this package, not beside it, so that no environment gets modules
called `engine` or `pages`. Only processes of the server put it on their path.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_NEEDED = ("dash", "gevent", "pyvisa", "sqlalchemy")
"""Packages that an environment with the client alone does not have."""


class ServerNotInstalled(Exception):
    """The server's dependencies are missing; the message says how to install them."""


def folder() -> Path:
    """The folder of the server's code: inside an installed package, or the checkout that holds this package."""
    carried = _HERE / "_server"
    return carried if carried.is_dir() else _HERE.parent


def missing_packages() -> list[str]:
    """What the server needs and this environment does not have."""
    return [name for name in _NEEDED if find_spec(name) is None]


def make_importable() -> None:
    """Let this process import the server's modules. Raises ServerNotInstalled."""
    if missing := missing_packages():
        raise ServerNotInstalled(
            f"this environment has only the client ({', '.join(missing)} missing); install PyBirch from where you got "
            'it with the extra "server", in a checkout: pip install ".[server]"'
        )
    place = str(folder())
    if place not in sys.path:
        sys.path.insert(0, place)
