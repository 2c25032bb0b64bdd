"""Instruments as components find them in the database."""

from __future__ import annotations

from dashboard.api.context import current_context
from engine.errors import NotFound
from engine.model.records import InstrumentRecord
from engine.store import instruments


def find_instrument(instrument: int | str) -> InstrumentRecord:
    """The instrument of this number or name; NotFound where there is none."""
    context = current_context()
    if isinstance(instrument, int):
        return context.read(lambda conn: instruments.get(conn, instrument))
    for record in context.read(instruments.list_):
        if record.instrument_name == instrument:
            return record
    raise NotFound(f"There is no instrument {instrument}.")


def instrument_room(record: InstrumentRecord) -> str:
    """The room that tells of this instrument alone."""
    return f"instrument_{record.instrument_id}"
