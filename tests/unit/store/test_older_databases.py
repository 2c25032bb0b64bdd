"""A database of an earlier version: its readings can be read, and new ones have checksums."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from support.store import LINE, PLAN, Lab

from engine.errors import DataDamaged
from engine.journal.reader import JournalReader
from engine.journal.writer import JournalWriter
from engine.model.bench import columns_as_json
from engine.model.states import ScanState
from engine.store import migrate, readings
from engine.store.database import Database

OLD = "0002"


def old_block(stream: int, first: int, count: int) -> bytes:
    """A block as the first version wrote it: readings (index, 2 x index) at 1000 s + index."""
    index = np.arange(first, first + count, dtype="<f8")
    return (
        struct.pack("<HHIqq", 1, 0, count, stream, first)
        + np.concatenate([1000 + index, index, 2 * index]).astype("<f8").tobytes()
    )


@pytest.fixture
def lab(database_url: str) -> Iterator[Lab]:
    """A scan of an earlier version: 5 readings in a chunk, 3 in the journal."""
    database = Database(database_url)
    with database.write() as conn:
        config = Config()
        config.set_main_option("script_location", str(migrate._SCRIPTS).replace("%", "%%"))
        config.attributes["connection"] = conn
        command.upgrade(config, OLD)
        moment = "'2026-01-01 00:00:00+00:00'"
        conn.execute(
            text(
                "INSERT INTO queues (id, name, mode, on_failure, status, message, created_at) "
                f"VALUES (1, 'q', 'serial', 'continue', 'idle', '', {moment})"
            )
        )
        conn.execute(
            text(
                "INSERT INTO scans (id, queue, position, name, status, message, plan, sample, tags, notes, metadata, "
                "point, progress, elapsed, step, \"user\", created_at, updated_at) VALUES (1, 1, 1.0, 'line', "
                f"'interrupted', '', :plan, '', '[]', '', '{{}}', 8, 0.5, 1.0, '', '', {moment}, {moment})"
            ),
            {"plan": json.dumps(PLAN)},
        )
        conn.execute(
            text("INSERT INTO streams (id, scan, measurement, columns) VALUES (1, 1, 'meter', :columns)"),
            {"columns": json.dumps(columns_as_json(LINE))},
        )
        for first, count in ((0, 5), (5, 3)):
            conn.execute(
                text("INSERT INTO journal (kind, scan, payload) VALUES ('data_points', 1, :payload)"),
                {"payload": old_block(1, first, count)},
            )
        conn.execute(
            text(
                "INSERT INTO chunks (stream, first_index, count, seq, payload) VALUES (1, 0, 5, 1, :payload)"
            ),
            {"payload": old_block(1, 0, 5)},
        )
    if not database.sqlite:
        with database.write() as conn:
            for name in ("queues", "scans", "streams"):
                conn.execute(text(f"SELECT setval('{name}_id_seq', 1)"))
    database.migrate()
    writer = JournalWriter(database)
    writer.start()
    yield Lab(database, writer, JournalReader(database))
    writer.close()
    database.dispose()


def test_its_readings_are_there(lab: Lab) -> None:
    with lab.database.read() as conn:
        assert readings.totals(conn, 1) == {"meter": 8}
        found = readings.read(conn, 1, "meter")
    assert found.columns["intensity"].tolist() == [2 * i for i in range(8)]


def test_a_resumed_scan_continues_its_stream(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "meter", LINE, 8), 4)
    lab.writer.emit(lab.status(ScanState.COMPLETED))
    lab.writer.flush()
    with lab.database.read() as conn:
        assert readings.read(conn, 1, "meter").columns["stage.x"].tolist() == list(range(12))
        assert conn.execute(text("SELECT count(*) FROM streams")).scalar() == 1


def test_what_is_missing_is_noticed(lab: Lab) -> None:
    with lab.database.write() as conn:
        conn.execute(text("DELETE FROM journal WHERE seq = 2"))
    with lab.database.read() as conn, pytest.raises(DataDamaged, match="readings 5 to 7 of meter"):
        readings.read(conn, 1, "meter")
