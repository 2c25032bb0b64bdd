"""The laboratory's own pages and panels of one web server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from inspect import getsourcefile
from typing import Any

from dash.development.base_component import Component
from flask import current_app

from dashboard.laboratory.faults import Faults, notice
from engine.model.plugin import LoadedPlugins, Plugin

EXTENSION = "pybirch.laboratory"
"""Where a Flask server keeps its OwnPages."""


class Place(StrEnum):
    """The pages that take panels."""

    HOME = "home"
    SCAN = "scan"
    QUEUE = "queue"
    INSTRUMENT = "instrument"


@dataclass(frozen=True, slots=True)
class OwnPanel:
    """A panel as its file registered it; `draw` takes the id of what the page is about, on home nothing."""

    place: Place
    title: str
    draw: Callable[..., Any]
    order: float

    @property
    def file(self) -> str:
        """The file that defines `draw`."""
        return getsourcefile(self.draw) or ""


@dataclass(slots=True)
class OwnPages:
    """What was loaded, and what is wrong with it."""

    faults: Faults = field(default_factory=Faults)
    panels: list[OwnPanel] = field(default_factory=list)
    plugins: list[Plugin] = field(default_factory=list)

    def loaded(self) -> LoadedPlugins:
        """What was loaded, and what is wrong with it now."""
        return LoadedPlugins(plugins=self.plugins, left_out=self.faults.all())

    def notices(self) -> list[Component]:
        """A notice that names the files that cannot be used; an empty list while all can."""
        faults = self.faults.all()
        head = "These files of the laboratory's own pages have errors. Correct them and start PyBirch again."
        return [notice(head, faults)] if faults else []


def own_pages() -> OwnPages:
    """Those of the server that answers the present request."""
    found: Any = current_app.extensions[EXTENSION]
    assert isinstance(found, OwnPages)
    return found
