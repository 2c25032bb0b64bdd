"""The part of plotly.js that our charts use, served where Dash looks for the whole of it.

The whole is 4.8 MB, which a browser that has not seen it takes a second to compile; the part is a third of that.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response

from dashboard.static.files import KEPT, NOT_KEPT, CompressedFiles, ServedFile

FILE = Path(__file__).resolve().parent.parent.parent / "assets" / "plotly" / "plotly-cartesian.min.js"
"""The `cartesian` build of the release in the Python package plotly: scatter, heatmap and the like."""
_FOLDER = "_dash-component-suites/plotly"
UNVERSIONED = f"/{_FOLDER}/package_data/plotly.min.js"
"""Where Dash would load it from, without a version."""


class PlotlyBundle:
    """Serves the bundle under an address of its content, and tells pages that address."""

    def __init__(self, server: Flask, files: CompressedFiles) -> None:
        self._file = ServedFile(FILE)
        self._files = files
        server.add_url_rule(f"/{_FOLDER}/plotly.<digest>.js", "plotly", self._answer)
        server.add_url_rule(UNVERSIONED, "plotly_without_version", lambda: self._answer(""))

    def script(self, prefix: str) -> str:
        """What a page runs before Dash starts: the first graph loads plotly.js from this address."""
        address = f"{prefix}{_FOLDER}/plotly.{self._file.content().digest}.js"
        return f'Object.defineProperty(window, "_dashPlotlyJSURL", {{get: () => "{address}", set() {{}}}})'

    def _answer(self, digest: str) -> Response:
        content = self._file.content()
        return self._files.response(
            content, "text/javascript", KEPT if digest == content.digest else NOT_KEPT
        )
