"""The tables. Identifiers are integers here; `engine.model.ids` makes the text that people see."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from engine.store.metadata import metadata

LARGEST = 2**31 - 1
"""Largest number of an instrument: that of a 32-bit column."""
_serial = BigInteger().with_variant(Integer, "sqlite")
_indexed_json = JSON().with_variant(JSONB(), "postgresql")

journal = Table(
    "journal",
    metadata,
    Column("seq", _serial, primary_key=True, autoincrement=True),
    Column("kind", String(24), nullable=False, doc="event name; data_points for a block of readings"),
    Column("scan", _serial, doc="scan number the record belongs to, if any"),
    Column("queue", _serial),
    Column("instrument", Integer),
    Column("latest_key", String(64), unique=True, doc="a later record of the same key replaces this one"),
    Column("payload", LargeBinary, nullable=False, doc="the event's JSON, or an encoded block of readings"),
    Index(None, "scan", "seq"),
    Index(None, "queue", "seq"),
    Index(
        "ix_journal_scan_log",
        "scan",
        "seq",
        sqlite_where=text("kind = 'scan_log'"),
        postgresql_where=text("kind = 'scan_log'"),
    ),
    sqlite_autoincrement=True,
)
"""The journal: states, logs and readings in one order. `seq` grows in commit order and never repeats."""

properties = Table(
    "properties",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Facts about the database: `identity` (a UUID), `floor` (readings up to this seq may have been removed)."""

