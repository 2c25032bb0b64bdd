import pytest
from support.store import Lab

from engine.errors import NotFound
from engine.model import clock
from engine.model.events import QueueStatus
from engine.model.states import OnFailure, QueueMode, QueueState
from engine.store import queues
from engine.store.database import Database


def test_a_new_queue_is_idle_and_found_again(database: Database) -> None:
    with database.write() as conn:
        made = queues.create(conn, "night", QueueMode.PARALLEL, OnFailure.CONTINUE)
        assert made == queues.get(conn, 1) == queues.list_(conn)[0]
    assert (made.queue_id, made.status, made.mode) == ("QUEUE_001", QueueState.IDLE, QueueMode.PARALLEL)
    assert (made.on_failure, made.total_scans) == (OnFailure.CONTINUE, 0)


def test_editing_changes_only_what_is_given(database: Database) -> None:
    with database.write() as conn:
        queues.create(conn, "night")
        changed = queues.edit(conn, 1, {"name": "day", "mode": QueueMode.PARALLEL})
    assert (changed.name, changed.mode, changed.on_failure) == ("day", QueueMode.PARALLEL, OnFailure.STOP)


@pytest.mark.parametrize(
    "ask", [queues.get, lambda conn, number: queues.edit(conn, number, {"name": "day"})], ids=["get", "edit"]
)
def test_an_unknown_queue_is_not_found(database: Database, ask: object) -> None:
    with database.write() as conn, pytest.raises(NotFound, match="QUEUE_007"):
        ask(conn, 7)  # type: ignore[operator]


def test_a_record_carries_its_last_status(lab: Lab) -> None:
    status = QueueStatus(
        queue_id="QUEUE_001",
        name="first queue",
        status=QueueState.RUNNING,
        current_scan="SCAN_001",
        current_scans=["SCAN_001"],
        completed_scans=2,
        total_scans=3,
        progress=0.5,
        eta=12.0,
        message="under way",
        timestamp=clock.timestamp(),
    )
    lab.writer.emit(status)
    lab.writer.flush()
    with lab.database.read() as conn:
        record = queues.get(conn, 1)
    assert {name: getattr(record, name) for name in status.model_dump()} == status.model_dump()
