"""The built script and style sheet of the pages: `frontend/` makes them, pages name them by their content.

The name in a page holds a digest, so browsers keep a file for a year and load a changed one at the next page.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, Response

A_YEAR = 365 * 24 * 3600
"""Seconds for which browsers keep a file whose name tells its content."""
FOLDER = "built"
"""Where the build writes, below the assets folder."""

_TYPES = {"js": "text/javascript", "css": "text/css"}
_TAGS = {"js": '<script src="%s"></script>', "css": '<link rel="stylesheet" href="%s">'}


@dataclass(frozen=True)
class Content:
    """A built file as it was when it was read."""

    digest: str
    body: bytes


class BuiltFile:
    """One built file; read again when its time or size on disk differs, as while somebody works on it."""

    def __init__(self, path: Path) -> None:
        self.kind = path.suffix.removeprefix(".")
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._content = Content("", b"")

    @property
    def name(self) -> str:
        """The file's name with the digest of its content: `pybirch.0123456789abcdef.js`."""
        return f"{self._path.stem}.{self.content().digest}.{self.kind}"

    def content(self) -> Content:
        """The file's content and its digest. Raises FileNotFoundError where it was never built."""
        stat = self._path.stat()
        seen = (stat.st_mtime_ns, stat.st_size)
        if seen != self._seen:
            body = self._path.read_bytes()
            self._content, self._seen = Content(blake2s(body, digest_size=8).hexdigest(), body), seen
        return self._content


class BuiltDash(Dash):
    """Dash whose pages load our built script and style sheet instead of each file of the assets."""

    def __init__(self, name: str, *, server: Flask, assets_folder: Path, **options: Any) -> None:
        super().__init__(
            name,
            server=server,  # type: ignore[arg-type]
            assets_folder=str(assets_folder),
            assets_ignore=r"\.(js|css)$",
            **options,
        )
        self._script = BuiltFile(assets_folder / FOLDER / "pybirch.js")
        self._styles = BuiltFile(assets_folder / FOLDER / "pybirch.css")
        for built in (self._script, self._styles):
            _serve(server, built)

    def interpolate_index(self, css: str = "", scripts: str = "", **parts: str) -> Any:  # type: ignore[override]
        """Dash's page, ours after the component libraries and before what starts the page."""
        ours = {
            "css": f"{css}\n{self._tag(self._styles)}",
            "scripts": f"{scripts}\n{self._tag(self._script)}",
        }
        return super().interpolate_index(**parts, **ours)  # type: ignore[no-untyped-call]

    def _tag(self, built: BuiltFile) -> str:
        return _TAGS[built.kind] % self.get_asset_url(built.name)


def _serve(server: Flask, built: BuiltFile) -> None:
    """Answer for a built file under any digest; only the present one may be kept."""

    @server.get(f"/assets/pybirch.<digest>.{built.kind}", endpoint=f"built_{built.kind}")
    def body(digest: str) -> Response:
        content = built.content()
        # A page that was sent before a change gets what there is now, which nobody may keep under the old name.
        keep = f"private, max-age={A_YEAR}, immutable" if digest == content.digest else "no-store"
        return Response(content.body, mimetype=_TYPES[built.kind], headers={"Cache-Control": keep})
