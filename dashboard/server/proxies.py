"""What proxies say about a request: taken from trusted addresses, removed from all others."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PEER = "pybirch.peer"
"""Where a WSGI environment has the address that the request really came from."""
LOOPBACK = "127.0.0.0/8, ::1"
Network = IPv4Network | IPv6Network


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between them. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_in(address: str, trusted: Iterable[Network]) -> bool:
    """Whether an address belongs to one of the networks."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None) or found
    return any(mapped in network for network in trusted)


class FromProxies:
    """WSGI middleware: inside, REMOTE_ADDR is the client's address, and `X-Forwarded-…` is a trusted proxy's."""

    def __init__(self, application: WSGIApplication, trusted: str) -> None:
        self._application = application
        self._trusted = networks(trusted)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on."""
        peer = environ.get("REMOTE_ADDR", "")
        environ[PEER] = peer
        if is_in(peer, self._trusted):
            chain = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            foreign = [part for part in reversed(chain) if part and not is_in(part, self._trusted)]
            if foreign:
                environ["REMOTE_ADDR"] = foreign[0]
        else:
            for name in [key for key in environ if key.startswith(("HTTP_X_FORWARDED_", "HTTP_FORWARDED"))]:
                del environ[name]
        return self._application(environ, start_response)
