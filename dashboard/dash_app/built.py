"""The Dash app whose pages load our built script and style sheet, each file under an address of its content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, Response

from dashboard.dash_app.callbacks import keep_callbacks
from dashboard.dash_app.package_files import PackageFiles
from dashboard.dash_app.plotly_bundle import PlotlyBundle
from dashboard.server.problems import Refusal
from dashboard.static.files import KEPT, NOT_KEPT, CompressedFiles, Content, ServedFile

FOLDER = "built"
"""Where the build in `frontend/` writes, below the assets folder."""
PARTS = "parts"
"""Below that: modules that the script imports, at once or when a page needs them."""

_IMPORTED = re.compile(rb'(?:from|import)"\./(?:parts/)?([\w-]+\.js)"')


class BuiltDash(Dash):
    """Dash whose pages load our built script and style sheet instead of each file of the assets."""

    def __init__(
        self, name: str, *, server: Flask, assets_folder: Path, files: CompressedFiles, **options: Any
    ) -> None:
        super().__init__(
            name,
            server=server,  # type: ignore[arg-type]
            assets_folder=str(assets_folder),
            assets_ignore=r"\.(m?js|css)$",
            include_pages_meta=False,
            **options,
        )
        keep_callbacks()
        built = assets_folder / FOLDER
        self._parts = built / PARTS
        self._language = ServedFile(built / "language.js")
        self._script = ServedFile(built / "pybirch.js")
        self._styles = ServedFile(built / "pybirch.css")
        for file in (self._language, self._script, self._styles):
            _serve(server, file, files)
        _serve_parts(server, self._parts, files)
        self._plotly = PlotlyBundle(server, files)
        self._packages = PackageFiles(self, server, files)

    def interpolate_index(  # type: ignore[override]
        self, css: str = "", scripts: str = "", renderer: str = "", **given: str
    ) -> Any:
        """Dash's page: component libraries, our script, and what starts the page, in this order."""
        styles = [css, f'<link rel="stylesheet" href="{self._address(self._styles)}">', *self._preloads()]
        loads = [
            f'<script src="{self._address(self._language)}"></script>',
            f"<script>{self._plotly.script(self.config.requests_pathname_prefix)}</script>",
            self._packages.rewrite(scripts),
            f'<script type="module" src="{self._address(self._script)}"></script>',
        ]
        return super().interpolate_index(  # type: ignore[no-untyped-call]
            **given,
            css="\n".join(styles),
            scripts="\n".join(loads),
            # A module too: modules run in order, when the document is there.
            renderer=renderer.replace('type="application/javascript"', 'type="module"'),
        )

    def _preloads(self) -> list[str]:
        """Links to what the script imports at once, so that browsers need not read it to find out."""
        found: list[str] = []
        unread = [self._script.content().body]
        while unread:
            for name in map(bytes.decode, _IMPORTED.findall(unread.pop())):
                if name not in found:
                    found.append(name)
                    unread.append((self._parts / name).read_bytes())
        addresses = (self.get_asset_url(f"{PARTS}/{name}") for name in found)
        return [f'<link rel="modulepreload" href="{address}">' for address in addresses]

    def _address(self, file: ServedFile) -> str:
        return str(self.get_asset_url(file.name))


def _serve(server: Flask, file: ServedFile, files: CompressedFiles) -> None:
    """Answer for a built file under any digest; only the present one may be kept."""

    def answer(digest: str) -> Response:
        content = file.content()
        # A page that was sent before a change gets what there is now, which nobody may keep under the old name.
        return files.response(content, file.mimetype, KEPT if digest == content.digest else NOT_KEPT)

    stem, kind = file.path.stem, file.path.suffix
    server.add_url_rule(f"/assets/{stem}.<digest>{kind}", f"built_{stem}_{kind[1:]}", answer)


def _serve_parts(server: Flask, folder: Path, files: CompressedFiles) -> None:
    """Answer for the parts, whose names tell their content."""

    def answer(name: str) -> Response:
        try:
            body = (folder / f"{name}.js").read_bytes()
        except OSError:
            raise Refusal(404, "PyBirch has changed since this page was loaded; load it again.") from None
        return files.response(Content(name, body), "text/javascript", KEPT)

    server.add_url_rule(f"/assets/{PARTS}/<name>.js", "built_parts", answer)
