"""Stored readings that are not what was written are noticed wherever they are read."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text
from support.store import LINE, SPECTRA, Lab

from engine.errors import CommandRefused, DataDamaged
from engine.journal.chunks import consolidate
from engine.model.events import EventName
from engine.model.states import ScanState
from engine.scans.recorder import Recorder
from engine.store import readings, scans

FIRST_BLOCK = "(SELECT min(seq) FROM journal WHERE kind = 'data_points')"


def change(lab: Lab, statement: str, **values: Any) -> None:
    with lab.database.write() as conn:
        assert conn.execute(text(statement), values).rowcount == 1


def flip(lab: Lab, table: str, where: str, at: int) -> None:
    """Flip a bit of a payload."""
    with lab.database.write() as conn:
        payload = bytearray(conn.execute(text(f"SELECT payload FROM {table} WHERE {where}")).scalar_one())
        payload[at] ^= 4
        conn.execute(text(f"UPDATE {table} SET payload = :p WHERE {where}"), {"p": bytes(payload)})


@pytest.fixture
def measured(lab: Lab) -> Lab:
    """Readings 0 to 8 in a chunk, 9 to 13 in the journal, and a spectrum."""
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 9)
    lab.writer.emit(lab.status(ScanState.INTERRUPTED))
    lab.writer.flush()
    lab.append_line(lab.writer.open_stream(1, "meter", LINE, 9), 5)
    spectra = lab.writer.open_stream(1, "spectrometer", SPECTRA)
    lab.writer.append_rows([(spectra, (0.0, np.ones(4)), 0.0)])
    lab.writer.flush()
    return lab


@pytest.mark.parametrize(
    ("statement", "which"),
    [
        ("UPDATE chunks SET first_index = 9", "readings 0 to 8 of meter in SCAN_001"),
        ("UPDATE chunks SET first_index = 1", "readings? 0"),
        ("UPDATE chunks SET count = 8", "reading 8 of"),
        ("UPDATE chunks SET seq = 0", "reading"),
        ("UPDATE chunks SET seq = 1000", "readings 9 to 13"),
        ("UPDATE extents SET total = 13 WHERE stream = 1", "number of readings"),
        ("UPDATE extents SET scan = 2 WHERE stream = 1", "do not agree"),
        ("DELETE FROM extents WHERE stream = 1", "do not agree"),
        ("UPDATE streams SET measurement = 'beter' WHERE id = 1", "checksum of the columns"),
        ("UPDATE streams SET scan = 2 WHERE id = 1", "do not agree"),
    ],
)
def test_what_is_missing_or_moved_is_named(measured: Lab, statement: str, which: str) -> None:
    other = measured.add_scan()
    assert other == 2
    change(measured, statement)
    with measured.database.read() as conn:
        with pytest.raises(DataDamaged, match=which):
            readings.read(conn, 1, "meter")
        with pytest.raises(DataDamaged, match=which):
            list(readings.iterate(conn, 1, "meter"))
        with pytest.raises(DataDamaged, match=which):
            readings.inspect(conn, 1, "meter")


def test_the_units_that_readings_were_taken_in_cannot_change(measured: Lab) -> None:
    with measured.database.write() as conn:
        columns = conn.execute(text("SELECT CAST(columns AS TEXT) FROM streams WHERE id = 1")).scalar_one()
        # As bound text, whatever the database takes JSON for.
        statement = "UPDATE streams SET columns = CAST(:c AS JSON) WHERE id = 1"
        if measured.database.sqlite:
            statement = "UPDATE streams SET columns = :c WHERE id = 1"
        conn.execute(text(statement), {"c": columns.replace('"mm"', '"mA"')})
    with measured.database.read() as conn, pytest.raises(DataDamaged, match="checksum of the columns"):
        readings.read(conn, 1, "meter")


def test_damage_costs_only_what_is_damaged(measured: Lab) -> None:
    flip(measured, "chunks", "stream = 1", 60)
    with measured.database.read() as conn:
        with pytest.raises(
            DataDamaged, match=r"readings 0 to 8 of meter .*wrong checksum.; restore a backup"
        ):
            readings.read(conn, 1, "meter", last=0)
        rest = readings.read(conn, 1, "meter", first=9)
        assert rest.columns["stage.x"].tolist() == [9, 10, 11, 12, 13]
        ends = readings.tail(conn, 1)
        assert ends["spectrometer"].damage == "" and len(ends["spectrometer"].timestamps) == 1
        assert "readings 0 to 8" in ends["meter"].damage
        assert (ends["meter"].first_index, len(ends["meter"].timestamps)) == (14, 0)
        assert readings.tail(conn, 1, 5)["meter"].columns["stage.x"].tolist() == [9, 10, 11, 12, 13]


def test_much_is_looked_at_while_it_is_read(measured: Lab) -> None:
    flip(
        measured,
        "journal",
        "seq = (SELECT max(seq) FROM journal WHERE kind = 'data_points' AND scan = 1)",
        60,
    )
    with measured.database.read() as conn:
        assert readings.inspect(conn, 1, "spectrometer", most=0) == 1
        with pytest.raises(DataDamaged, match="reading 0 of spectrometer"):
            list(readings.iterate(conn, 1, "spectrometer"))


def test_a_scan_whose_measurements_are_unknown_is_still_a_scan(measured: Lab) -> None:
    change(measured, "DELETE FROM extents WHERE stream = 1")
    with measured.database.read() as conn:
        record = scans.get(conn, 1)
    assert record.measurements is None
    assert "SCAN_001 are damaged" in record.damage


def test_resuming_with_missing_readings_is_refused(measured: Lab) -> None:
    recorder = Recorder(measured.writer, measured.database, 1)
    assert recorder.past()[0] == {"meter": 14, "spectrometer": 1}
    change(measured, "UPDATE chunks SET first_index = 20")
    with pytest.raises(DataDamaged, match="readings 0 to 8 of meter"):
        recorder.past()


def test_new_readings_are_not_added_to_a_damaged_description(
    measured: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    change(measured, "DELETE FROM extents WHERE stream = 1")
    stream = measured.writer.open_stream(1, "meter", LINE, 14)
    measured.append_line(stream, 1)
    measured.writer.flush()
    with pytest.raises(Exception, match=r"cannot be written: .*SCAN_001 are damaged"):
        measured.append_line(stream, 1)
    assert measured.writer.trouble is None
    # Others go on.
    other = measured.writer.open_stream(measured.add_scan(), "meter", LINE)
    measured.append_line(other, 3)
    measured.writer.flush()
    with measured.database.read() as conn:
        assert readings.totals(conn, 2) == {"meter": 3}


def test_a_damaged_block_is_left_out_of_the_chunks(measured: Lab, caplog: pytest.LogCaptureFixture) -> None:
    flip(measured, "journal", "seq = (SELECT max(seq) FROM journal WHERE kind = 'data_points')", 60)
    with caplog.at_level(logging.ERROR):
        measured.writer.emit(measured.status(ScanState.COMPLETED))
        measured.writer.flush()
    assert "into chunks" in caplog.text
    with measured.database.read() as conn:
        assert len(readings.read(conn, 1, "meter").timestamps) == 14
        with pytest.raises(DataDamaged, match=r"reading 0 of spectrometer .*missing"):
            readings.read(conn, 1, "spectrometer")


def test_readings_are_not_chunked_twice(measured: Lab) -> None:
    change(measured, "UPDATE chunks SET seq = 0")
    with measured.database.write() as conn, pytest.raises(DataDamaged, match="stored twice"):
        consolidate(conn, 1)


def test_the_journal_names_what_it_cannot_give(measured: Lab) -> None:
    flip(measured, "journal", f"seq = {FIRST_BLOCK}", 70)
    entries = [e for e in measured.reader.after(0) if e.kind is EventName.DATA_POINTS]
    with pytest.raises(DataDamaged, match=r"SCAN_001 .*wrong checksum"):
        measured.reader.decode(entries[0])
    assert len(measured.reader.decode(entries[1]).timestamps) == 5


def test_a_record_of_an_unknown_kind_is_skipped(measured: Lab, caplog: pytest.LogCaptureFixture) -> None:
    before = measured.reader.after(0)
    with measured.database.write() as conn:
        conn.execute(text(f"UPDATE journal SET kind = 'data_pointr' WHERE seq = {FIRST_BLOCK}"))
    with caplog.at_level(logging.ERROR):
        assert len(measured.reader.after(0)) == len(before) - 1
    assert "skipping" in caplog.text


def test_a_queued_scan_with_damaged_readings_is_not_removed(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 1)
    lab.writer.flush()
    change(lab, "DELETE FROM extents")
    with lab.database.write() as conn, pytest.raises((DataDamaged, CommandRefused)):
        scans.remove(conn, 1)
