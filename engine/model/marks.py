"""Marks: what a measurement's table says of each point beside its axes and readings.

`AXIS.setpoint` for each swept axis, `point` (index of the point in the scan), `repeat` (how often the same place of the
plan was measured before at the same setpoints), `label` (of the plan's step) and `quality`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.model.bench import Column, ColumnType


class Quality(StrEnum):
    """How far the readings of a point can be trusted."""

    OK = "ok"
    GAP = "gap"
    """The point was skipped: its readings have no value."""


class Mark(StrEnum):
    """A kind of mark."""

    SETPOINT = "setpoint"
    POINT = "point"
    REPEAT = "repeat"
    LABEL = "label"
    QUALITY = "quality"


TYPES = {
    Mark.POINT: ColumnType.INTEGER,
    Mark.REPEAT: ColumnType.INTEGER,
    Mark.LABEL: ColumnType.TEXT,
    Mark.QUALITY: ColumnType.TEXT,
}
"""The marks that every point has, in their order, with the types of their columns."""


@dataclass(frozen=True, slots=True)
class MarkColumn:
    """A mark as a column of a table; `axis` is the column of the axis whose setpoint it is."""

    mark: Mark
    column: Column
    axis: str = ""


def mark_columns(columns: Sequence[Column]) -> list[MarkColumn]:
    """The marks of a measurement with these columns, none where an earlier version stored it.

    A name that a column has already gets an underscore.
    """
    if all(column.axis is None for column in columns):
        return []
    taken = {column.name for column in columns}

    def free(name: str) -> str:
        while name in taken:
            name += "_"
        taken.add(name)
        return name

    made = [
        MarkColumn(
            Mark.SETPOINT,
            Column(name=free(f"{axis.name}.setpoint"), unit=axis.unit, axis=axis.axis),
            axis.name,
        )
        for axis in columns
        if axis.axis
    ]
    made += [
        MarkColumn(mark, Column(name=free(mark.value), type=kind, axis=False)) for mark, kind in TYPES.items()
    ]
    return made
