"""Exports a scan's readings in any format that has an exporter, streamed and made off the event loop."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request
from sqlalchemy import Connection

from dashboard.api.context import Context
from dashboard.api.downloads import disposition, download, in_range, partial_download, tagged
from dashboard.api.operations import Api
from dashboard.api.shapes import DataQuery, ExportQuery
from dashboard.api.validation import query
from dashboard.server.problems import Refusal
from engine.errors import InputRefused
from engine.exporters import archive, csv_, names, registry
from engine.exporters.base import Exporter
from engine.model import ids
from engine.store import lab_records, scans
from engine.store.windows import parse

ROWS = "X-PyBirch-Rows"
"""Header with the number of readings in the answer; fewer arrived when the transfer broke."""
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
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
        errors=(400, 404, 500),
    )
    def export_scans() -> Response:
        wanted = query(ExportQuery)
        exporter = _exporter(context, wanted.format)
        numbers = list(dict.fromkeys(map(ids.scan_number, wanted.scan_id)))
        records = context.read(lambda conn: [scans.get(conn, number) for number in numbers])
        pieces = archive.write(context.database, numbers, exporter)
        return download(pieces, archive.MEDIA_TYPE, archive.file_name(records))

    @api.operation(
        "GET",
        "/scans/{scan_id}/data",
        "Readings of a scan; `first` and `last` are sequence indices, both included. The header `X-PyBirch-Rows` says "
        'how many readings the answer holds. JSON has no word for what is not a finite number: it is "NaN", '
        '"Infinity" or "-Infinity", and null where there is no value. '
        "Readings that are not as they were written are answered with 500 and a "
        "problem of the type `urn:pybirch:data_damaged`; where that is found only after the first byte, the connection "
        "breaks off before the answer is whole. Answers have an `ETag`; with `If-None-Match` they are 304 while "
        "nothing changed, and with `Range` a download that broke off goes on.",
        group="Scans",
        query=DataQuery,
        media_types=_MEDIA_TYPES,
        errors=(400, 404, 500),
    )
    def scan_data(scan_id: str) -> Response:
        number, wanted = ids.scan_number(scan_id), query(DataQuery)
        exporter = _exporter(context, wanted.format)
        if exporter is csv_.EXPORTER and (wanted.bom or wanted.separator != "comma"):
            exporter = csv_.for_spreadsheets(_SEPARATORS[wanted.separator], bom=wanted.bom)
        made = _File(context, number, exporter, wanted)
        if request.if_none_match and request.if_none_match.contains(made.tag()):
            return tagged(Response(status=304), made.tag())
        if request.range is not None and in_range(made.tag()):
            response = partial_download(made.pieces(), exporter.media_type)
        else:
            response = download(made.pieces(), exporter.media_type)
        response.headers[ROWS] = str(made.rows)
        if exporter.name != "json":
            response.headers["Content-Disposition"] = disposition(made.name)
        return tagged(response, made.tag())


def _exporter(context: Context, name: str) -> Exporter:
    try:
        return context.exporters.named(name)
    except InputRefused as error:
        raise Refusal(400, "The query string has mistakes.", error.problems) from None


class _File:
    """An export that is being made; its content and name are known with the first piece."""

    def __init__(self, context: Context, scan: int, exporter: Exporter, wanted: DataQuery) -> None:
        self.rows = 0
        self.name = ""
        self._context = context
        self._scan = scan
        self._exporter = exporter
        self._wanted = wanted
        self._tag: str | None = None

    def tag(self) -> str:
        """The entity tag: the same as long as the answer is the same, byte by byte."""
        if self._tag is None:
            self._tag = self._context.read(self._made_tag)
        return self._tag

    def _made_tag(self, conn: Connection) -> str:
        record = scans.get(conn, self._scan)
        laboratory = lab_records.read(conn, self._scan, record)
        parts = [
            record.model_dump(mode="json"),
            laboratory.model_dump(mode="json"),
            self._wanted.model_dump(),
        ]
        return lab_records.checksum([*parts, laboratory.software])[:32]

    def pieces(self) -> Iterator[bytes]:
        """The file's bytes, from one transaction."""
        wanted, exporter = self._wanted, self._exporter
        try:
            with self._context.database.read() as conn:
                record = scans.get(conn, self._scan)
                self.name = names.stem(record, wanted.measurement) + exporter.suffix
                made = registry.export(
                    conn,
                    self._scan,
                    exporter,
                    wanted.measurement,
                    wanted.columns,
                    wanted.first,
                    wanted.last,
                    parse(wanted.where or ()),
                )
                self.rows = made.rows
                yield from made.pieces
        except InputRefused as error:
            raise Refusal(400, "The query string has mistakes.", error.problems) from None
