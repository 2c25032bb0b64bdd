"""What the laboratory was during a scan, and the bin of scans.

Revision: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Makes the tables and columns."""
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "benches",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_benches")),
    )
    op.create_table(
        "records",
        sa.Column("scan", serial, nullable=False, autoincrement=False),
        sa.Column("moment", sa.String(length=8), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("scan", "moment", name=op.f("pk_records")),
    )
    op.create_table(
        "setting_changes",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("scan", serial, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_changes")),
    )
    op.create_index(op.f("ix_setting_changes_scan"), "setting_changes", ["scan"])
    op.create_table(
        "deleted_scans",
        sa.Column("scan", serial, nullable=False, autoincrement=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("scan", name=op.f("pk_deleted_scans")),
    )
