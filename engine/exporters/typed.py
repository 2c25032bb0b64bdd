"""Values of a column in the type of the column: integers, booleans and texts are stored as numbers or objects."""

from __future__ import annotations

import numpy as np
import orjson
from numpy.typing import NDArray

from engine.model.bench import Column, ColumnType
from engine.model.values import IN_JSON, Words, as_json, is_no_value
from engine.store.marks import Values

NO_INTEGER = np.iinfo(np.int64).min
"""Stands for an integer that does not exist, in files that have no word for it."""


def integers(values: Values) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The values as integers, and which of them exist."""
    there = np.isfinite(values)
    return np.where(there, values, 0).astype(np.int64), there


def in_json(column: Column, values: Values, words: Words = IN_JSON) -> bytes:
    """A JSON array of the values of a column, nested as they are; null where there is none."""
    match column.type:
        case ColumnType.TEXT:
            return orjson.dumps(values.tolist())
        case ColumnType.INTEGER | ColumnType.BOOLEAN:
            if is_no_value(values).any() or not np.isfinite(values).all():
                return orjson.dumps([None if v != v else _one(column, v) for v in values.tolist()])
            kind = np.int64 if column.type is ColumnType.INTEGER else np.bool_
            return orjson.dumps(np.ascontiguousarray(values.astype(kind)), option=orjson.OPT_SERIALIZE_NUMPY)
        case _:
            return as_json(values, words)


def _one(column: Column, value: float) -> int | bool:
    return int(value) if column.type is ColumnType.INTEGER else bool(value)
