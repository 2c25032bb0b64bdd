"""Several scans as one zip, written while it is sent: a folder for each, with its readings, `scan.json` (its record),
`log.txt`, and `manifest.json` with the checksum of each file.
"""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from engine.errors import DataDamaged
from engine.exporters import names
from engine.exporters.base import Exporter
from engine.exporters.registry import export
from engine.exporters.sink import Sink
from engine.model.records import MeasurementRecord, ScanRecord
from engine.store import lab_records, logs, readings, scans
from engine.store.blocks import width_of
from engine.store.database import Database

MEDIA_TYPE = "application/zip"
_LARGE = 1 << 30
"""Bytes from which on a file is written in the ZIP64 format, which some programs cannot read."""
_MOST_PER_NUMBER = 32
_MOST_LINES = 10_000
"""Lines of a log, the last ones."""


def write(database: Database, numbers: Sequence[int], exporter: Exporter) -> Iterator[bytes]:
    """The bytes of the zip; each scan is read in a transaction of its own when it is written.

    Raises NotFound, and DataDamaged for readings that are not what was written: there is no incomplete zip.
    """
    _look(database, numbers)
    sink = Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for number in numbers:
            # Close this first when the client stops reading: an archive cannot end within a file.
            with database.read() as conn, closing(_scan(archive, conn, number, exporter)) as steps:
                for _ in steps:
                    yield sink.take()
    yield sink.take()


def file_name(records: Sequence[ScanRecord]) -> str:
    """`SCAN_001 Raman map.zip`, `SCAN_001 and 2 more.zip`."""
    first = records[0]
    return f"{names.stem(first) if len(records) == 1 else f'{first.scan_id} and {len(records) - 1} more'}.zip"


def _scan(
    archive: zipfile.ZipFile, conn: Connection, number: int, exporter: Exporter
) -> Generator[None, None, None]:
    record = scans.get(conn, number)
    folder = names.stem(record)
    laboratory = lab_records.read(conn, number, record).model_dump(mode="json")
    about = json.dumps({**record.model_dump(mode="json"), **laboratory}, ensure_ascii=False, indent=2)
    sums: dict[str, dict[str, Any]] = {}

    def add(name: str, content: str) -> None:
        archive.writestr(_entry(f"{folder}/{name}"), content)
        sums[name] = _told(sha256(content.encode()), len(content.encode()))

    add("scan.json", about)
    yield
    measured = record.measurements or []
    chosen = (
        [(m.name, [m]) for m in measured] if exporter.single else [("data", measured)] if measured else []
    )
    files = names.distinct([name for name, _ in chosen])
    for (name, held), called in zip(chosen, files, strict=True):
        entry = _entry(f"{folder}/{called}{exporter.suffix}")
        only = name if exporter.single else None
        made, digest, length = export(conn, number, exporter, only), sha256(), 0
        with archive.open(entry, "w", force_zip64=_size(held) > _LARGE) as file:
            for piece in made.pieces:
                file.write(piece)
                digest.update(piece)
                length += len(piece)
                yield
        sums[f"{called}{exporter.suffix}"] = {**_told(digest, length), "rows": made.rows}
    lines = logs.scan_tail(conn, number, _MOST_LINES)
    add(
        "log.txt",
        "".join(f"{line.timestamp} {line.level.value} {_one_line(line.message)}\n" for line in lines),
    )
    manifest = {"scan_id": record.scan_id, "algorithm": "sha256", "files": sums}
    archive.writestr(_entry(f"{folder}/manifest.json"), json.dumps(manifest, ensure_ascii=False, indent=2))
    yield


def _told(digest: Any, length: int) -> dict[str, Any]:
    return {"sha256": digest.hexdigest(), "bytes": length}


def _one_line(message: str) -> str:
    return " ".join(message.split())


def _look(database: Database, numbers: Sequence[int]) -> None:
    """Raise DataDamaged before the first byte when readings are missing or, if they are few, damaged."""
    left = readings.LOOKED_THROUGH
    for number in numbers:
        with database.read() as conn:
            record = scans.get(conn, number)
            if record.damage:
                raise DataDamaged(record.damage)
            for measured in record.measurements or []:
                left -= 8 * measured.total * width_of(measured.columns)
                readings.inspect(conn, number, measured.name, most=max(0, left))


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, time.localtime()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _size(measurements: Sequence[MeasurementRecord]) -> int:
    """Most bytes that a file of these measurements can have, in any format."""
    return sum(m.total * (2 + sum(c.size for c in m.columns)) * _MOST_PER_NUMBER for m in measurements)
