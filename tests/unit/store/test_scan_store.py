import pytest
from support.store import LINE, PLAN, Lab

from engine.errors import CommandRefused, NotFound
from engine.model.states import ScanState
from engine.store import queues, scans
from engine.store.database import Database


def order(database: Database, queue: int = 1) -> list[str]:
    with database.read() as conn:
        return [scan.name for scan in scans.of_queue(conn, queue)]


@pytest.fixture
def three(database: Database) -> Database:
    with database.write() as conn:
        queues.create(conn, "first")
        queues.create(conn, "second")
        for name in "abc":
            scans.create(conn, 1, name, PLAN)
        scans.create(conn, 2, "elsewhere", PLAN)
    return database


def test_a_scan_keeps_what_it_was_given(database: Database) -> None:
    with database.write() as conn:
        queues.create(conn, "first")
        made = scans.create(
            conn,
            1,
            "map",
            PLAN,
            sample="S-42",
            tags=["raman", "µ"],
            metadata={"operator": "me"},
            notes="<b>plain</b>",
            user="ada",
            total_points=51,
        )
        assert made == scans.get(conn, 1)
        assert scans.plan(conn, 1) == PLAN
    assert (made.scan_id, made.queue_id, made.status) == ("SCAN_001", "QUEUE_001", ScanState.QUEUED)
    assert (made.sample, made.tags, made.notes) == ("S-42", ["raman", "µ"], "<b>plain</b>")
    assert (made.metadata, made.total_points, made.plan) == ({"operator": "me"}, 51, PLAN)
    assert made.measurements == []
    assert made.created_at.endswith("Z")


def test_new_scans_go_to_the_end(three: Database) -> None:
    assert order(three) == ["a", "b", "c"]
    assert order(three, 2) == ["elsewhere"]


def test_reordering_all_or_some(three: Database) -> None:
    with three.write() as conn:
        scans.reorder(conn, 1, [3, 1, 2])
    assert order(three) == ["c", "a", "b"]
    with three.write() as conn:
        scans.reorder(conn, 1, [2, 3])
    assert order(three) == ["b", "a", "c"]


def test_to_head(three: Database) -> None:
    with three.write() as conn:
        scans.to_head(conn, 3)
    assert order(three) == ["c", "a", "b"]


def test_to_head_goes_before_what_waits_and_not_before_what_has_ended(three: Database) -> None:
    with three.write() as conn:
        conn.exec_driver_sql("UPDATE scans SET status = 'completed' WHERE id = 1")
        scans.to_head(conn, 2)
    assert order(three) == ["a", "b", "c"]


def test_reordering_refuses_what_it_cannot_move(three: Database) -> None:
    with three.write() as conn:
        conn.exec_driver_sql("UPDATE scans SET status = 'running' WHERE id = 1")
    for scan_numbers, reason in (
        ([1, 2], "SCAN_001 is running"),
        ([4], "not in QUEUE_001"),
        ([2, 2], "twice"),
    ):
        with three.write() as conn, pytest.raises(CommandRefused, match=reason):
            scans.reorder(conn, 1, scan_numbers)
    with three.write() as conn, pytest.raises(NotFound, match="SCAN_099"):
        scans.reorder(conn, 1, [99])


def test_only_queued_scans_are_removed(three: Database) -> None:
    with three.write() as conn:
        scans.remove(conn, 2)
        conn.exec_driver_sql("UPDATE scans SET status = 'completed' WHERE id = 1")
    assert order(three) == ["a", "c"]
    with three.write() as conn, pytest.raises(CommandRefused, match="SCAN_001 is completed"):
        scans.remove(conn, 1)


def test_a_number_is_never_used_again(three: Database) -> None:
    with three.write() as conn:
        scans.remove(conn, 4)
        assert scans.create(conn, 2, "next", PLAN).scan_id == "SCAN_005"


def test_a_queued_scan_with_readings_is_not_removed(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(lab.scan, "meter", LINE), 3)
    lab.writer.flush()
    with lab.database.write() as conn, pytest.raises(CommandRefused, match="has readings"):
        scans.remove(conn, lab.scan)


def test_annotating_changes_only_what_is_given(three: Database) -> None:
    with three.write() as conn:
        scans.annotate(conn, 1, tags=["x"], metadata={"n": 1})
        changed = scans.annotate(conn, 1, notes="seen", sample="S-1")
    assert (changed.notes, changed.sample, changed.tags, changed.metadata) == ("seen", "S-1", ["x"], {"n": 1})
    with three.write() as conn:
        emptied = scans.annotate(conn, 1, notes="", tags=[])
    assert (emptied.notes, emptied.tags, emptied.sample) == ("", [], "S-1")


def test_annotating_with_outdated_expectations_is_refused(three: Database) -> None:
    with three.write() as conn:
        scans.annotate(conn, 1, notes="theirs")
        with pytest.raises(CommandRefused, match="changed the notes"):
            scans.annotate(conn, 1, notes="mine", sample="S-1", expected={"notes": "", "sample": ""})
        assert (scans.get(conn, 1).notes, scans.get(conn, 1).sample) == ("theirs", "")
        assert scans.annotate(conn, 1, notes="mine", expected={"notes": "theirs"}).notes == "mine"


def test_a_checkpoint_is_kept(three: Database) -> None:
    with three.write() as conn:
        assert scans.checkpoint(conn, 1) is None
        scans.set_checkpoint(conn, 1, {"done": 7})
    with three.read() as conn:
        assert scans.checkpoint(conn, 1) == {"done": 7}


@pytest.mark.parametrize("ask", [scans.get, scans.plan, scans.annotate, scans.remove, scans.to_head])
def test_an_unknown_scan_is_not_found(database: Database, ask: object) -> None:
    with database.write() as conn, pytest.raises(NotFound, match="SCAN_012"):
        ask(conn, 12)  # type: ignore[operator]
