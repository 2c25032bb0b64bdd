"""Procedures as the plan editor shows them: a field for each argument, and arguments to begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from dashboard.api.procedures import ProcedureEntry
from dashboard.new_scan.choices import Axis, Sensor


class ArgumentKind(StrEnum):
    """How an argument is entered: chosen from the bench, or typed."""

    AXIS = "axis"
    INSTRUMENT = "instrument"
    COLUMN = "column"
    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"
    JSON = "json"


_FROM_BENCH = frozenset({"axis", "instrument", "column"})
_OF_THE_AXIS = frozenset({"start", "stop", "step"})
_KINDS = {
    "boolean": ArgumentKind.FLAG,
    "number": ArgumentKind.NUMBER,
    "integer": ArgumentKind.NUMBER,
    "string": ArgumentKind.TEXT,
}


class Argument(BaseModel):
    """A field; `unit` is fixed, or that of the chosen axis where `of_the_axis` is set."""

    name: str
    label: str
    kind: ArgumentKind
    hint: str
    unit: str
    of_the_axis: bool
    default: Any = None


class ProcedureForm(BaseModel):
    """A procedure; `start` are arguments that are likely to work on this bench."""

    name: str
    summary: str
    arguments: list[Argument]
    start: dict[str, Any]


def procedure_form(entry: ProcedureEntry, axes: Sequence[Axis], sensors: Sequence[Sensor]) -> ProcedureForm:
    """The form of a procedure, from the JSON Schema of its arguments."""
    schemas: Mapping[str, Mapping[str, Any]] = entry.arguments.get("properties", {})
    required = set(entry.arguments.get("required", ()))
    likely = _likely(axes, sensors)
    return ProcedureForm(
        name=entry.name,
        summary=entry.summary,
        arguments=[_argument(name, schema) for name, schema in schemas.items()],
        start={name: likely[name] for name in schemas if name in required and name in likely},
    )


def _argument(name: str, schema: Mapping[str, Any]) -> Argument:
    kind = _KINDS.get(schema.get("type", ""), ArgumentKind.JSON)
    if kind is ArgumentKind.TEXT and name in _FROM_BENCH:
        kind = ArgumentKind(name)
    return Argument(
        name=name,
        label=schema.get("title", name),
        kind=kind,
        hint=schema.get("description", ""),
        unit="s" if name == "settle" else "",
        of_the_axis=name in _OF_THE_AXIS,
        default=schema.get("default"),
    )


def _likely(axes: Sequence[Axis], sensors: Sequence[Sensor]) -> dict[str, Any]:
    """Values for arguments with these names: the first axis with limits, its range, the first number that is read."""
    found: dict[str, Any] = {}
    axis = next((each for each in axes if each.limits), axes[0] if axes else None)
    if axis is not None:
        start, stop = axis.limits or (0, 1)
        found.update(axis=axis.column, start=start, stop=stop)
    if sensors:
        reads = sensors[0].reads
        read = next((each for each in reads if not each.shape), reads[0])
        found.update(instrument=sensors[0].name, column=read.name)
    return found
