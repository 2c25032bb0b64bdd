import numpy as np
from support.store import LINE, SPECTRA, Lab

from engine.journal import retention
from engine.journal.pruning import Pruning
from engine.model.bench import Column
from engine.model.states import ScanState
from engine.store import readings


def chunk_rows(lab: Lab) -> list[tuple[int, int, int]]:
    with lab.database.read() as conn:
        found = conn.exec_driver_sql(
            "SELECT stream, first_index, count FROM chunks ORDER BY stream, first_index"
        )
        return [tuple(row) for row in found]


def test_readings_are_chunked_once_there_are_enough(lab: Lab) -> None:
    stream = lab.writer.open_stream(1, "meter", LINE)
    lab.append_line(stream, 4000)
    lab.writer.flush()
    assert chunk_rows(lab) == []
    lab.append_line(stream, 200)
    lab.writer.flush()
    assert chunk_rows(lab) == [(1, 0, 4200)]
    lab.append_line(stream, 100)
    lab.writer.emit(lab.status(ScanState.STOPPED))
    lab.writer.flush()
    assert chunk_rows(lab) == [(1, 0, 4200), (1, 4200, 100)]


def test_large_readings_are_chunked_by_size(lab: Lab) -> None:
    wide = (Column(name="spectrum", shape=(4096,)),)
    stream = lab.writer.open_stream(1, "camera", wide)
    for i in range(40):
        lab.writer.append_rows([(stream, (np.full(4096, float(i)),), float(i))])
        lab.writer.flush()
    assert chunk_rows(lab) == [(1, 0, 31)]


def test_every_measurement_is_chunked_when_the_scan_ends(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 3)
    spectra = lab.writer.open_stream(1, "spectrometer", SPECTRA)
    lab.writer.append_rows([(spectra, (0.0, np.ones(4)), 0.0)])
    lab.append_line(lab.writer.open_stream(lab.add_scan(), "meter", LINE), 3)
    lab.writer.emit(lab.status(ScanState.ABORTED))
    lab.writer.flush()
    assert [(first, count) for _, first, count in chunk_rows(lab)] == [(0, 3), (0, 1)]


def test_a_jump_in_the_index_begins_a_new_chunk(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 3)
    lab.append_line(lab.writer.open_stream(1, "meter", LINE, first_index=10), 2)
    lab.writer.emit(lab.status(ScanState.COMPLETED))
    lab.writer.flush()
    assert chunk_rows(lab) == [(1, 0, 3), (1, 10, 2)]


def test_readings_in_chunks_leave_the_journal_and_are_still_read(lab: Lab) -> None:
    done = lab.writer.open_stream(1, "meter", LINE)
    for _ in range(10):
        lab.append_line(done, 500)
        lab.writer.emit(lab.scan_log("stays"))
        lab.writer.flush()
    under_way = lab.add_scan()
    lab.append_line(lab.writer.open_stream(under_way, "meter", LINE), 5)
    lab.writer.flush()
    before = len(lab.reader.after(0))
    with lab.database.write() as conn:
        assert retention.count(conn) == before
        gone, upto = retention.prune(conn, guard=0)
    # The first nine blocks of 500 lie in the one chunk there is; the tenth does not, nor do the other scan's.
    assert gone == 9
    assert lab.reader.floor() > 0
    assert len(lab.reader.after(0)) == before - 9
    assert upto == lab.reader.head()
    with lab.database.read() as conn:
        np.testing.assert_array_equal(readings.read(conn, 1, "meter").columns["stage.x"], np.arange(5000.0))
        assert readings.tail(conn, under_way, 5)["meter"].total == 5


def test_a_measurement_that_rests_is_chunked_with_the_busy_one(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "thermometer", LINE), 2)
    busy = lab.writer.open_stream(1, "meter", LINE)
    for _ in range(3):
        lab.append_line(busy, 4096)
        lab.writer.flush()
    assert chunk_rows(lab) == [(1, 0, 2), (2, 0, 4096), (2, 4096, 4096), (2, 8192, 4096)]
    with lab.database.read() as conn:
        assert {name: m.total for name, m in readings.tail(conn, 1, 5).items()} == {
            "thermometer": 2,
            "meter": 12288,
        }


def test_the_writer_prunes_when_the_journal_has_grown(lab: Lab) -> None:
    pruning = Pruning(lab.database, kept=20, records=10, guard=0)
    stream = lab.writer.open_stream(1, "meter", LINE)
    for number in range(40):
        lab.append_line(stream, 500)
        lab.writer.flush()
        pruning.after(1)
        with lab.database.read() as conn:
            assert retention.count(conn) <= min(number + 1, 31)
    with lab.database.read() as conn:
        np.testing.assert_array_equal(readings.read(conn, 1, "meter").columns["stage.x"], np.arange(20_000.0))


def test_recent_records_are_not_taken_from_under_a_reader(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 5000)
    lab.writer.flush()
    with lab.database.write() as conn:
        assert retention.prune(conn) == (0, 0)
    assert lab.reader.floor() == 0
