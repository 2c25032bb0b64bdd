"""Which `Origin` a request may have: our own site's, whatever name a proxy gave it."""

from __future__ import annotations

from urllib.parse import urlsplit

from dashboard.auth.base import Environ

_DEFAULT_PORTS = {"http": 80, "https": 443}


def same_site(environ: Environ) -> bool:
    """True when there is no `Origin` (the request is not a browser's cross-site request) or it names the requested
    host.

    A page of another site can set neither `Host` nor `X-Forwarded-Host`, so either may be compared. The scheme is
    not compared: TLS often ends at the proxy.
    """
    origin = environ.get("HTTP_ORIGIN")
    if origin is None:
        return True
    wanted = _place(origin)
    if wanted is None:
        return False
    scheme = urlsplit(origin).scheme
    forwarded = str(environ.get("HTTP_X_FORWARDED_HOST", ""))
    hosts = [str(environ.get("HTTP_HOST", "")), *(h.strip() for h in forwarded.split(","))]
    return any(host and _place(f"{scheme}://{host}") == wanted for host in hosts)


def _place(url: str) -> tuple[str, int] | None:
    """Host and port of a URL, None when it is not a plain http(s) origin."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
            return None
        return parts.hostname.lower(), parts.port or _DEFAULT_PORTS[parts.scheme]
    except ValueError:
        return None
