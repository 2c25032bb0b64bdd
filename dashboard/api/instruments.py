"""Instruments: listed and commanded by hand; and the emergency stop."""

from __future__ import annotations

from flask import request
from pydantic import Field

from dashboard.api import emergency
from dashboard.api.answers import CommandAnswer, InstrumentList
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.orders import order
from dashboard.api.paging import page
from dashboard.api.shapes import EmptyBody, InstrumentCommandBody, Paging
from dashboard.api.validation import Body, body, query
from dashboard.auth.audit import current_audit, entry_of
from dashboard.auth.guard import identity
from dashboard.server.problems import Refusal
from engine.commands.stop_pipe import StopRequest
from engine.errors import Problem, PyBirchError
from engine.model.people import AuditResult
from engine.model.records import CommandRecord, InstrumentRecord
from engine.model.states import InstrumentCommand
from engine.store import instruments

_STOP = "stop everything"
_NEEDED = {
    InstrumentCommand.MOVE: ("axis", "value"),
    InstrumentCommand.SET: ("settings",),
    InstrumentCommand.ACTION: ("action",),
    InstrumentCommand.QUERY: ("message",),
    InstrumentCommand.WRITE: ("message",),
}


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    @api.operation(
        "GET",
        "/instruments",
        "Every instrument of the bench",
        group="Instruments",
        query=Paging,
        returns=InstrumentList,
        errors=(400,),
    )
    def list_instruments() -> InstrumentList:
        items, cursor = page(context.read(instruments.list_), lambda i: i.instrument_id, query(Paging))
        return InstrumentList(items=items, next=cursor)

    @api.operation(
        "GET",
        "/instruments/{instrument_id:int}",
        "An instrument and what it offers",
        group="Instruments",
        returns=InstrumentRecord,
        errors=(404,),
    )
    def get_instrument(instrument_id: int) -> InstrumentRecord:
        return context.read(lambda conn: instruments.get(conn, instrument_id))

    @api.operation(
        "POST",
        "/instruments/{instrument_id:int}/commands",
        "Move, stop, set, connect or disconnect an instrument, carry out an action, or send it a message",
        group="Instruments",
        body=InstrumentCommandBody,
        returns=CommandAnswer,
        status=202,
        errors=(404, 409, 422, 503, 504),
    )
    def command_instrument(instrument_id: int) -> CommandAnswer:
        return CommandAnswer.of(give_order(context, instrument_id, body(InstrumentCommandBody)))

    @api.operation(
        "POST",
        "/stop",
        "Emergency stop: every scan and every instrument, now",
        group="Instruments",
        body=EmptyBody,
        query=StopQuery,
        returns=CommandAnswer,
        status=202,
        errors=(503,),
    )
    def stop_everything() -> CommandAnswer:
        request_id = request.args.get("request_id", "")
        who, kept = identity(), current_audit()
        try:
            answer = emergency.stop_everything(context, StopRequest.of(who.user, request_id))
        except PyBirchError as error:
            kept.note_later(entry_of(who, _STOP, "", "", AuditResult.FAILED, str(error)))
            raise
        kept.note_later(entry_of(who, _STOP, ""))
        return answer


class StopQuery(Body):
    """The body of an emergency stop, which is carried out whatever else the request holds."""

    request_id: str = Field(
        "", description="A UUID of this stop: one that comes again, or by a room socket too, is one stop"
    )


def give_order(context: Context, instrument_id: int, wanted: InstrumentCommandBody) -> CommandRecord:
    """Let the engine carry out a command to an instrument; see `order` for what is raised."""
    found = context.read(lambda conn: instruments.get(conn, instrument_id))
    arguments, number = _arguments(wanted), str(instrument_id)
    name = found.instrument_name
    return order(context, "instrument", number, wanted.command.value, arguments, name=name)


def _arguments(wanted: InstrumentCommandBody) -> dict[str, object]:
    """The arguments of the command. Raises Refusal 422 with what is missing and what the command does not take."""
    given = wanted.model_dump(exclude={"command"}, exclude_unset=True, exclude_none=True)
    move = wanted.command is InstrumentCommand.MOVE
    needed = ("target",) if move and "target" in given else _NEEDED.get(wanted.command, ())
    allowed = (*needed, "relative") if move else needed
    lacking = [Problem(name, "is missing") for name in needed if name not in given]
    foreign = [
        Problem(name, f"the command {wanted.command} does not take this field")
        for name in given
        if name not in allowed
    ]
    if lacking or foreign:
        raise Refusal(422, "The body has mistakes.", [*lacking, *foreign])
    return given
