"""PyBirch: the Python client of a laboratory's server, and the command `pybirch`.

lab = pybirch.connect("http://127.0.0.1:8050/", token="…")
queue = lab.create_queue("night")
scan = queue.submit(plan)
queue.start()
frame = scan.wait().to_pandas()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pybirch.client import (
        Error,
        Instrument,
        Lab,
        Listing,
        Me,
        NotFound,
        Problem,
        Queue,
        Refused,
        Scan,
        Unreachable,
        View,
        connect,
        show,
    )

__version__ = "0.2.0.dev0"

__all__ = [
    "Error",
    "Instrument",
    "Lab",
    "Listing",
    "Me",
    "NotFound",
    "Problem",
    "Queue",
    "Refused",
    "Scan",
    "Unreachable",
    "View",
    "__version__",
    "connect",
    "show",
]


def __getattr__(name: str) -> Any:
    """Load the client when it is first used: the server's processes import this package and do not need it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("pybirch.client"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
