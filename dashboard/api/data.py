"""A scan's readings, taken away in any format there is an exporter for; streamed, and made off the event loop."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response

from dashboard.api.context import Context
from dashboard.api.downloads import download
from dashboard.api.operations import Api
from dashboard.api.shapes import DataQuery, ExportQuery
from dashboard.api.validation import query
from dashboard.problems import Refusal
from engine.errors import InputRefused
from engine.exporters import archive, names, registry
from engine.exporters.base import Exporter
from engine.model import ids
from engine.store import scans

_MEDIA_TYPES = tuple(e.media_type.partition(";")[0] for e in registry.exporters().values())


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    @api.operation(
        "GET",
        "/scans/export",
        "Several scans as one zip: a folder for each with its readings, and its record and plan in `scan.json`",
        group="Scans",
        query=ExportQuery,
        media_types=(archive.MEDIA_TYPE,),
        errors=(400, 404),
    )
    def export_scans() -> Response:
        wanted = query(ExportQuery)
        exporter = _exporter(wanted.format)
        numbers = list(dict.fromkeys(map(ids.scan_number, wanted.scan_id)))
        records = context.read(lambda conn: [scans.get(conn, number) for number in numbers])
        pieces = archive.write(context.database, numbers, exporter)
        return download(pieces, archive.MEDIA_TYPE, archive.file_name(records))

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
        exporter = _exporter(wanted.format)
        pieces = _pieces(context, number, exporter, wanted)
        if exporter.name == "json":
            return download(pieces, exporter.media_type)
        record = context.read(lambda conn: scans.get(conn, number))
        return download(pieces, exporter.media_type, names.stem(record, wanted.measurement) + exporter.suffix)


def _exporter(name: str) -> Exporter:
    try:
        return registry.find(name)
    except InputRefused as error:
        raise Refusal(400, "The query string has mistakes.", error.problems) from None


def _pieces(context: Context, scan: int, exporter: Exporter, wanted: DataQuery) -> Iterator[bytes]:
    try:
        with context.database.read() as conn:
            yield from registry.export(
                conn, scan, exporter, wanted.measurement, wanted.columns, wanted.first, wanted.last
            )
    except InputRefused as error:
        raise Refusal(400, "The query string has mistakes.", error.problems) from None
