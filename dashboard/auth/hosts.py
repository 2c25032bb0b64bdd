"""Names under which the server is reached, so that a page of another site cannot make its own name lead here."""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from dashboard.auth.base import Environ


def is_loopback(host: str) -> bool:
    """Whether an address to listen on can be reached from this machine only."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_ours(environ: Environ, names: Collection[str]) -> bool:
    """Whether the request's `Host` is an address, this machine's name, or among `names`.

    A name of another site can be made to lead to this server (DNS rebinding); an address cannot.
    """
    host = _host(str(environ.get("HTTP_HOST", "")))
    if host is None:
        return False
    try:
        ip_address(host)
        return True
    except ValueError:
        own = {"localhost", socket.gethostname().lower(), *(name.lower() for name in names)}
        return host in own or host.endswith(".localhost")


def _host(text: str) -> str | None:
    try:
        return urlsplit(f"//{text}").hostname
    except ValueError:
        return None
