"""The cookies of a request, whatever a client wrote into them."""

from __future__ import annotations

from werkzeug.http import parse_cookie

from dashboard.auth.base import Environ


def cookies(environ: Environ) -> dict[str, str]:
    """Cookies by name; bytes that are not text become replacement characters and affect no other cookie."""
    sent = str(environ.get("HTTP_COOKIE", "")).encode("latin-1", "replace").decode("utf-8", "replace")
    # werkzeug reverses the encoding that WSGI prescribes, and fails on anything but UTF-8.
    return dict(parse_cookie(sent.encode().decode("latin-1")))
