from support.store import Lab

from engine.store import logs


def test_tails_hold_the_last_lines_oldest_first(lab: Lab) -> None:
    for number in range(30):
        lab.writer.emit(lab.scan_log(f"scan line {number}"))
        lab.writer.emit(lab.queue_log(f"queue line {number}"))
    lab.writer.emit(lab.scan_log("of another scan", scan=lab.add_scan()))
    lab.writer.flush()
    with lab.database.read() as conn:
        assert [line.message for line in logs.scan_tail(conn, 1, 2)] == ["scan line 28", "scan line 29"]
        assert [line.message for line in logs.queue_tail(conn, 1, 1)] == ["queue line 29"]
        assert logs.scan_tail(conn, 99, 5) == []


def test_markup_and_line_breaks_stay_what_they_are(lab: Lab) -> None:
    message = "<script>alert('µ')</script>\nsecond line"
    lab.writer.emit(lab.scan_log(message))
    lab.writer.flush()
    with lab.database.read() as conn:
        (line,) = logs.scan_tail(conn, 1, 10)
    assert (line.message, line.scan_id, line.queue_id, line.level) == (
        message,
        "SCAN_001",
        "QUEUE_001",
        "INFO",
    )
