"""The part of plotly.js that our charts use, served where Dash loads the whole.

The whole has 4.8 MB, which takes a browser a second to compile the first time; the part has a third of that.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, send_from_directory

FOLDER = Path(__file__).resolve().parent.parent.parent / "assets" / "plotly"
FILE = "plotly-cartesian.min.js"
"""The `cartesian` build of the release in the Python package plotly: scatter, heatmap and the like."""
ASKED_FOR = "/_dash-component-suites/plotly/package_data/plotly.min.js"


def serve_plotly_part(server: Flask) -> None:
    """Answer Dash's request for plotly.js with the part; browsers must ask again, because its address has no
    version.
    """

    @server.get(ASKED_FOR)
    def plotly_part() -> Response:
        return send_from_directory(FOLDER, FILE, mimetype="text/javascript", max_age=0)
