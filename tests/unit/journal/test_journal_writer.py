import threading
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from support.running import wait_until
from support.store import LINE, SPECTRA, Lab, open_lab

from engine.errors import CommandRefused, StoreError
from engine.model.events import EventName
from engine.model.states import ScanState
from engine.store import queues, readings, scans


def kinds(lab: Lab) -> list[EventName]:
    return [entry.kind for entry in lab.reader.after(0)]


def test_what_flush_acknowledged_is_there_in_order(lab: Lab) -> None:
    stream = lab.writer.open_stream(1, "meter", LINE)
    lab.writer.emit(lab.status(ScanState.RUNNING))
    lab.append_line(stream, 2)
    lab.writer.emit(lab.scan_log("half way"))
    lab.append_line(stream, 3)
    lab.writer.emit(lab.status(ScanState.COMPLETED))
    lab.writer.flush()
    name = EventName
    points = name.DATA_POINTS
    assert kinds(lab) == [name.SCAN_STATUS, points, name.SCAN_LOG, points, name.SCAN_STATUS]
    blocks = [lab.reader.decode(entry) for entry in lab.reader.after(0) if entry.kind is points]
    assert [(block.first_index, len(block.timestamps)) for block in blocks] == [(0, 2), (2, 3)]


def test_rows_of_one_call_are_one_transaction(lab: Lab) -> None:
    meter = lab.writer.open_stream(1, "meter", LINE)
    lamp = lab.writer.open_stream(1, "lamp", LINE)
    seen: list[tuple[int, int]] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            with lab.database.read() as conn:
                totals = {m.name: m.total for m in readings.measurements(conn, 1)}
            seen.append((totals.get("meter", 0), totals.get("lamp", 0)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for i in range(3000):
        row = (float(i), 0.0)
        lab.writer.append_rows([(meter, row, 0.0), (lamp, row, 0.0)])
    lab.writer.flush()
    over.set()
    watcher.join()
    assert all(a == b for a, b in seen)


def test_many_threads_lose_nothing(lab: Lab) -> None:
    streams = [lab.writer.open_stream(lab.add_scan(), "meter", LINE) for _ in range(8)]
    threads = [
        threading.Thread(target=lambda s=s: [lab.append_line(s, 1) for _ in range(500)]) for s in streams
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lab.writer.flush()
    with lab.database.read() as conn:
        for stream in streams:
            found = readings.read(conn, stream.scan, "meter")
            np.testing.assert_array_equal(found.columns["stage.x"], np.arange(500))


def test_a_conflated_state_leaves_only_its_last_value(lab: Lab) -> None:
    for point in range(20):
        lab.writer.emit(lab.status(point=point), conflate=True)
        if point % 7 == 0:
            lab.writer.flush()
    lab.writer.flush()
    entries = lab.reader.after(0)
    assert len(entries) == 1
    assert b'"point":19' in entries[0].payload
    with lab.database.read() as conn:
        assert scans.get(conn, 1).point == 19


def test_conflated_states_of_different_things_do_not_touch(lab: Lab) -> None:
    other = lab.add_scan()
    lab.writer.emit(lab.status(point=1), conflate=True)
    lab.writer.emit(lab.status(point=2, scan=other), conflate=True)
    lab.writer.emit(lab.status(point=3))
    lab.writer.flush()
    assert [(entry.scan, entry.kind) for entry in lab.reader.after(0)] == [
        (1, EventName.SCAN_STATUS),
        (other, EventName.SCAN_STATUS),
        (1, EventName.SCAN_STATUS),
    ]


def test_logs_are_never_conflated(lab: Lab) -> None:
    for _ in range(3):
        lab.writer.emit(lab.scan_log("again"), conflate=True)
    lab.writer.flush()
    assert kinds(lab) == [EventName.SCAN_LOG] * 3


def test_the_scan_follows_its_statuses(lab: Lab) -> None:
    def now() -> tuple[ScanState, bool, bool]:
        lab.writer.flush()
        with lab.database.read() as conn:
            record = scans.get(conn, 1)
        return record.status, record.started_at is not None, record.ended_at is not None

    seen = []
    for state in (ScanState.STARTING, ScanState.RUNNING, ScanState.INTERRUPTED, ScanState.QUEUED):
        lab.writer.emit(lab.status(state))
        seen.append(now())
    lab.writer.emit(
        lab.status(ScanState.RUNNING, message="on", step="steps[0]", elapsed=2.5, eta=1.5, progress=0.5)
    )
    lab.writer.emit(lab.status(ScanState.COMPLETED, message="done", progress=1.0, total_points=7, point=7))
    seen.append(now())
    assert seen == [
        (ScanState.STARTING, False, False),
        (ScanState.RUNNING, True, False),
        (ScanState.INTERRUPTED, True, True),
        (ScanState.QUEUED, True, False),
        (ScanState.COMPLETED, True, True),
    ]
    with lab.database.read() as conn:
        record = scans.get(conn, 1)
    assert (record.message, record.point, record.total_points, record.progress) == ("done", 7, 7, 1.0)


def test_transact_returns_after_its_commit_and_in_order(lab: Lab) -> None:
    lab.writer.emit(lab.status(ScanState.RUNNING, message="before"), conflate=True)

    def work(conn: Connection) -> str:
        queues.create(conn, "made inside")
        return scans.get(conn, 1).message

    got: list[str] = []
    caller = threading.Thread(target=lambda: got.append(lab.writer.transact(work)))
    caller.start()
    caller.join(10)
    lab.writer.emit(lab.status(ScanState.RUNNING, message="after"), conflate=True)
    assert got == ["before"]
    with lab.database.read() as conn:
        assert [queue.name for queue in queues.list_(conn)] == ["first queue", "made inside"]


def test_work_that_fails_undoes_itself_only(lab: Lab) -> None:
    lab.writer.emit(lab.scan_log("stays"))

    def refused(conn: Connection) -> None:
        queues.create(conn, "never")
        raise CommandRefused("not now")

    def wrong(conn: Connection) -> None:
        conn.execute(text("SELECT x FROM nowhere"))

    with pytest.raises(CommandRefused, match="not now"):
        lab.writer.transact(refused)
    with pytest.raises(DBAPIError, match="nowhere"):
        lab.writer.transact(wrong)
    with lab.database.read() as conn:
        assert len(queues.list_(conn)) == 1
    assert kinds(lab) == [EventName.SCAN_LOG]
    assert lab.writer.trouble is None


def test_work_cannot_wait_for_the_thread_it_runs_in(lab: Lab) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"):
        lab.writer.transact(lambda conn: lab.writer.transact(lambda inner: None))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ((1.0,), "1 values were given for 2 columns"),
        ((1.0, "high"), "intensity: 'high' is not a number"),
        ((1.0, np.zeros(3)), r"intensity: an array of shape \[3\] was given, \[\] is expected"),
    ],
)
def test_values_that_do_not_fit_are_refused_whole(lab: Lab, values: tuple, reason: str) -> None:
    stream = lab.writer.open_stream(1, "meter", LINE)
    with pytest.raises(StoreError, match=reason):
        lab.writer.append_rows([(stream, (1.0, 2.0), 0.0), (stream, values, 0.0)])
    lab.append_line(stream, 1)
    lab.writer.flush()
    with lab.database.read() as conn:
        assert readings.read(conn, 1, "meter").total == 1


def test_no_number_and_arrays_are_kept(lab: Lab) -> None:
    stream = lab.writer.open_stream(1, "spectrometer", SPECTRA)
    spectrum = np.array([1, 2, 3, 4], np.int32)
    lab.writer.append_rows([(stream, (None, spectrum), 0.0), (stream, (np.float32(2), None), 1.0)])
    spectrum[:] = 0
    lab.writer.flush()
    with lab.database.read() as conn:
        found = readings.read(conn, 1, "spectrometer")
    np.testing.assert_array_equal(found.columns["stage.x"], [np.nan, 2.0])
    np.testing.assert_array_equal(found.columns["spectrum"], [[1, 2, 3, 4], [np.nan] * 4])


def test_large_backlogs_come_in_blocks_of_bounded_size(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 30_000)
    lab.writer.flush()
    sizes = [len(entry.payload) for entry in lab.reader.after(0)]
    assert len(sizes) > 1
    assert max(sizes) < 300_000


def test_readings_of_a_scan_that_is_gone_are_refused_and_hold_up_nothing(lab: Lab) -> None:
    stream = lab.writer.open_stream(99, "meter", LINE)
    lab.append_line(stream, 1)
    lab.writer.emit(lab.scan_log("goes on"))
    lab.writer.flush()
    assert kinds(lab) == [EventName.SCAN_LOG]
    with pytest.raises(StoreError, match="cannot be written"):
        lab.append_line(stream, 1)


def test_close_writes_what_waits_and_then_refuses(database_url: str) -> None:
    with open_lab(database_url, interval=0.2) as lab:
        stream = lab.writer.open_stream(1, "meter", LINE)
        for _ in range(10):
            lab.append_line(stream, 10)
        lab.writer.close()
        assert sum(len(lab.reader.decode(entry).timestamps) for entry in lab.reader.after(0)) == 100
        with pytest.raises(StoreError, match="closed"):
            lab.append_line(stream, 1)
        with pytest.raises(StoreError, match="closed"):
            lab.writer.emit(lab.scan_log("too late"))
        with pytest.raises(StoreError, match="closed"):
            lab.writer.transact(lambda conn: None)


def test_what_room_is_left_is_for_states_and_not_for_readings(tmp_path: Path) -> None:
    short = [""]
    told: list[str | None] = []
    with open_lab(tmp_path, shortage=lambda: short[0], on_trouble=told.append) as lab:
        stream = lab.writer.open_stream(1, "meter", LINE)
        lab.append_line(stream, 1)
        lab.writer.flush()
        short[0] = "the disk is full"

        def noticed() -> bool:
            lab.writer.emit(lab.scan_log("a commit looks at the disk now and then"))
            return lab.writer.trouble == "the disk is full"

        wait_until(noticed, "the shortage being noticed")
        lab.append_line(stream, 1)  # of a scan that had begun to measure
        lab.writer.emit(lab.status(ScanState.PAUSED))
        lab.writer.flush()
        assert kinds(lab)[-1] is EventName.SCAN_STATUS, "states are written all the same"
        assert lab.writer.trouble == "the disk is full"
        short[0] = ""
        wait_until(lambda: lab.writer.trouble is None, "room being noticed while nothing else happens")
    assert told == ["the disk is full", None]
