"""Exports a scan's readings in any format that has an exporter, streamed and made off the event loop."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request

from dashboard.api.context import Context
from dashboard.api.downloads import asks_for_range, disposition, download, partial_download, tagged
from dashboard.api.operations import Api
from dashboard.api.shapes import DataQuery, ExportQuery
from dashboard.api.validation import query
from dashboard.server.problems import Refusal
from engine.errors import InputRefused
from engine.exporters import archive, csv_, names, registry
from engine.exporters.base import ExportedScan, Exporter
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
        if request.if_none_match and request.if_none_match.contains(tag := made.tag_now()):
            return tagged(Response(status=304), tag)
        # The tag comes from the transaction of the readings: a scan that runs may have more by the next one.
        if asks_for_range():
            response = partial_download(made.pieces(), exporter.media_type, lambda: made.tag)
        else:
            response = download(made.pieces(), exporter.media_type)
        response.headers[ROWS] = str(made.rows)
        if exporter.name != "json":
            response.headers["Content-Disposition"] = disposition(made.name)
        return tagged(response, made.tag)


def _exporter(context: Context, name: str) -> Exporter:
    try:
        return context.exporters.named(name)
    except InputRefused as error:
        raise Refusal(400, "The query string has mistakes.", error.problems) from None


class _File:
    """An export that is being made; its content, name and entity tag are known with the first piece."""

    def __init__(self, context: Context, scan: int, exporter: Exporter, wanted: DataQuery) -> None:
        self.rows = 0
        self.name = ""
        self.tag = ""
        """The same as long as the answer is the same, byte by byte."""
        self._context = context
        self._scan = scan
        self._exporter = exporter
        self._wanted = wanted

    def tag_now(self) -> str:
        """The entity tag that an answer would have now."""
        return self._context.read(lambda conn: self._tag_of(registry.with_record(conn, self._scan)))

    def _tag_of(self, scan: ExportedScan) -> str:
        return lab_records.checksum([scan.model_dump(mode="json"), self._wanted.model_dump()])[:32]

    def pieces(self) -> Iterator[bytes]:
        """The file's bytes, from one transaction."""
        wanted, exporter = self._wanted, self._exporter
        try:
            with self._context.database.read() as conn:
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
                self.rows, self.tag = made.rows, self._tag_of(made.scan)
                self.name = names.stem(made.scan, wanted.measurement) + exporter.suffix
                yield from made.pieces
        except InputRefused as error:
            raise Refusal(400, "The query string has mistakes.", error.problems) from None