queues = Table(
    "queues",
    metadata,
    Column("id", _serial, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("mode", String(12), nullable=False),
    Column("on_failure", String(12), nullable=False),
    Column("status", String(12), nullable=False),
    Column("message", Text, nullable=False, default=""),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last", JSON, doc="data of the last queue_status"),
    Column("loop", String(12), doc="how many times its scans run, or `for ever`"),
    Column("parallel", Integer, doc="most scans at once; null: as many as their instruments allow"),
    Column("pass_number", Integer, nullable=False, default=1, doc="which pass of the loop this is, from 1"),
    Column("pass_began", DateTime(timezone=True), doc="when it began"),
    sqlite_autoincrement=True,
)

scans = Table(
    "scans",
    metadata,
    Column("id", _serial, primary_key=True, autoincrement=True),
    Column("queue", _serial, ForeignKey("queues.id"), nullable=False),
    Column("position", Float, nullable=False, doc="order within the queue"),
    Column("name", String(200), nullable=False),
    Column("status", String(12), nullable=False),
    Column("message", Text, nullable=False, default=""),
    Column("plan", JSON, nullable=False),
    Column("sample", String(200), nullable=False, default=""),
    Column("tags", _indexed_json, nullable=False),
    Column("notes", Text, nullable=False, default=""),
    Column("metadata", JSON, nullable=False),
    Column("point", _serial, nullable=False, default=0),
    Column("total_points", _serial),
    Column("progress", Float, nullable=False, default=0.0),
    Column("elapsed", Float, nullable=False, default=0.0),
    Column("eta", Float),
    Column("step", Text, nullable=False, default=""),
    Column("user", String(200), nullable=False, default=""),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("started_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("retry_of", _serial),
    Column("checkpoint", JSON, doc="what resuming needs besides the readings"),
    Column("needs", JSON, doc="names of the instruments that it needs, found when it was queued"),
    Column("duration", Float, doc="estimated time in seconds, where known"),
    Column("described", JSON, doc="how the bench described what it uses when it started"),
    Column("fault", JSON(none_as_null=True), doc="the fault for which it holds"),
    Column("priority", Integer, nullable=False, default=0, doc="a scan of a higher one starts first"),
    Column("not_before", DateTime(timezone=True), doc="earliest start"),
    Column("held", Integer, nullable=False, default=0, doc="1 while somebody holds it in its queue"),
    Index(None, "queue", "position"),
    Index(None, "queue", "id"),
    Index(None, "status", "id"),
    Index(None, "sample", "id"),
    Index(None, "created_at", "id"),
    Index("ix_scans_search", "id", "queue", "name", "sample", "tags"),
    Index("ix_scans_noted", "id", sqlite_where=text("notes <> ''"), postgresql_where=text("notes <> ''")),
    sqlite_autoincrement=True,
)

streams = Table(
    "streams",
    metadata,
    Column("id", _serial, primary_key=True, autoincrement=True),
    Column("scan", _serial, ForeignKey("scans.id"), nullable=False),
    Column("measurement", String(100), nullable=False),
    Column("columns", JSON, nullable=False, doc="[{name, unit, shape}] in the order of a row"),
    Column("checksum", BigInteger, nullable=False, doc="CRC-32 of scan, measurement and columns"),
    Index(None, "scan"),
    sqlite_autoincrement=True,
)
"""Columns of the rows of one measurement of a scan; other columns start a new stream."""

extents = Table(
    "extents",
    metadata,
    Column("stream", _serial, primary_key=True, autoincrement=False),
    Column("scan", _serial, nullable=False),
    Column("total", _serial, nullable=False, doc="index after the stream's last reading"),
    Column("checksum", BigInteger, nullable=False, doc="CRC-32 of stream, scan and total"),
    Index(None, "scan"),
)
"""How far each stream reaches, so that missing readings are noticed. Written together with the readings."""

chunks = Table(
    "chunks",
    metadata,
    Column("stream", _serial, ForeignKey("streams.id"), primary_key=True),
    Column("first_index", _serial, primary_key=True),
    Column("count", Integer, nullable=False),
    Column(
        "seq",
        _serial,
        nullable=False,
        doc="journal seq up to which the blocks of this stream's scan are in chunks",
    ),
    Column("payload", LargeBinary, nullable=False),
)
"""Readings consolidated for fast reading; later blocks are still in the journal."""

instruments = Table(
    "instruments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("bench", String(400), nullable=False),
    Column("present", Integer, nullable=False, default=1, doc="0 when the bench no longer lists it"),
    Column("spec", JSON, nullable=False),
    Column("last", JSON, doc="data of the last instrument_status, positions included"),
)

commands = Table(
    "commands",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("target", String(12), nullable=False, doc="scan, queue, instrument or engine"),
    Column("target_id", String(40), nullable=False),
    Column("command", String(24), nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("user", String(200), nullable=False),
    Column("status", String(12), nullable=False, doc="pending, taken, accepted, done, refused or failed"),
    Column("reason", Text, nullable=False, default=""),
    Column("result", JSON),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("handled_at", DateTime(timezone=True)),
    Index(None, "status", "created_at"),
)
"""Commands: who gave each, when, and what became of it."""

engines = Table(
    "engines",
    metadata,
    Column("bench", String(400), primary_key=True, doc="absolute path of the bench file"),
    Column("owner", String(80), nullable=False, doc="unique token of the process that holds the lease"),
    Column("pid", Integer, nullable=False),
    Column("host", String(200), nullable=False),
    Column("status", String(12), nullable=False, doc="starting, running, stopped"),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("heartbeat_at", DateTime(timezone=True), nullable=False),
    Column("plugins", JSON, doc="drivers of the laboratory that it loaded, and those it left out"),
)
"""The lease: one engine runs a bench at a time."""

stops = Table(
    "stops",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user", String(200), nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("last", JSON, nullable=False, doc="data of the last emergency_stop"),
    Column("dismissed_at", DateTime(timezone=True)),
    Column("dismissed_by", String(200)),
    Index(None, "asked_at"),
)
"""Emergency stops: who asked for each, what it achieved, and who dismissed its banner."""

presets = Table(
    "presets",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("plan", JSON, nullable=False, doc="as it was given, checked only when it is used"),
    Column("user", String(200), nullable=False, default=""),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
"""Presets: plans saved under a name."""

benches = Table(
    "benches",
    metadata,
    Column("hash", String(64), primary_key=True, doc="SHA-256 of the text"),
    Column("name", String(200), nullable=False),
    Column("text", Text, nullable=False),
)
"""The bench files with which scans ran, each once."""

records = Table(
    "records",
    metadata,
    Column("scan", _serial, primary_key=True, autoincrement=False),
    Column("moment", String(8), primary_key=True, doc="start or end"),
    Column("content", JSON, nullable=False, doc="instruments, bench and software at that moment"),
    Column("checksum", String(64), nullable=False, doc="SHA-256 of the content"),
)
"""What the laboratory was when a scan started and when it ended."""

setting_changes = Table(
    "setting_changes",
    metadata,
    Column("id", _serial, primary_key=True, autoincrement=True),
    Column("scan", _serial, nullable=False),
    Column("content", JSON, nullable=False, doc="timestamp, instrument, settings and step"),
    Index(None, "scan"),
)
"""Settings that scans changed, in their order."""

deleted_scans = Table(
    "deleted_scans",
    metadata,
    Column("scan", _serial, primary_key=True, autoincrement=False),
    Column("deleted_at", DateTime(timezone=True), nullable=False),
    Column("deleted_by", String(200), nullable=False),
)
"""Scans that somebody deleted; a table of its own, so that lists of the others need no further column."""

rules = Table(
    "rules",
    metadata,
    Column("id", _serial, primary_key=True, autoincrement=True),
    Column("rule", JSON, nullable=False, doc="the definition"),
    Column("state", JSON, nullable=False, doc="what it does at present"),
    Column("of_bench", Boolean, nullable=False),
    Column("user", String(200), nullable=False, default=""),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    sqlite_autoincrement=True,
)
"""Rules that suspend scans, those of the bench file included."""
