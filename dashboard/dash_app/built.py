"""The Dash app whose pages load our built script and style sheet, each file under an address of its content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, Response

from dashboard.dash_app.package_files import PackageFiles
from dashboard.dash_app.plotly_bundle import PlotlyBundle
from dashboard.static.files import KEPT, NOT_KEPT, CompressedFiles, ServedFile

FOLDER = "built"
"""Where the build in `frontend/` writes, below the assets folder."""


class BuiltDash(Dash):
    """Dash whose pages load our built script and style sheet instead of each file of the assets."""

    def __init__(
        self, name: str, *, server: Flask, assets_folder: Path, files: CompressedFiles, **options: Any
    ) -> None:
        super().__init__(
            name,
            server=server,  # type: ignore[arg-type]
            assets_folder=str(assets_folder),
            assets_ignore=r"\.(js|css)$",
            include_pages_meta=False,
            **options,
        )
        built = assets_folder / FOLDER
        self._language = ServedFile(built / "language.js")
        self._script = ServedFile(built / "pybirch.js")
        self._styles = ServedFile(built / "pybirch.css")
        for file in (self._language, self._script, self._styles):
            _serve(server, file, files)
        self._plotly = PlotlyBundle(server, files)
        self._packages = PackageFiles(self, server, files)

    def interpolate_index(self, css: str = "", scripts: str = "", **parts: str) -> Any:  # type: ignore[override]
        """Dash's page; our script comes after the component libraries and before what starts the page."""
        loads = [
            _script(self._address(self._language)),
            f"<script>{self._plotly.script(self.config.requests_pathname_prefix)}</script>",
            self._packages.rewrite(scripts),
            _script(self._address(self._script)),
        ]
        styles = f'{css}\n<link rel="stylesheet" href="{self._address(self._styles)}">'
        return super().interpolate_index(  # type: ignore[no-untyped-call]
            **parts, css=styles, scripts="\n".join(loads)
        )

    def _address(self, file: ServedFile) -> str:
        return str(self.get_asset_url(file.name))


def _script(address: str) -> str:
    return f'<script src="{address}"></script>'


def _serve(server: Flask, file: ServedFile, files: CompressedFiles) -> None:
    """Answer for a built file under any digest; only the present one may be kept."""

    def answer(digest: str) -> Response:
        content = file.content()
        # A page that was sent before a change gets what there is now, which nobody may keep under the old name.
        return files.response(content, file.mimetype, KEPT if digest == content.digest else NOT_KEPT)

    stem, kind = file.path.stem, file.path.suffix
    server.add_url_rule(f"/assets/{stem}.<digest>{kind}", f"built_{stem}_{kind[1:]}", answer)
