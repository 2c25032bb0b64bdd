"""What browsers and robots request by themselves: the icon, and what robots may visit. No sign-in."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response

FOLDER = Path(__file__).resolve().parent.parent.parent / "assets" / "icons"
ICON, FAVICON, ROBOTS = "/icon.svg", "/favicon.ico", "/robots.txt"
PATHS = frozenset({ICON, FAVICON, ROBOTS})
"""Below the prefix, and also without it: browsers look for an icon at the root of a host."""
_A_DAY = 24 * 3600


def serve_icons(server: Flask) -> None:
    """Serve these addresses."""
    files = {
        ICON: ((FOLDER / "icon.svg").read_bytes(), "image/svg+xml"),
        FAVICON: ((FOLDER / "favicon.ico").read_bytes(), "image/vnd.microsoft.icon"),
        # Search engines must not index a laboratory.
        ROBOTS: (b"User-agent: *\nDisallow: /\n", "text/plain"),
    }
    for path, (body, mimetype) in files.items():

        def answer(body: bytes = body, mimetype: str = mimetype) -> Response:
            response = Response(body, mimetype=mimetype)
            response.cache_control.public = True
            response.cache_control.max_age = _A_DAY
            return response

        server.add_url_rule(path, f"icons{path}", answer)


def icon_links(root: str) -> str:
    """HTML for the head of a page; `root` is the prefix without its last slash. Scripts change the SVG."""
    return (
        f'<link rel="icon" href="{root}{FAVICON}" sizes="16x16 32x32 48x48">'
        f'<link rel="icon" id="pb-icon" type="image/svg+xml" href="{root}{ICON}">'
    )
