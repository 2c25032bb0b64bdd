"""Records of scans: what the laboratory was when a scan started and ended, and which settings changed between."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from engine.model.records import LabRecord, ScanRecord
from engine.store import tables

_b, _r, _c = tables.benches.c, tables.records.c, tables.setting_changes.c


class Moment(StrEnum):
    """When the state of the laboratory was taken."""

    START = "start"
    END = "end"


def hash_of(text: str) -> str:
    """SHA-256 of a text, in hexadecimal digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def checksum(content: Any) -> str:
    """SHA-256 of plain data, independent of the order of its names."""
    return hash_of(json.dumps(content, sort_keys=True, ensure_ascii=False))


def keep_bench(conn: Connection, name: str, text: str) -> None:
    """Store a bench file, once."""
    digest = hash_of(text)
    if conn.scalar(select(_b.hash).where(_b.hash == digest)) is None:
        conn.execute(insert(tables.benches), {"hash": digest, "name": name, "text": text})


def keep(conn: Connection, scan: int, moment: Moment, content: Mapping[str, Any]) -> None:
    """Store the state at the start, once; the state at the end replaces that of an earlier run."""
    there = _r.scan == scan, _r.moment == moment.value
    if moment is Moment.START and conn.scalar(select(_r.scan).where(*there)) is not None:
        return
    conn.execute(delete(tables.records).where(*there))
    row = {"scan": scan, "moment": moment.value, "content": dict(content), "checksum": checksum(content)}
    conn.execute(insert(tables.records), row)


def add_change(conn: Connection, scan: int, content: Mapping[str, Any]) -> None:
    """Store that a scan changed settings."""
    conn.execute(insert(tables.setting_changes), {"scan": scan, "content": dict(content)})


def read(conn: Connection, scan: int, record: ScanRecord) -> LabRecord:
    """The record of a scan; what was not stored is empty, and `missing` says why."""
    rows = conn.execute(select(_r.moment, _r.content, _r.checksum).where(_r.scan == scan)).all()
    found = {row.moment: row.content for row in rows}
    sums = {row.moment: row.checksum for row in rows}
    start, end = found.get(Moment.START, {}), found.get(Moment.END, {})
    bench = start.get("bench", {"name": "", "hash": ""})
    text = conn.scalar(select(_b.text).where(_b.hash == bench["hash"])) or ""
    changes = conn.scalars(select(_c.content).where(_c.scan == scan).order_by(_c.id)).all()
    damaged = [moment for moment, content in found.items() if checksum(content) != sums[moment]]
    if text and hash_of(text) != bench["hash"]:
        damaged.append("bench")
    return LabRecord(
        scan_id=record.scan_id,
        plan=record.plan or {},
        bench={**bench, "text": text},
        instruments={"start": start.get("instruments", {}), "end": end.get("instruments", {})},
        changes=list(changes),
        software=start.get("software", {}),
        user=record.user,
        times={
            "created": record.created_at,
            "started": record.started_at,
            "ended": record.ended_at,
            "record_start": start.get("timestamp"),
            "record_end": end.get("timestamp"),
        },
        checksums={
            "plan": checksum(record.plan or {}),
            "bench": bench["hash"],
            "changes": checksum(list(changes)),
            **{f"instruments.{moment}": value for moment, value in sums.items()},
        },
        missing=_missing(record, start, end, damaged),
    )


def _missing(record: ScanRecord, start: Any, end: Any, damaged: list[str]) -> list[str]:
    told = [f"the stored {part} is damaged: its checksum is wrong" for part in damaged]
    if record.started_at and not start:
        told.append("the start: an earlier version of PyBirch, which kept no record, ran this scan")
    if record.ended_at and start and not end:
        told.append("the end: the engine ended before it could store it")
    return told
