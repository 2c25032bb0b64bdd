"""One number of an instrument, live: a position or a reading with its unit."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.components.parts import island


def value(instrument: str, name: str) -> Component:
    """The present `name` (an axis or a reading) of the instrument called `instrument`; a dash while it is not known."""
    return island("value", "pb-reading", instrument=instrument, name=name)
