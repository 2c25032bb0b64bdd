"""What callbacks of a laboratory's pages read and command: the same data and the same way to the engine as REST.

All of it works only while a request is answered, as in a layout, a panel or a callback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from dashboard.api.context import current_context
from dashboard.api.instruments import give_order
from dashboard.api.shapes import InstrumentCommandBody
from dashboard.server.problems import Refusal
from engine.errors import NotFound, Problem
from engine.model import ids
from engine.model.records import InstrumentRecord, QueueRecord, ScanRecord
from engine.model.states import InstrumentCommand
from engine.store import instruments as instrument_table
from engine.store import queues as queue_table
from engine.store import scan_list
from engine.store import scans as scan_table


def instruments() -> list[InstrumentRecord]:
    """Every instrument of the bench as the database has it now."""
    return list(current_context().read(instrument_table.list_))


def instrument(name: str) -> InstrumentRecord:
    """The instrument called `name`. Raises NotFound."""
    found = next((each for each in instruments() if each.instrument_name == name), None)
    if found is None:
        raise NotFound(f"There is no instrument {name}.")
    return found


def scans(limit: int = 50, *, q: str = "", sample: str = "", tag: str = "") -> Sequence[ScanRecord]:
    """The newest scans that meet every condition given; `q` is looked for in name, sample, notes and tags."""
    return (
        current_context()
        .read(
            lambda conn: scan_list.list_(
                conn, limit=limit, q=q or None, sample=sample or None, tag=tag or None
            )
        )
        .items
    )


def scan(scan_id: str) -> ScanRecord:
    """One scan with its plan and what it measured. Raises NotFound."""
    number = ids.scan_number(scan_id)
    return current_context().read(lambda conn: scan_table.get(conn, number))


def queues() -> list[QueueRecord]:
    """Every queue, oldest first."""
    return list(current_context().read(queue_table.list_))


def move(name: str, **axes: float) -> None:
    """Begin to move axes of the instrument called `name` to these values, in the units of the axes.

    Returns once the engine has accepted it. Raises Refusal for an axis that does not exist or a value outside its
    limits, CommandRefused when the state forbids it, and EngineUnavailable.
    """
    _order(name, command=InstrumentCommand.MOVE, target=axes)


def set_settings(name: str, **settings: float | str) -> None:
    """Set settings of the instrument called `name`; raises what `move` raises."""
    _order(name, command=InstrumentCommand.SET, settings=settings)


def _order(name: str, **order: Any) -> None:
    try:
        made = InstrumentCommandBody.model_validate(order)
    except ValidationError as error:
        problems = [Problem(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()]
        raise Refusal(422, f"{name} cannot take this: {problems[0].message}.", problems) from None
    give_order(current_context(), instrument(name).instrument_id, made)
