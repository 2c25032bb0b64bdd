"""Names the files of drivers, procedures and exporters that cannot be used."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.api.context import Context, current_context
from dashboard.laboratory.faults import notice
from dashboard.live.engine_status import look_at_engine
from engine.errors import StoreError
from engine.model.left_out import LeftOut


def plugin_notices() -> list[Component]:
    """A notice with file, line and error of each; an empty list while all can be used."""
    context = current_context()
    faults = [*_drivers(context), *context.procedures.left_out, *context.exporters.loaded.left_out]
    head = (
        "These files of the laboratory's drivers, procedures and exporters have errors; everything else works. "
        "Correct them and start PyBirch again."
    )
    return [notice(head, faults)] if faults else []


def _drivers(context: Context) -> list[LeftOut]:
    try:
        return context.do(lambda: look_at_engine(context.database, context.settings.home)).plugins.left_out
    except StoreError:
        return []  # the frame of the page says what is wrong with the database
