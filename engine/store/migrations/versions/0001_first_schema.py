"""The first schema.

Revision: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
indexed_json = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "properties",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_properties")),
    )

    op.create_table(
        "journal",
        sa.Column("seq", serial, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("scan", serial, nullable=True),
        sa.Column("queue", serial, nullable=True),
        sa.Column("instrument", sa.Integer(), nullable=True),
        sa.Column("latest_key", sa.String(length=64), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        sa.UniqueConstraint("latest_key", name=op.f("uq_journal_latest_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_journal_queue_seq"), "journal", ["queue", "seq"])
    op.create_index(
        "ix_journal_scan_log",
        "journal",
        ["scan", "seq"],
        sqlite_where=sa.text("kind = 'scan_log'"),
        postgresql_where=sa.text("kind = 'scan_log'"),
    )
    op.create_index(op.f("ix_journal_scan_seq"), "journal", ["scan", "seq"])

    op.create_table(
        "queues",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("on_failure", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queues")),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "scans",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("queue", serial, nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("sample", sa.String(length=200), nullable=False),
        sa.Column("tags", indexed_json, nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("point", serial, nullable=False),
        sa.Column("total_points", serial, nullable=True),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("elapsed", sa.Float(), nullable=False),
        sa.Column("eta", sa.Float(), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retry_of", serial, nullable=True),
        # Last, so that the pages that lists walk through stay narrow.
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("checkpoint", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["queue"], ["queues.id"], name=op.f("fk_scans_queue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_scans_created_at_id"), "scans", ["created_at", "id"])
    op.create_index("ix_scans_search", "scans", ["id", "queue", "name", "sample", "tags"])
    noted = sa.text("notes <> ''")
    op.create_index("ix_scans_noted", "scans", ["id"], sqlite_where=noted, postgresql_where=noted)
    op.create_index(op.f("ix_scans_queue_id"), "scans", ["queue", "id"])
    op.create_index(op.f("ix_scans_queue_position"), "scans", ["queue", "position"])
    op.create_index(op.f("ix_scans_sample_id"), "scans", ["sample", "id"])
    op.create_index(op.f("ix_scans_status_id"), "scans", ["status", "id"])

    op.create_table(
        "streams",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("scan", serial, nullable=False),
        sa.Column("measurement", sa.String(length=100), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_streams_scan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_streams")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_streams_scan"), "streams", ["scan"])

    op.create_table(
        "chunks",
        sa.Column("stream", serial, nullable=False),
        sa.Column("first_index", serial, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("seq", serial, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["streams.id"], name=op.f("fk_chunks_stream")),
        sa.PrimaryKeyConstraint("stream", "first_index", name=op.f("pk_chunks")),
    )
    op.create_table(
        "instruments",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("bench", sa.String(length=400), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("last", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruments")),
        sa.UniqueConstraint("name", name=op.f("uq_instruments_name")),
    )

    op.create_table(
        "commands",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("target", sa.String(length=12), nullable=False),
        sa.Column("target_id", sa.String(length=40), nullable=False),
        sa.Column("command", sa.String(length=24), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commands")),
    )
    op.create_index(op.f("ix_commands_status_created_at"), "commands", ["status", "created_at"])

    op.create_table(
        "engines",
        sa.Column("bench", sa.String(length=400), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bench", name=op.f("pk_engines")),
    )


def downgrade() -> None:
    """Drops every table."""
    for name in (
        "engines",
        "commands",
        "instruments",
        "chunks",
        "streams",
        "scans",
        "queues",
        "journal",
        "properties",
    ):
        op.drop_table(name)
