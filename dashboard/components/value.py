"""One number of an instrument by its name, live on every page: a position or a reading with its unit."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.components.instruments import find_instrument
from dashboard.components.live_value import Form, live_value
from engine.errors import NotFound


def value(instrument: str, name: str) -> Component:
    """The present `name` (an axis or a reading) of the instrument called `instrument`; empty while it is not known.

    Raises NotFound where the bench has no such instrument, or the instrument no such axis or reading.
    """
    record = find_instrument(instrument)
    path = f"instruments.{record.instrument_id}"
    if name in record.spec.reads:
        unit = record.spec.reads[name].unit
        return live_value("global", f"{path}.value.{name}", Form.READING, unit=unit)
    axis = record.spec.axes.get(name)
    if axis is None:
        raise NotFound(f"{instrument} has no axis or reading {name!r}.")
    return live_value("global", f"{path}.position.{name}", Form.POSITION, unit=axis.unit, limits=axis.limits)
