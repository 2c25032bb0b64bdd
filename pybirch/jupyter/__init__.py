"""PyBirch on a user's own Jupyter server: an icon in the launcher that starts it, through jupyter-server-proxy."""

from __future__ import annotations

from pybirch.jupyter.entry import server_entry

__all__ = ["server_entry"]
