"""The scripts of component packages: under addresses that hold a digest of the package, compressed, kept by browsers.

Dash's own addresses hold a version and a time; the parts that a script loads later hold neither. Here the digest is a
folder in front, so that what a script loads from its own folder is kept for as long as the script.

Packages that few pages use are left out of the document. The answer to the callback that brings the first such page
names their scripts (`dist`), as Dash's own answer does for a package that a callback imports.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath
from pkgutil import get_data

import orjson
from dash import Dash
from dash.exceptions import DependencyException
from flask import Flask, Response, request

from dashboard.server.problems import Refusal, problem
from dashboard.static.files import KEPT, NOT_KEPT, CompressedFiles, Content, digest_of

ROOT = "_dash-component-suites"
POLYFILL = "deps/polyfill@7.12.1.min.js"
"""For browsers of before 2018; the one name in it that packages still use comes with `language.js`."""
WHEN_USED = {
    "dash_ag_grid": ("dash_ag_grid", "dash_ag_grid.min.js"),
    "dash_table": ("dash", "dash_table/bundle.js"),
}
"""Namespaces whose script is loaded with the first page that uses them: the package and the script."""

_TAG = re.compile(rf'<script src="[^"]*/{ROOT}/(?P<package>\w+)/(?P<path>[^"]+)"></script>\n?')
_STAMP = re.compile(r"\.v[\w-]+m[0-9a-fA-F]+(?=\.[^/]*$)")
"""Version and time, which Dash puts behind the first part of a file's name."""
_MIMETYPES = {".js": "text/javascript", ".css": "text/css", ".map": "application/json"}
_UPDATE = "/_dash-update-component"


class PackageFiles:
    """Serves the files of one app's component packages, and names them in its pages."""

    def __init__(self, app: Dash, server: Flask, files: CompressedFiles) -> None:
        self._app = app
        self._files = files
        self._digest = cache(self._digest_of_package)
        server.add_url_rule(f"/{ROOT}/@<digest>/<package>/<path:path>", "package_files", self._answer)
        server.register_error_handler(DependencyException, _missing)
        server.after_request(self._name_scripts)

    def rewrite(self, scripts: str) -> str:
        """Dash's script tags with our addresses, without the scripts that pages load when they use them."""
        later = {("dash", POLYFILL), *WHEN_USED.values()}

        def tag(found: re.Match[str]) -> str:
            package, path = found["package"], _STAMP.sub("", found["path"])
            if (package, path) in later:
                return ""
            return f'<script src="{self._address(package, path)}"></script>\n'

        return _TAG.sub(tag, scripts)

    def _address(self, package: str, path: str) -> str:
        prefix: str = self._app.config.requests_pathname_prefix
        return f"{prefix}{ROOT}/@{self._digest(package)}/{package}/{path}"

    def _digest_of_package(self, package: str) -> str:
        names = sorted(p for p in self._app.registered_paths[package] if not p.endswith(".map"))
        return digest_of(*(_read(package, name) or b"" for name in names))

    def _answer(self, digest: str, package: str, path: str) -> Response:
        body = _read(package, path) if path in self._app.registered_paths.get(package, ()) else None
        if body is None:
            raise Refusal(404, f"The package {package} has no file {path} for pages.")
        for namespace, script in WHEN_USED.items():
            if script == (package, path):
                # Each page that uses the package names its script; it must run once.
                body = b"if (!window.%b) {\n%b\n}\n" % (namespace.encode(), body)
        current = self._digest(package)
        content = Content(digest_of(current.encode(), path.encode()), body)
        mimetype = _MIMETYPES.get(PurePosixPath(path).suffix, "application/octet-stream")
        return self._files.response(content, mimetype, KEPT if digest == current else NOT_KEPT)

    def _name_scripts(self, response: Response) -> Response:
        """Let the answer to a callback name the scripts of what is in it, for the browser to load them first."""
        if request.path != _UPDATE or response.status_code != 200:
            return response
        body = response.get_data()
        used = [name for name in WHEN_USED if b'"%b"' % name.encode() in body]
        if used:
            answer = orjson.loads(body)
            scripts = [{"type": "_js_dist", "url": self._address(*WHEN_USED[name])} for name in used]
            answer["dist"] = [*answer.get("dist", ()), *scripts]
            response.set_data(orjson.dumps(answer))
        return response


def _missing(_: DependencyException) -> Response:
    """What Dash raises where its own addresses name a file that pages may not load."""
    return problem(404, "No component package has this file for pages.")


def _read(package: str, path: str) -> bytes | None:
    try:
        return get_data(package, path)
    except OSError:
        return None
