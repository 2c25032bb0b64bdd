"""Backups are consistent while others write, and any damage is found."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.store import LINE, Lab, open_lab

from engine.model.states import ScanState
from engine.store import backup, readings
from engine.store.database import Database
from engine.store.marks import Texts
from engine.store.verify import verify
from pybirch.commands import command

MARKED = tuple(column.model_copy(update={"axis": column.name == "stage.x"}) for column in LINE)


@pytest.fixture
def lab(tmp_path: Path):
    with open_lab(tmp_path / "home") as opened:
        yield opened


def measured(lab: Lab, count: int = 5000) -> None:
    texts = Texts()
    stream = lab.writer.open_stream(1, "meter", MARKED, texts=texts)
    marks = [(float(i), i, 0, texts["a"], texts["ok"]) for i in range(count)]
    lab.writer.append_rows([(stream, (float(i), 2.0 * i, *marks[i]), 1000.0 + i) for i in range(count)])
    lab.writer.flush()


def test_a_backup_under_constant_writing_restores_consistent(lab: Lab, tmp_path: Path) -> None:
    stream = lab.writer.open_stream(1, "meter", LINE)
    going, enough = threading.Event(), threading.Event()

    def write() -> None:
        while not enough.is_set():
            lab.append_line(stream, 100)
            going.set()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert going.wait(30)
        for number in range(3):
            backup.make(lab.database, tmp_path / f"{number}.backup")
    finally:
        enough.set()
        thread.join()
    totals = []
    for number in range(3):
        home = tmp_path / f"restored {number}"
        backup.restore(tmp_path / f"{number}.backup", home)
        restored = Database(f"sqlite:///{home / 'pybirch.sqlite'}")
        assert list(verify(restored)) == []
        assert restored.identity != lab.database.identity
        with restored.read() as conn:
            totals.append(readings.totals(conn, 1).get("meter", 0))
        restored.dispose()
    assert totals == sorted(totals)


def test_every_flipped_bit_of_a_backup_is_found(lab: Lab, tmp_path: Path) -> None:
    measured(lab, 10)
    file = tmp_path / "lab.backup"
    backup.make(lab.database, file)
    whole = file.read_bytes()
    step = max(1, len(whole) // 50)
    for at in range(0, len(whole), step):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert CliRunner().invoke(command, ["verify", str(file)]).exit_code == 1, at
    file.write_bytes(whole)
    assert CliRunner().invoke(command, ["verify", str(file)]).exit_code == 0
    file.write_bytes(whole[:-1])
    assert CliRunner().invoke(command, ["restore", str(file), "--home", str(tmp_path / "no")]).exit_code == 1
    assert not (tmp_path / "no").exists()


def test_verify_names_flipped_bits_of_readings(lab: Lab) -> None:
    measured(lab)
    lab.writer.emit(lab.status(ScanState.COMPLETED))
    lab.writer.flush()
    assert list(verify(lab.database)) == []
    with closing(sqlite3.connect(lab.database.place)) as raw:
        first, payload = raw.execute(
            "SELECT first_index, payload FROM chunks ORDER BY first_index"
        ).fetchone()
    for at in (5, 40, len(payload) // 2, len(payload) - 3):
        broken = payload[:at] + bytes([payload[at] ^ 1]) + payload[at + 1 :]
        store(lab, first, broken)
        (line, *_) = list(verify(lab.database))
        assert "SCAN_001" in line
    store(lab, first, payload)
    assert list(verify(lab.database)) == []


def test_the_commands(lab: Lab, tmp_path: Path) -> None:
    measured(lab, 10)
    url = f"--database-url={lab.database.url.render_as_string()}"
    file, run = tmp_path / "lab.backup", CliRunner().invoke
    made = run(command, ["backup", str(file), url])
    assert made.exit_code == 0, made.output
    again = run(command, ["backup", str(file), url])
    assert again.exit_code == 1 and "exists already" in again.output
    assert run(command, ["verify", url]).exit_code == 0
    restored = run(command, ["restore", str(file), "--home", str(tmp_path / "new")])
    assert restored.exit_code == 0, restored.output
    assert run(command, ["verify", "--home", str(tmp_path / "new")]).exit_code == 0
    twice = run(command, ["restore", str(file), "--home", str(tmp_path / "new")])
    assert twice.exit_code == 1 and "new folder" in twice.output
    with closing(sqlite3.connect(tmp_path / "new" / "pybirch.sqlite")) as raw:
        raw.execute("UPDATE extents SET total = total + 1")
        raw.commit()
    wrong = run(command, ["verify", "--home", str(tmp_path / "new")])
    assert wrong.exit_code == 1 and "SCAN_001" in wrong.output


def store(lab: Lab, first: int, payload: bytes) -> None:
    with closing(sqlite3.connect(lab.database.place)) as raw:
        raw.execute("UPDATE chunks SET payload = ? WHERE first_index = ?", (payload, first))
        raw.commit()
