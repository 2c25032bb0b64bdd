"""The look of small plots that pages draw with Plotly themselves."""

from __future__ import annotations

from typing import Any

_QUIET = "#7b8794"
"""A grey that is read on the light and on the dark surface: plots do not know the theme."""


def look(**layout: Any) -> dict[str, Any]:
    """The layout of a figure on a panel, clear behind the lines; `layout` adds to it or changes it."""
    axis = {"gridcolor": "rgba(123, 135, 148, 0.25)", "zeroline": False}
    return {
        "height": 260,
        "margin": {"t": 8, "r": 8, "b": 32, "l": 56},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": _QUIET},
        **layout,
        "xaxis": {**axis, **layout.get("xaxis", {})},
        "yaxis": {**axis, "automargin": True, **layout.get("yaxis", {})},
    }
