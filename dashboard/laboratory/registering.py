"""What a file of the laboratory registers while it is loaded: pages with Dash, panels here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash

from dashboard.laboratory.own import OwnPanel, Place

pending: list[OwnPanel] = []
"""Panels of the file that is loaded now, as Dash keeps callbacks until an app takes them; `loading` takes these."""


def register_page(
    module: str, *, name: str, path: str = "", title: str = "", icon: str = "square", order: float = 100
) -> None:
    """Add the page in `module` (write `__name__`); the module's `layout`, a component or a function, is its content.

    `name` is its label in the navigation and `path` its address, by default made from the file's name. `icon` is one of
    assets/css/20-icons.css; pages stand in the order of `order`, behind PyBirch's own.
    """
    slug = module.rpartition(".")[2].replace("_", "-")
    options = {"title": title or f"{name} · PyBirch", "icon": icon, "order": order}
    dash.register_page(module, path=path or f"/{slug}", name=name, **options)  # type: ignore[no-untyped-call]


def register_panel(place: str, title: str, draw: Callable[..., Any], *, order: float = 100) -> None:
    """Add a panel to a page: `draw` returns its content.

    `place` is `home`, `scan`, `queue` or `instrument`; `draw` takes the id of the scan, queue or instrument, and
    nothing on home. Panels stand in the order of `order`. Raises ValueError for another place.
    """
    pending.append(OwnPanel(Place(place), title, draw, order))
