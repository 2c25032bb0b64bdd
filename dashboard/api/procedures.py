"""Procedures: what plans can call by name, and the arguments each takes."""

from __future__ import annotations

from inspect import getdoc
from typing import Any

from pydantic import BaseModel

from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.shapes import LeftOutFile
from engine.scans.procedures import Procedure


class ProcedureEntry(BaseModel):
    """A procedure; `arguments` is the JSON Schema of what it takes."""

    name: str
    summary: str
    arguments: dict[str, Any]

    @classmethod
    def of(cls, procedure: Procedure) -> ProcedureEntry:
        """What people need to know to use a procedure."""
        summary = (getdoc(procedure) or "").partition("\n")[0]
        schema = procedure.arguments.model_json_schema()
        return cls(name=procedure.name, summary=summary, arguments=schema)


class ProcedureList(BaseModel):
    """A page of procedures, and the files that were left out."""

    items: list[ProcedureEntry]
    left_out: list[LeftOutFile]
    next: str | None = None


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
