"""How far each stream reaches, and checksums of that and of what its columns are.

Readings that are stored already get no checksum: one made now would vouch for whatever has happened to them.

Revision: 0003
"""

from __future__ import annotations

import json
import struct
from zlib import crc32

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
header = struct.Struct("<HHIqq")


def upgrade() -> None:
    """Makes the table, adds the column, and fills both from what is there."""
    op.create_table(
        "extents",
        sa.Column("stream", serial, autoincrement=False, nullable=False),
        sa.Column("scan", serial, nullable=False),
        sa.Column("total", serial, nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_extents")),
    )
    op.create_index(op.f("ix_extents_scan"), "extents", ["scan"])
    op.add_column("streams", sa.Column("checksum", sa.BigInteger(), nullable=False, server_default="0"))
    _fill(op.get_bind())


def _fill(conn: sa.Connection) -> None:
    streams = conn.execute(sa.text("SELECT id, scan, measurement, columns FROM streams")).all()
    ends = dict.fromkeys((row.id for row in streams), 0)
    chunked: dict[int, int] = {}
    scans = {row.id: row.scan for row in streams}
    reach = sa.text("SELECT stream, max(first_index + count), max(seq) FROM chunks GROUP BY stream")
    for stream, end, seq in conn.execute(reach):
        ends[stream] = end
        chunked[scans[stream]] = max(chunked.get(scans[stream], 0), seq)
    later = sa.text(
        "SELECT substr(payload, 1, 24) FROM journal WHERE scan = :scan AND kind = 'data_points' AND seq > :seq"
    )
    for scan in sorted(set(scans.values())):
        for head in conn.scalars(later, {"scan": scan, "seq": chunked.get(scan, 0)}):
            _, _, count, stream, first_index = header.unpack(head)
            ends[stream] = max(ends.get(stream, 0), first_index + count)
    describe = sa.text("UPDATE streams SET checksum = :checksum WHERE id = :id")
    add = sa.text(
        "INSERT INTO extents (stream, scan, total, checksum) VALUES (:stream, :scan, :total, :checksum)"
    )
    for row in streams:
        columns = json.loads(row.columns) if isinstance(row.columns, str) else row.columns
        described = json.dumps([row.scan, row.measurement, columns], sort_keys=True).encode()
        conn.execute(describe, {"id": row.id, "checksum": crc32(described)})
        total = ends[row.id]
        known = crc32(struct.pack("<qqq", row.id, row.scan, total))
        conn.execute(add, {"stream": row.id, "scan": row.scan, "total": total, "checksum": known})
