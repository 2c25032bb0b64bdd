"""A scan's readings as binary numbers, for charts with a million of them: no text to write or to parse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import orjson
from flask import Response

from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.shapes import ColumnsQuery
from dashboard.api.validation import query
from dashboard.server.off_loop import off_loop
from dashboard.server.problems import Refusal
from engine.errors import InputRefused, Problem
from engine.model import ids
from engine.model.records import MeasurementRecord
from engine.store import readings
from engine.store.blocks import width_of
from engine.store.readings import Measurement
from engine.store.windows import INDEX, Range, inside, needed, parse

MEDIA_TYPE = "application/octet-stream"
MOST_NUMBERS = 4_000_000
"""Numbers in one answer: 32 MB."""
_FLOAT = np.dtype("<f8")
_ALIGNED = 8


def register(api: Api, context: Context) -> None:
    """Add the operation."""

    @api.operation(
        "GET",
        "/scans/{scan_id}/columns",
        "Readings of one measurement as bare numbers; `first` and `last` as for the data. Four bytes (little-endian) "
        "say how long the JSON is that follows: `first_index`, `count`, `total`, `columns` with `name` and `size` "
        "(numbers a reading). Then come, column after column, the numbers of all readings as float64 (little-endian), "
        "at last the timestamps in seconds since 1970. With `where` only the readings within every range are given, "
        "and a column `@index` says which they are.",
        group="Scans",
        query=ColumnsQuery,
        media_types=(MEDIA_TYPE,),
        errors=(400, 404, 500),
    )
    def scan_columns(scan_id: str) -> Response:
        number, wanted = ids.scan_number(scan_id), query(ColumnsQuery)

        def made() -> bytes:
            ranges = parse(wanted.where or ())
            with context.database.read() as conn:
                known = readings.measurements(conn, number)
                names = wanted.columns or _columns(known, wanted.measurement)
                looked_at = [*names, *needed(ranges)]
                _fits(known, wanted, looked_at)
                found = readings.read(
                    conn, number, wanted.measurement, wanted.first, wanted.last, looked_at or None
                )
            return pack(within(found, names, ranges, wanted.joined) if ranges else found)

        try:
            body = off_loop(made)
        except InputRefused as error:
            raise Refusal(400, "The query string has mistakes.", error.problems) from None
        response = Response(body, mimetype=MEDIA_TYPE)
        response.headers["Cache-Control"] = "no-store"
        return response


def _columns(known: list[MeasurementRecord], name: str) -> list[str]:
    return [column.name for m in known if m.name == name for column in m.columns]


def _fits(known: list[MeasurementRecord], wanted: ColumnsQuery, names: list[str]) -> None:
    """Raise InputRefused when the answer would need too many numbers."""
    for measurement in known:
        if measurement.name == wanted.measurement:
            width = width_of([c for c in measurement.columns if c.name in names])
            rows = min(wanted.last + 1, measurement.total) - wanted.first
            if rows * width > MOST_NUMBERS:
                most = MOST_NUMBERS // width
                raise InputRefused(
                    "readings",
                    [Problem("last", f"is too far from first; ask for at most {most:,} readings at a time")],
                )


def within(found: Measurement, names: list[str], ranges: list[Range], joined: bool) -> Measurement:
    """The readings within all ranges, of the named columns, with their sequence indices as one more column."""
    rows = np.flatnonzero(inside(found, ranges, joined))
    columns = {name: found.columns[name][rows] for name in names}
    columns[INDEX] = (rows + found.first_index).astype(np.float64)
    return replace(found, columns=columns, timestamps=found.timestamps[rows])


def pack(found: Measurement) -> bytes:
    """The bytes of readings, in the format of the operation's description."""
    count = len(found.timestamps)
    head = orjson.dumps(
        {
            "first_index": found.first_index,
            "count": count,
            "total": found.total,
            "columns": [
                {"name": name, "size": int(np.prod(values.shape[1:], dtype=int))}
                for name, values in found.columns.items()
            ],
        }
    )
    head += b" " * (-(4 + len(head)) % _ALIGNED)
    numbers = (*found.columns.values(), found.timestamps)
    return b"".join(
        (len(head).to_bytes(4, "little"), head, *(np.ascontiguousarray(n, _FLOAT).tobytes() for n in numbers))
    )
