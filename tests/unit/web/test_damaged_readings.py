"""Readings with any bit changed: an error or the right numbers, never wrong ones."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from support.damage import cells, flipped
from support.export_readers import READERS
from support.store import LINE, Lab, open_lab
from werkzeug.test import Client

from dashboard.app import create_app
from dashboard.live.rooms import parse
from dashboard.live.snapshots import take
from engine.errors import DataDamaged, PyBirchError
from engine.exporters.registry import export, exporters, find
from engine.journal.reader import JournalReader
from engine.model.bench import Column
from engine.model.events import EventName
from engine.model.states import ScanState
from engine.settings import Settings
from engine.store import readings
from engine.store.database import Database

TOKEN = "the-token-of-these-tests"
TRACE = (Column(name="trace", unit="V", shape=(3,)),)
METER, SCOPE = [float(i) for i in range(14)], [[i, i + 0.5, -i] for i in range(5)]
SCANS = (1, 2)
"""The first has ended and lies in two chunks a measurement, the second still has readings in the journal only."""
Request = Callable[[int, str], Any]


def measure(lab: Lab, scan: int) -> None:
    """Two measurements, in two pieces each."""
    for start, stop in ((0, 9), (9, 14)):
        lab.append_line(lab.writer.open_stream(scan, "meter", LINE, start), stop - start)
        half = (0, 3) if start == 0 else (3, 5)
        scope = lab.writer.open_stream(scan, "scope", TRACE, half[0])
        lab.writer.append_rows([(scope, (np.array(SCOPE[i]),), 50.0 + i) for i in range(*half)])
        if start == 0 or scan == 1:
            lab.writer.emit(lab.status(ScanState.INTERRUPTED if start == 0 else ScanState.COMPLETED, scan))
        lab.writer.flush()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def file(home: Path) -> Path:
    """The database file of two small scans; all of it is in this one file."""
    database = Database(Settings(home=home).url)
    with open_lab(str(database.url)) as lab:
        lab.add_scan("second")
        for scan in SCANS:
            measure(lab, scan)
    database.dispose()
    return Path(database.url.database or "")


@pytest.fixture(scope="module")
def database(file: Path, home: Path) -> Iterator[Database]:
    made = Database(Settings(home=home).url)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def client(database: Database, home: Path) -> Client:
    return Client(create_app(Settings(home=home, token=TOKEN), database).wsgi, use_cookies=False)


def get(client: Client, path: str) -> Any:
    return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {TOKEN}"})


def refused(answer: Any) -> bool:
    if answer.status_code == 200:
        return False
    problem = answer.get_json(force=True)
    assert answer.status_code >= 400 and problem["detail"]
    assert "Traceback" not in problem["detail"]
    return True


def right(measurement: str, columns: dict[str, Any]) -> bool:
    if measurement == "scope":
        return columns["trace"].tolist() == SCOPE
    return columns["stage.x"].tolist() == METER and columns["intensity"].tolist() == [2 * x for x in METER]


def asked(client: Client, scan: int, measurement: str, form: str) -> None:
    """One format: what comes is right and said to be whole, or nothing comes."""
    answer = get(client, f"/scans/SCAN_{scan:03}/data?format={form}&measurement={measurement}")
    if refused(answer):
        return
    rows = len(METER) if measurement == "meter" else len(SCOPE)
    assert answer.headers["X-PyBirch-Rows"] == str(rows)
    found = READERS[form](answer.data, measurement)
    begin = 1000.0 if measurement == "meter" else 50.0
    assert right(measurement, found.columns)
    assert found.moments == [begin + i for i in range(rows)]


def asked_for_all(client: Client, scan: int) -> None:
    """JSON without a choice, and the zip of everything."""
    answer = get(client, f"/scans/SCAN_{scan:03}/data")
    if not refused(answer):
        found = answer.json["measurements"]
        assert set(found) == {"meter", "scope"}
        for name, each in found.items():
            assert each["total"] == len(METER if name == "meter" else SCOPE)
            assert right(name, {column: np.array(values) for column, values in each["columns"].items()})
    answer = get(client, f"/scans/export?scan_id=SCAN_{scan:03}&format=csv")
    if not refused(answer):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as made:
            texts = {name.rpartition("/")[2]: made.read(name) for name in made.namelist()}
        assert set(texts) == {"scan.json", "meter.csv", "scope.csv", "log.txt", "manifest.json"}
        for name in ("meter", "scope"):
            assert right(name, READERS["csv"](texts[f"{name}.csv"], name).columns)


def asked_by_chart(client: Client, scan: int, measurement: str) -> None:
    answer = get(client, f"/scans/SCAN_{scan:03}/columns?measurement={measurement}&first=0&last=100")
    if refused(answer):
        return
    length = int.from_bytes(answer.data[:4], "little")
    head = json.loads(answer.data[4 : 4 + length])
    numbers = np.frombuffer(answer.data, "<f8", offset=4 + length)
    count, at, columns = head["count"], 0, {}
    for column in head["columns"]:
        part = numbers[at : at + count * column["size"]]
        columns[column["name"]] = part.reshape(count, -1) if column["size"] > 1 else part
        at += count * column["size"]
    assert right(measurement, columns)


def shown(database: Database, scan: int) -> None:
    """What a page gets first: right readings, or the word that they are damaged."""
    try:
        state = json.loads(take(database, JournalReader(database), parse(f"scan_SCAN_{scan:03}")).state)
    except PyBirchError:
        return
    if state["scan"]["damage"]:
        assert state["points"] == {}
        return
    assert set(state["points"]) == {"meter", "scope"}
    for name, points in state["points"].items():
        if points.get("damage"):
            assert points["timestamps"] == [] and not any(points["columns"].values())
        else:
            assert right(name, {column: np.array(values) for column, values in points["columns"].items()})


def told_again(database: Database, scan: int) -> None:
    """What whoever comes back after a cursor gets: readings one after the other, as far as they are right."""
    reader = JournalReader(database)
    try:
        entries = [e for e in reader.of_scan(scan, 0, 1000) if e.kind is EventName.DATA_POINTS]
        blocks = [reader.decode(entry) for entry in entries]
    except PyBirchError:
        return
    for block in blocks:
        rows = slice(block.first_index, block.first_index + len(block.timestamps))
        wanted = METER if block.stream.measurement == "meter" else SCOPE
        assert next(iter(block.columns.values())).tolist() == wanted[rows]


def asked_otherwise(client: Client, database: Database, scan: int) -> None:
    """Whatever gives readings besides the files of single measurements."""
    for measurement in ("meter", "scope"):
        asked_by_chart(client, scan, measurement)
    asked_for_all(client, scan)
    shown(database, scan)
    told_again(database, scan)


@pytest.mark.parametrize("form", sorted(exporters()))
def test_a_file_is_given_while_nothing_is_damaged(client: Client, form: str) -> None:
    for scan in SCANS:
        for measurement in ("meter", "scope"):
            answer = get(client, f"/scans/SCAN_{scan:03}/data?format={form}&measurement={measurement}")
            assert right(measurement, READERS[form](answer.data, measurement).columns)


def test_all_else_is_given_while_nothing_is_damaged(client: Client, database: Database) -> None:
    for scan in SCANS:
        assert get(client, f"/scans/SCAN_{scan:03}/data").status_code == 200
        assert get(client, f"/scans/export?scan_id=SCAN_{scan:03}&format=csv").status_code == 200
        asked_otherwise(client, database, scan)


def any_flip(choice: st.DataObject, file: Path) -> AbstractContextManager[bool]:
    """One bit of anything that is stored of readings, every column of every table as often as any other."""
    every = cells(file)
    table = choice.draw(st.sampled_from(sorted({cell.table for cell in every})))
    column = choice.draw(st.sampled_from(sorted({cell.column for cell in every if cell.table == table})))
    cell = choice.draw(st.sampled_from([c for c in every if (c.table, c.column) == (table, column)]))
    return flipped(file, cell, choice.draw(st.integers(0, cell.bits - 1)))


@pytest.mark.parametrize("form", sorted(exporters()))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_one_flipped_bit_gives_no_file_or_the_right_numbers(
    choice: st.DataObject, client: Client, file: Path, form: str
) -> None:
    with any_flip(choice, file) as done:
        assume(done)
        for scan in SCANS:
            for measurement in ("meter", "scope"):
                asked(client, scan, measurement, form)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_one_flipped_bit_gives_an_error_or_the_right_numbers(
    choice: st.DataObject, client: Client, database: Database, file: Path
) -> None:
    with any_flip(choice, file) as done:
        assume(done)
        for scan in SCANS:
            asked_otherwise(client, database, scan)


@pytest.mark.parametrize("form", sorted(exporters()))
def test_a_flipped_bit_of_a_reading_is_told_as_a_problem(client: Client, file: Path, form: str) -> None:
    chunk = next(cell for cell in cells(file) if cell.table == "chunks" and cell.column == "payload")
    with flipped(file, chunk, chunk.bits - 2):
        answer = get(client, f"/scans/SCAN_001/data?format={form}&measurement=meter")
        assert answer.status_code == 500
        assert answer.content_type == "application/problem+json"
        problem = answer.get_json(force=True)
        assert problem["type"] == "urn:pybirch:data_damaged"
        for word in ("SCAN_001", "meter", "readings 0 to 8", "wrong checksum", "restore a backup"):
            assert word in problem["detail"]
        # The rest of it can still be had.
        rest = get(client, f"/scans/SCAN_001/data?format={form}&measurement=meter&first=9")
        assert (rest.status_code, rest.headers["X-PyBirch-Rows"]) == (200, "5")


@pytest.mark.parametrize("form", sorted(exporters()))
def test_a_chunk_that_is_gone_is_told_as_a_problem(client: Client, database: Database, form: str) -> None:
    with database.write() as conn:
        row = conn.exec_driver_sql("SELECT * FROM chunks WHERE stream = 1 AND first_index = 0").one()
        conn.exec_driver_sql("DELETE FROM chunks WHERE stream = 1 AND first_index = 0")
    try:
        answer = get(client, f"/scans/SCAN_001/data?format={form}&measurement=meter")
        assert answer.status_code == 500
        assert "readings 0 to 8 of meter in SCAN_001" in answer.get_json(force=True)["detail"]
    finally:
        with database.write() as conn:
            conn.exec_driver_sql("INSERT INTO chunks VALUES (?, ?, ?, ?, ?)", tuple(row))
    assert get(client, f"/scans/SCAN_001/data?format={form}&measurement=meter").status_code == 200


@pytest.mark.parametrize("form", sorted(exporters()))
def test_much_that_is_damaged_breaks_off_or_is_told_as_a_problem(
    client: Client, file: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "LOOKED_THROUGH", 0)
    with contextlib.closing(sqlite3.connect(file)) as conn:
        [(row,)] = conn.execute("SELECT rowid FROM chunks WHERE stream = 2 AND first_index = 3")
    chunk = next(c for c in cells(file) if (c.table, c.row, c.column) == ("chunks", row, "payload"))
    with (
        flipped(file, chunk, chunk.bits - 2),
        contextlib.closing(get(client, f"/scans/SCAN_001/data?format={form}&measurement=scope")) as answer,
    ):
        if answer.status_code == 200:
            assert form in ("csv", "event-model", "json", "parquet")
            with pytest.raises(DataDamaged):
                answer.get_data()
        else:
            # Nothing of it was sent yet.
            assert answer.get_json(force=True)["type"] == "urn:pybirch:data_damaged"


def unchanged_or_refused(url: str, scan: int) -> None:
    """All a file can still give, asked without a server: the file may be damaged anywhere."""
    database = Database(url)
    try:
        with database.read() as conn:
            whole = json.loads(b"".join(export(conn, scan, find("json")).pieces))["measurements"]
            assert set(whole) == {"meter", "scope"}
            for name, each in whole.items():
                assert right(name, {column: np.array(values) for column, values in each["columns"].items()})
        shown(database, scan)
    except (PyBirchError, DBAPIError, ValueError, TypeError):
        pass
    finally:
        database.dispose()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_one_flipped_bit_of_the_file_itself(choice: st.DataObject, file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    shutil.copy(file, broken)
    place = choice.draw(st.integers(0, file.stat().st_size - 1))
    bit = choice.draw(st.integers(0, 7))
    with broken.open("r+b") as stream:
        stream.seek(place)
        byte = stream.read(1)[0]
        stream.seek(place)
        stream.write(bytes([byte ^ 1 << bit]))
    for scan in SCANS:
        unchanged_or_refused(f"sqlite:///{broken}", scan)
