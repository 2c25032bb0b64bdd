"""The Python client. Its modules import nothing from the server; `pybirch` exports the names below."""

from __future__ import annotations

from pybirch.client.errors import Error, NotFound, Problem, Refused, Unreachable
from pybirch.client.instrument import Instrument
from pybirch.client.lab import Lab, connect
from pybirch.client.listing import Listing
from pybirch.client.me import Me
from pybirch.client.queue import Queue
from pybirch.client.scan import Scan
from pybirch.client.show import View, show

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
    "connect",
    "show",
]
