"""Response headers that protect users of browsers."""

from __future__ import annotations

from flask import Flask, Response, request

from engine.settings import Settings

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' ws: wss:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
"""As strict as Dash and Plotly allow: both need inline scripts and styles, and Plotly's WebGL compiles functions."""
_VIEWS = "/embed/"
_PARTS_OF_PAGES = frozenset({"text/javascript", "text/css", "font/woff2"})
"""What a page loads follows the policy of the page."""


def add_security_headers(server: Flask, settings: Settings) -> None:
    """Allow content from this server only; other sites may frame pages only where the settings say so."""
    policy = "; ".join(f"{name} {value}" for name, value in _POLICY.items())
    anywhere = f"{policy}; frame-ancestors {settings.frame_ancestors}"
    views = f"{policy}; frame-ancestors {settings.may_embed}"

    @server.after_request
    def add(response: Response) -> Response:
        if response.mimetype not in _PARTS_OF_PAGES:
            view = request.path.startswith(_VIEWS)
            response.headers.setdefault("Content-Security-Policy", views if view else anywhere)
        if response.mimetype == "text/html":
            # A page shows what only those who have signed in may see.
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response
