"""The entry point `pybirch` of the group `jupyter_serverproxy_servers`."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any

from pybirch import server_code

CONNECTION = "PYBIRCH_JUPYTER"
"""Variable with the path of the file in which the server leaves address and token for `pybirch.connect()`."""
_STARTING = 60.0
"""Seconds that a server may take to answer the first request."""


def server_entry() -> dict[str, Any]:
    """What jupyter-server-proxy asks for: how to start PyBirch, and how to sign in whoever Jupyter has signed in.

    The proxy adds a token to each request that it passes on. Only this user's processes know it, so other users of the
    machine cannot use the server's port. Notebooks inherit the variable that leads `pybirch.connect()` to the server.
    """
    token = secrets.token_urlsafe(32)
    # A folder that only its owner can enter, as mkdtemp makes it.
    connection = Path(tempfile.mkdtemp(prefix="pybirch-")) / "connection.json"
    os.environ[CONNECTION] = str(connection)
    return {
        "command": [sys.executable, "-m", "pybirch.jupyter", "--port={port}", "--prefix={base_url}pybirch/"],
        "environment": {"PYBIRCH_TOKEN": token, CONNECTION: str(connection)},
        "timeout": _STARTING,
        "absolute_url": True,
        "request_headers_override": {"Authorization": f"Bearer {token}"},
        "launcher_entry": {
            "title": "PyBirch",
            "enabled": not server_code.missing_packages(),
            "icon_path": str(server_code.folder() / "assets" / "icons" / "icon.svg"),
        },
        "new_browser_tab": True,
    }
