"""A scan's readings, taken away in any format there is an exporter for; streamed, and made off the event loop."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from flask import Response

from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.shapes import DataQuery
from dashboard.api.validation import query
from dashboard.offloop import iterate_off_loop
from dashboard.problems import Refusal
from engine.errors import InputRefused
from engine.exporters import registry
from engine.exporters.base import Exporter
from engine.model import ids

_MEDIA_TYPES = tuple(e.media_type.partition(";")[0] for e in registry.exporters().values())


def register(api: Api, context: Context) -> None:
    """Add the operation."""

    @api.operation(
        "GET",
        "/scans/{scan_id}/data",
        "Readings of a scan; `first` and `last` are sequence indices, both included",
        group="Scans",
        query=DataQuery,
        media_types=_MEDIA_TYPES,
        errors=(400, 404),
    )
    def scan_data(scan_id: str) -> Response:
        number, wanted = ids.scan_number(scan_id), query(DataQuery)
        try:
            exporter = registry.find(wanted.format)
            pieces = iterate_off_loop(_pieces(context, number, exporter, wanted))
            # What is wrong with the request comes up before the first piece, in time for a proper answer.
            head = next(pieces, b"")
        except InputRefused as error:
            raise Refusal(400, "The query string has mistakes.", error.problems) from None
        response = Response(_Body(head, pieces), mimetype=exporter.media_type.partition(";")[0])
        response.headers["Content-Type"] = exporter.media_type
        response.headers["Cache-Control"] = "no-store"
        if exporter.name != "json":
            name = "_".join(part for part in (scan_id, wanted.measurement) if part)
            response.headers.set("Content-Disposition", "attachment", filename=f"{name}{exporter.suffix}")
        return response


def _pieces(context: Context, scan: int, exporter: Exporter, wanted: DataQuery) -> Iterator[bytes]:
    with context.database.read() as conn:
        yield from registry.export(
            conn, scan, exporter, wanted.measurement, wanted.columns, wanted.first, wanted.last
        )


class _Body:
    """The pieces of an answer; the server closes it, and with it the transaction, when the reader goes away."""

    def __init__(self, head: bytes, rest: Iterator[bytes]) -> None:
        self._rest = rest
        self._all = chain((head,), rest)

    def __iter__(self) -> Iterator[bytes]:
        return self._all

    def close(self) -> None:
        """Stop reading."""
        close = getattr(self._rest, "close", None)
        if close is not None:
            close()
