"""Procedures: what plans can call by name, and the arguments each takes."""

from __future__ import annotations

from inspect import getdoc
from typing import Any

from dashboard.api.answers import Answer, LeftOutFile
from dashboard.api.context import Context
from dashboard.api.operations import Api
from engine.scans.procedures import Procedure


class ProcedureEntry(Answer):
    """A procedure that plans can use."""

    name: str
    """Name of the procedure in a plan."""
    summary: str
    """What it does, in a sentence."""
    arguments: dict[str, Any]
    """JSON Schema of its arguments."""

    @classmethod
    def of(cls, procedure: Procedure) -> ProcedureEntry:
        """What people need to know to use a procedure."""
        summary = (getdoc(procedure) or "").partition("\n")[0]
        schema = procedure.arguments.model_json_schema()
        return cls(name=procedure.name, summary=summary, arguments=schema)


class ProcedureList(Answer):
    """One page of a list: procedures."""

    items: list[ProcedureEntry]
    """The entries of this page."""
    left_out: list[LeftOutFile]
    """Files of procedures that cannot be used, and why."""
    next: str | None = None
    """Cursor of the following page; null at the end."""


def register(api: Api, context: Context) -> None:
    """Add the operation."""
    known = ProcedureList(
        items=[ProcedureEntry.of(procedure) for procedure in context.procedures.values()],
        left_out=[LeftOutFile.of(one) for one in context.procedures.left_out],
    )

    @api.operation(
        "GET",
        "/procedures",
        "Every procedure a plan can call, with its arguments",
        group="Plans",
        returns=ProcedureList,
    )
    def list_procedures() -> ProcedureList:
        return known
