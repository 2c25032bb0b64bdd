import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.store import LINE, Lab

from engine.errors import NotFound
from engine.journal.doorbell import PollingDoorbell
from engine.model.events import EventName
from engine.model.states import ScanState


@pytest.fixture
def written(lab: Lab) -> Lab:
    """Two scans' statuses, logs and readings, mixed, and a line of their queue."""
    second = lab.add_scan()
    streams = {scan: lab.writer.open_stream(scan, "meter", LINE) for scan in (1, second)}
    for number in range(6):
        for scan, stream in streams.items():
            lab.writer.emit(lab.status(point=number, scan=scan))
            lab.append_line(stream, 2)
            lab.writer.emit(lab.scan_log(f"line {number}", scan=scan))
        lab.writer.flush()
    lab.writer.emit(lab.queue_log("all said"))
    lab.writer.flush()
    return lab


def test_the_head_is_the_last_record(written: Lab) -> None:
    entries = written.reader.after(0)
    assert written.reader.head() == entries[-1].seq
    assert written.reader.floor() == 0
    with written.database.read() as conn:
        head = written.reader.head(conn)
        written.writer.emit(written.queue_log("later"))
        written.writer.flush()
        assert written.reader.head(conn) == head
    assert written.reader.head() == head + 1


def test_an_empty_journal_has_head_zero(lab: Lab) -> None:
    assert (lab.reader.head(), lab.reader.after(0)) == (0, [])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 7), st.sampled_from(["all", "scan", "queue"]), st.integers(0, 40), st.data())
def test_pages_after_a_cursor_add_up(
    written: Lab, limit: int, which: str, start: int, data: st.DataObject
) -> None:
    reader = written.reader
    upto = data.draw(st.none() | st.integers(start, 45))

    def page(seq: int, count: int) -> list:
        if which == "all":
            return reader.after(seq, count, upto)
        if which == "scan":
            return reader.of_scan(2, seq, count, upto)
        return reader.of_queue(1, seq, count, upto)

    end = 10**9 if upto is None else upto
    everything = [e for e in reader.after(0, 10**6) if start < e.seq <= end]
    wanted = {
        "all": everything,
        "scan": [e for e in everything if e.scan == 2],
        "queue": [e for e in everything if e.queue == 1],
    }[which]
    found = []
    seq = start
    while entries := page(seq, limit):
        assert len(entries) <= limit
        found += entries
        seq = entries[-1].seq
    assert found == wanted


def test_a_queue_sees_its_scans_states_but_not_their_logs_and_readings(written: Lab) -> None:
    found = {(entry.kind, entry.scan) for entry in written.reader.of_queue(1, 0, 1000)}
    assert found == {
        (EventName.SCAN_STATUS, 1),
        (EventName.SCAN_STATUS, 2),
        (EventName.QUEUE_LOG, None),
    }


def test_a_scan_sees_its_states_logs_and_readings_only(written: Lab) -> None:
    found = written.reader.of_scan(1, 0, 1000)
    assert {entry.kind for entry in found} == {
        EventName.SCAN_STATUS,
        EventName.SCAN_LOG,
        EventName.DATA_POINTS,
    }
    assert {entry.scan for entry in found} == {1}


def test_a_payload_is_the_event_as_it_travels(lab: Lab) -> None:
    status = lab.status(ScanState.PAUSED)
    lab.writer.emit(status)
    lab.writer.flush()
    (entry,) = lab.reader.after(0)
    assert entry.payload == status.encode()
    assert (entry.scan, entry.queue, entry.instrument) == (1, 1, None)


def test_a_block_knows_its_stream(written: Lab) -> None:
    blocks = [written.reader.decode(e) for e in written.reader.of_scan(2, 0, 1000) if e.kind == "data_points"]
    assert {(block.stream.scan, block.stream.measurement, block.stream.columns) for block in blocks} == {
        (2, "meter", LINE)
    }
    assert [int(x) for block in blocks for x in block.columns["stage.x"]] == list(range(12))


def test_an_unknown_stream_is_not_found(lab: Lab) -> None:
    with pytest.raises(NotFound, match="77"):
        lab.reader.stream(77)


def test_polling_slows_down_while_nothing_comes() -> None:
    bell = PollingDoorbell()
    assert [bell.rest(found) for found in (True, False, False, False, False, False, True)] == [
        0.005,
        0.01,
        0.02,
        0.04,
        0.05,
        0.05,
        0.005,
    ]
