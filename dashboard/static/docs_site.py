"""The documentation under `/docs`: the site that `make docs` or a wheel's build made of the folder `docs`.

It needs a sign-in as pages do. A checkout may lack the site; the answer then says how to build it.
"""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask, Response, redirect, render_template_string, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from dashboard.static.files import A_YEAR
from dashboard.static.fonts import font_links

FOLDER = Path(__file__).resolve().parent.parent.parent / "site"
"""Beside the server's code in a checkout and in a wheel."""
PATH = "/docs/"
_DIGEST = re.compile(r"\.[0-9a-f]{8}\.min\.(css|js)$")
"""End of a name that tells the file's content."""
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_MISSING = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Documentation · PyBirch</title>
{{ fonts | safe }}
<style>
:root { color-scheme: light dark; }
body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 "PyBirch Text", system-ui, sans-serif; }
code { font: .875em "PyBirch Mono", ui-monospace, monospace; }
</style>
</head>
<body><main>
{% if built %}
<h1>There is no such page</h1>
<p>The documentation has no page at this address. Search it from its <a href="{{ root }}/docs/">first page</a>.</p>
{% else %}
<h1>The documentation is not built</h1>
<p>This server runs from a source tree in which nobody has built the documentation. Run <code>make docs</code> there
and load this page again, or read the files in the folder <code>docs</code>.</p>
{% endif %}
<p><a href="{{ root }}/">Back to PyBirch</a></p>
</main></body>
</html>
"""


def serve_docs(server: Flask, folder: Path = FOLDER) -> None:
    """Answer for every file of the site in `folder`, and for nothing outside it."""

    @server.get("/docs", endpoint="docs_root")
    def root() -> BaseResponse:
        return redirect(f"{request.script_root}{PATH}", 308)

    @server.get(PATH, endpoint="docs_start", defaults={"name": "index.html"})
    @server.get(f"{PATH}<path:name>", endpoint="docs")
    def page(name: str) -> Response:
        kind = _TYPES.get(Path(name).suffix, "application/octet-stream")
        try:
            # Refuses names that lead out of the folder.
            response = send_from_directory(folder, name, mimetype=kind)
        except NotFound:
            return _missing(built=(folder / "index.html").is_file())
        lasting = _DIGEST.search(name)
        response.headers["Cache-Control"] = (
            f"private, max-age={A_YEAR}, immutable" if lasting else "private, no-cache"
        )
        return response


def _missing(*, built: bool) -> Response:
    root = request.script_root
    text = render_template_string(_MISSING, fonts=font_links(root), root=root, built=built)
    return Response(text, 404, mimetype="text/html", headers={"Cache-Control": "no-store"})
