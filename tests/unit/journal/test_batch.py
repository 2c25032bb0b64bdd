from support.store import LINE

from engine.journal.batch import Batch, Job, Posted, place_of
from engine.journal.stream import Rows, Stream
from engine.model.events import QueueLog, ScanStatus
from engine.model.states import ScanState

MOMENT = "2026-01-01T00:00:00.000000Z"


def status(point: int, scan: str = "SCAN_001") -> Posted:
    event = ScanStatus(
        scan_id=scan,
        queue_id="QUEUE_001",
        name="line",
        status=ScanState.RUNNING,
        progress=0,
        point=point,
        timestamp=MOMENT,
    )
    return Posted(event, place_of(event), f"scan_status:{scan}")


def points(batch: Batch) -> list[int]:
    return [
        i.event.point
        for i in batch.items.values()
        if isinstance(i, Posted) and isinstance(i.event, ScanStatus)
    ]


def test_a_state_leaves_no_trace_when_a_later_one_comes() -> None:
    batch = Batch()
    for point in range(1000):
        batch.post(status(point))
    batch.post(status(7, "SCAN_002"))
    assert points(batch) == [999, 7]


def test_nothing_moves_past_work() -> None:
    batch = Batch()
    batch.post(status(1))
    batch.add_job(Job(lambda conn: None, lambda result, error: None))
    batch.post(status(2))
    assert points(batch) == [1, 2]


def test_an_event_of_a_scan_ends_the_runs_of_that_scan_only() -> None:
    batch = Batch()
    mine, other = Stream(1, "meter", LINE, 0), Stream(2, "meter", LINE, 0)
    for stream in (mine, other):
        batch.begin_rows(stream)
    batch.post(status(1))
    assert mine.open is None
    assert other.open is not None
    event = QueueLog(queue_id="QUEUE_001", message="said", timestamp=MOMENT)
    batch.post(Posted(event, place_of(event), None))
    assert other.open is not None
    batch.seal()
    assert other.open is None
    assert sum(isinstance(item, Rows) for item in batch.items.values()) == 2
