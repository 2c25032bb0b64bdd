"""Emergency stops on record: what came of each, and taking away the banner that tells of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dashboard.api.answers import Answer
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.validation import Body, body, query
from dashboard.auth.guard import permitted
from dashboard.auth.table import Action
from engine.journal.dismissals import dismiss
from engine.model.records import StopRecord
from engine.store import stops

MOST = 100


class Newest(Body):
    """Which emergency stops."""

    limit: int = Field(20, ge=1, le=MOST)
    """Number of stops, the newest ones."""


class StopList(Answer):
    """Emergency stops, the newest first."""

    items: list[StopRecord]
    """The stops."""
    next: None = None
    """Always null: there are no further pages."""


class StopCommandBody(Body):
    """A command to the record of an emergency stop."""

    command: Literal["dismiss"]
    """`dismiss` takes the banner away."""


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    @api.operation(
        "GET",
        "/stops",
        "The last emergency stops, the newest first: who asked, what they ended, where instruments stood since",
        group="Instruments",
        query=Newest,
        returns=StopList,
        errors=(400,),
    )
    def list_stops() -> StopList:
        limit = query(Newest).limit
        return StopList(items=context.read(lambda conn: stops.list_(conn, limit)))

    @api.operation(
        "GET", "/stops/{stop_id}", "An emergency stop", group="Instruments", returns=StopRecord, errors=(404,)
    )
    def get_stop(stop_id: str) -> StopRecord:
        return context.read(lambda conn: stops.get(conn, stop_id))

    @api.operation(
        "POST",
        "/stops/{stop_id}/commands",
        "Take away the banner of an emergency stop, for everybody; nothing begins again by it",
        group="Instruments",
        body=StopCommandBody,
        returns=StopRecord,
        errors=(404, 422),
    )
    def command_stop(stop_id: str) -> StopRecord:
        body(StopCommandBody)
        user = permitted(Action.DISMISS_STOP).user
        return context.write(lambda conn: dismiss(context.database, conn, stop_id, user))
