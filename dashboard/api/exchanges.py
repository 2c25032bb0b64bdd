"""The last exchanges of an instrument's session, which only the engine's process knows."""

from __future__ import annotations

from enum import StrEnum

from flask import Response
from pydantic import Field

from dashboard.api.answers import ExchangeList
from dashboard.api.commands import submit
from dashboard.api.context import Context
from dashboard.api.downloads import disposition
from dashboard.api.operations import Api
from dashboard.api.validation import Body, query
from dashboard.auth.guard import identity
from engine.commands.instrument_commands import EXCHANGES
from engine.model.exchange import ExchangeLine
from engine.store import commands, instruments


class ExchangeFormat(StrEnum):
    """How to write them."""

    JSON = "json"
    TEXT = "text"


class ExchangeQuery(Body):
    """How to write the exchanges."""

    format: ExchangeFormat = Field(ExchangeFormat.JSON, description="`json`, or `text` as a file to save")


def register(api: Api, context: Context) -> None:
    """Add the operation."""

    @api.operation(
        "GET",
        "/instruments/{instrument_id:int}/exchanges",
        "The last 500 exchanges of an instrument's session: what was sent and came back, oldest first. Instruments on "
        "one resource share a session",
        group="Instruments",
        query=ExchangeQuery,
        returns=ExchangeList,
        media_types=("application/json", "text/plain"),
        errors=(400, 404, 409, 503, 504),
    )
    def list_exchanges(instrument_id: int) -> ExchangeList | Response:
        lines = exchanges(context, instrument_id)
        if query(ExchangeQuery).format is ExchangeFormat.JSON:
            return ExchangeList(items=lines)
        name = context.read(lambda conn: instruments.get(conn, instrument_id)).instrument_name
        response = Response("".join(f"{line}\n" for line in lines), mimetype="text/plain")
        response.headers["Content-Disposition"] = disposition(f"{name} exchanges.txt")
        return response


def exchanges(context: Context, instrument_id: int) -> list[ExchangeLine]:
    """Ask the engine for them; raises what `submit` raises. The command leaves nothing in the database."""
    context.read(lambda conn: instruments.get(conn, instrument_id))
    record = submit(context, identity().user, "instrument", str(instrument_id), EXCHANGES)
    context.write(lambda conn: commands.remove(conn, record.command_id))
    return [ExchangeLine.model_validate(line) for line in (record.result or {}).get("lines", [])]
