"""Our scripts as one file and our style sheets as another: two requests of a page instead of one for each file.

The small files remain what is written, and what a debugger shows: it has them by the source map. They can still be
asked for one by one, as the example page does. Whoever changes one sees it when the page is loaded again.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, Response

A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Kind:
    """Which files of the assets belong together, and what is written around each and after all of them."""

    ending: str
    mimetype: str
    folders: tuple[str, ...]
    before: str
    after: str
    end: str
    tag: str


SCRIPTS = Kind(
    ending="js",
    mimetype="text/javascript",
    folders=("js",),
    # Whatever one script throws, those behind it run, as if each had a tag of its own.
    before="/* %s */ try {\n",
    after="} catch (error) { reportError(error); }\n",
    end="//# sourceMappingURL=%s.map\n",
    tag='<script src="%s"></script>',
)
STYLES = Kind(
    ending="css",
    mimetype="text/css",
    folders=("bootstrap", "css"),
    before="/* %s */\n",
    after="",
    end="/*# sourceMappingURL=%s.map */\n",
    tag='<link rel="stylesheet" href="%s">',
)


@dataclass(frozen=True)
class Bundle:
    """Files in one, under a name that tells its content, and the map back to them."""

    name: str
    body: bytes
    source_map: bytes


class Bundler:
    """Has the bundle of one kind as the files are at present: reads them again when the time of one differs."""

    def __init__(self, assets: Path, kind: Kind) -> None:
        self.kind = kind
        self._assets = assets
        self._seen: list[tuple[Path, int, int]] = []
        self._made: Bundle | None = None

    def bundle(self) -> Bundle:
        """The files in the order in which Dash would name them to a page."""
        files = self._files()
        stats = [file.stat() for file in files]
        seen = [(file, stat.st_mtime_ns, stat.st_size) for file, stat in zip(files, stats, strict=True)]
        if self._made is None or seen != self._seen:
            self._made, self._seen = self._make(files), seen
        return self._made

    def _files(self) -> list[Path]:
        """Those whose names begin with a dot are an editor's own."""
        return [
            Path(folder, name)
            for part in self.kind.folders
            for folder, _, names in sorted(os.walk(self._assets / part))
            for name in sorted(names)
            if name.endswith(f".{self.kind.ending}") and not name.startswith(".")
        ]

    def _make(self, files: list[Path]) -> Bundle:
        text, sections, line = "", [], 0
        for path in files:
            file = path.relative_to(self._assets).as_posix()
            own = path.read_text(encoding="utf-8").removesuffix("\n") + "\n"
            sections.append(_section(line + 1, file, own.count("\n")))
            part = self.kind.before % file + own + self.kind.after
            line += part.count("\n")
            text += part
        name = f"pybirch.{blake2s(text.encode(), digest_size=8).hexdigest()}.{self.kind.ending}"
        source_map = {"version": 3, "file": name, "sections": sections}
        return Bundle(name, (text + self.kind.end % name).encode(), json.dumps(source_map).encode())


def _section(first: int, file: str, lines: int) -> dict[str, Any]:
    """The part of an index map that says: from line `first` on, these are the lines of a file, one by one."""
    # A segment a line: its column 0 is column 0 of the same file, one line further on.
    mappings = "AAAA" + ";AACA" * (lines - 1)
    own = {"version": 3, "sources": [file], "names": [], "mappings": mappings}
    return {"offset": {"line": first, "column": 0}, "map": own}


class BundledDash(Dash):
    """Dash whose pages name bundles of the assets' scripts and style sheets instead of the files."""

    def __init__(self, name: str, *, server: Flask, assets_folder: Path, **options: Any) -> None:
        super().__init__(
            name,
            server=server,  # type: ignore[arg-type]
            assets_folder=str(assets_folder),
            assets_ignore=r"\.(js|css)$",
            **options,
        )
        self._of_scripts = Bundler(assets_folder, SCRIPTS)
        self._of_styles = Bundler(assets_folder, STYLES)
        for bundler in (self._of_scripts, self._of_styles):
            _serve(server, bundler)

    def interpolate_index(self, css: str = "", scripts: str = "", **parts: str) -> Any:  # type: ignore[override]
        """Ours come after those of the component libraries and before what starts the page."""
        ours = {
            "css": f"{css}\n{self._tag(self._of_styles)}",
            "scripts": f"{scripts}\n{self._tag(self._of_scripts)}",
        }
        return super().interpolate_index(**parts, **ours)  # type: ignore[no-untyped-call]

    def _tag(self, bundler: Bundler) -> str:
        return bundler.kind.tag % self.get_asset_url(bundler.bundle().name)


def _serve(server: Flask, bundler: Bundler) -> None:
    """Answer for a bundle and its map, beside the assets so that the names in the map lead to them."""
    kind = bundler.kind
    address = f"/assets/pybirch.<digest>.{kind.ending}"

    def kept(content: bytes, mimetype: str, current: bool) -> Response:
        # A page that was sent before a change gets what there is now, which nobody may keep under the old name.
        keep = f"private, max-age={A_YEAR}, immutable" if current else "no-store"
        return Response(content, mimetype=mimetype, headers={"Cache-Control": keep})

    @server.get(address, endpoint=f"bundle_{kind.ending}")
    def body(digest: str) -> Response:
        made = bundler.bundle()
        return kept(made.body, kind.mimetype, f".{digest}." in made.name)

    @server.get(f"{address}.map", endpoint=f"bundle_{kind.ending}_map")
    def source_map(digest: str) -> Response:
        made = bundler.bundle()
        return kept(made.source_map, "application/json", f".{digest}." in made.name)
