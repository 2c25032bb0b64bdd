"""A damaged row becomes a record with its readable fields, and does not hide the others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection

from engine.errors import DataDamaged
from engine.model.bench import AxisSpec, BenchSpec, InstrumentSpec
from engine.model.events import EmergencyStop
from engine.store import commands, instruments, logs, presets, queues, scan_list, scans, stops
from engine.store.database import Database

DEEP = "[" * 300 + "]" * 300
BOTTOMLESS = "[" * 100_000
JSON = {
    "deep": f'{{"a": {DEEP}}}',
    "bottomless": f'{{"a": {BOTTOMLESS}',
    "large": f'{{"a": {2**70}}}',
    "half": '{"a": "\\ud800"}',
    "cut-off": '{"a": ',
    "list": "[1]",
    "number": "5",
    "no-text": b'{"a": "\xff\xfe"}',
}
BENCH = BenchSpec(instruments={n: InstrumentSpec(name=n, axes={"x": AxisSpec()}) for n in ("a", "b", "c")})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Three of everything, and nothing wrong with them."""
    made = Database(f"sqlite:///{tmp_path / 'lab.sqlite'}")
    made.migrate()
    with made.write() as conn:
        for number in range(1, 4):
            queues.create(conn, f"Queue {number}")
            scans.create(
                conn, 1, f"Scan {number}", {"steps": []}, tags=[f"t{number}"], metadata={"n": number}
            )
            presets.put(conn, f"Preset {number}", {"steps": []})
            commands.submit(conn, "scan", f"SCAN_00{number}", "pause", user="me")
            stop = EmergencyStop(
                stop_id=f"s{number}",
                user="me",
                scans=[],
                queues=[],
                instruments=[],
                timestamp=f"2026-01-0{number}T00:00:00Z",
            )
            stops.keep(conn, stop)
        instruments.sync_bench(conn, "bench.toml", BENCH)
    yield made
    made.dispose()


def damage(database: Database, table: str, column: str, value: Any) -> None:
    """Write something else into the second row of a table."""
    with closing(sqlite3.connect(str(database.url.database))) as raw, raw:
        text = value if isinstance(value, bytes) else str(value)
        stored = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
        second = f"(SELECT rowid FROM {table} ORDER BY rowid LIMIT 1 OFFSET 1)"
        raw.execute(f"UPDATE {table} SET {column} = {stored} WHERE rowid = {second}", (text,))


LISTS: dict[str, tuple[str, Callable[[Connection], list[Any]], str]] = {
    "scans": ("scan_id", lambda conn: scan_list.list_(conn).items[::-1], "SCAN_002"),
    "queues": ("queue_id", queues.list_, "QUEUE_002"),
    "presets": ("name", presets.list_, "Preset 2"),
    "instruments": ("instrument_name", instruments.list_, "b"),
    "stops": ("stop_id", lambda conn: stops.list_(conn, 10)[::-1], "s2"),
    "commands": ("target_id", commands.pending, "SCAN_002"),
}
COLUMNS = [
    ("scans", "metadata"),
    ("scans", "tags"),
    ("queues", "last"),
    ("instruments", "last"),
    ("instruments", "spec"),
    ("stops", "last"),
    ("commands", "arguments"),
]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@pytest.mark.parametrize("name", JSON)
def test_wrong_json(database: Database, table: str, column: str, name: str) -> None:
    damage(database, table, column, JSON[name])
    key, read, second = LISTS[table]
    with database.read() as conn:
        found = read(conn)
    assert [getattr(record, key) for record in found][1] == second
    assert len(found) == 3
    # An object with a member that nobody looks at is no damage.
    hurt = column != "last" or table == "stops" or name not in ("deep", "large", "half")
    assert [bool(record.unreadable) for record in found] == [False, hurt, False]
    for record in found:
        assert orjson.loads(record.model_dump_json())
        assert orjson.dumps(record.model_dump(mode="json"))


@pytest.mark.parametrize(
    ("table", "column", "value", "field"),
    [
        ("scans", "status", "dreaming", "status"),
        ("scans", "created_at", "long ago", "created_at"),
        ("scans", "progress", "much", "progress"),
        ("scans", "name", b"\xff", "name"),
        ("scans", "notes", b"\xff", "notes"),
        ("queues", "status", "dreaming", "status"),
        ("queues", "created_at", "long ago", "created_at"),
        ("presets", "user", b"\xff", "user"),
        ("presets", "updated_at", "", "updated_at"),
        ("commands", "created_at", "long ago", "created_at"),
    ],
)
def test_other_wrong_values(database: Database, table: str, column: str, value: Any, field: str) -> None:
    damage(database, table, column, value)
    with database.read() as conn:
        found = LISTS[table][1](conn)
    assert len(found) == 3
    (hurt,) = [record for record in found if record.unreadable]
    assert field in hurt.unreadable
    assert hurt.unreadable.endswith(" cannot be read from the database")


def test_one_scan_of_a_list_and_alone(database: Database) -> None:
    damage(database, "scans", "metadata", JSON["deep"])
    damage(database, "scans", "plan", JSON["deep"])
    with database.read() as conn:
        hurt = scans.get(conn, 2)
        assert (hurt.name, hurt.metadata, hurt.plan, hurt.tags) == ("Scan 2", {}, None, ["t2"])
        assert hurt.unreadable == "metadata, plan cannot be read from the database"
        assert scans.get(conn, 1).unreadable == ""
        assert scan_list.of_queue(conn, 1)[1].unreadable
        assert scan_list.unfinished(conn)[1].unreadable


def test_a_damaged_plan(database: Database) -> None:
    damage(database, "scans", "plan", JSON["cut-off"])
    damage(database, "presets", "plan", JSON["cut-off"])
    with database.read() as conn:
        with pytest.raises(DataDamaged, match="the plan of SCAN_002"):
            scans.plan(conn, 2)
        assert presets.get(conn, "Preset 2").plan is None
        assert "plan" in presets.get(conn, "Preset 2").unreadable


def test_what_is_damaged_can_be_written_anew(database: Database) -> None:
    damage(database, "scans", "metadata", JSON["deep"])
    with database.write() as conn:
        assert scans.annotate(conn, 2, metadata={"mended": 1}).metadata == {"mended": 1}
    with database.read() as conn:
        assert scans.get(conn, 2).unreadable == ""


def test_labels_of_the_others(database: Database) -> None:
    damage(database, "scans", "tags", "{")
    with database.read() as conn:
        assert sorted(scan_list.labels(conn)["tags"]) == ["t1", "t3"]


def test_a_line_of_a_log(database: Database) -> None:
    line = {
        "event": "scan_log",
        "data": {
            "scan_id": "SCAN_001",
            "queue_id": "QUEUE_001",
            "level": "INFO",
            "message": "fine",
            "timestamp": "2026-01-01T00:00:00Z",
        },
    }
    with closing(sqlite3.connect(str(database.url.database))) as raw, raw:
        for payload in (json.dumps(line), "{", json.dumps({**line, "data": {}})):
            raw.execute(
                "INSERT INTO journal (kind, scan, payload) VALUES ('scan_log', 1, ?)", (payload.encode(),)
            )
    with database.read() as conn:
        told = [line.message for line in logs.scan_tail(conn, 1)]
    assert told[0] == "fine"
    assert all("cannot be read" in message for message in told[1:])


def test_a_failing_database_is_not_taken_for_damage(database: Database) -> None:
    with closing(sqlite3.connect(str(database.url.database))) as raw, raw:
        raw.execute("DROP TABLE presets")
    with pytest.raises(Exception, match="presets"), database.read() as conn:
        presets.list_(conn)
