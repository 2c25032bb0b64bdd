"""PyBirch: the Python client of a laboratory's server, and the command `pybirch`."""

from __future__ import annotations

__version__ = "0.2.0.dev0"
