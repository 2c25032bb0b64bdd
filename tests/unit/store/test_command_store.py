import pytest

from engine.errors import NotFound
from engine.store import commands
from engine.store.commands import CommandStatus
from engine.store.database import Database


def test_commands_wait_in_order_until_answered(database: Database) -> None:
    with database.write() as conn:
        first = commands.submit(conn, "scan", "SCAN_001", "pause", user="ada")
        second = commands.submit(conn, "instrument", "1", "move", {"axis": "x", "value": 2})
        assert [command.command_id for command in commands.pending(conn)] == [first, second]
        assert commands.finish(conn, first, CommandStatus.REFUSED, "it is over")
        assert [command.command_id for command in commands.pending(conn)] == [second]
        answered = commands.get(conn, first)
        waiting = commands.get(conn, second)
    assert (answered.status, answered.reason, answered.user) == ("refused", "it is over", "ada")
    assert answered.handled_at is not None
    assert (waiting.status, waiting.arguments) == ("pending", {"axis": "x", "value": 2})
    assert waiting.handled_at is None


def test_accepted_may_become_done_but_done_stays(database: Database) -> None:
    with database.write() as conn:
        command = commands.submit(conn, "queue", "", "create", {"name": "night"})
        assert commands.finish(conn, command, "accepted")
        assert commands.finish(conn, command, "done", result={"queue_id": "QUEUE_001"})
        assert not commands.finish(conn, command, "failed", "too late")
        record = commands.get(conn, command)
    assert (record.status, record.result) == ("done", {"queue_id": "QUEUE_001"})


def test_what_an_ended_engine_had_begun_has_failed(database: Database) -> None:
    with database.write() as conn:
        waiting, taken, moving, started, done = (
            commands.submit(conn, target, "1", command)
            for target, command in [
                ("queue", "start"),
                ("queue", "create"),
                ("instrument", "move"),
                ("queue", "start"),
                ("instrument", "set"),
            ]
        )
        for command in (taken, moving, started, done):
            assert commands.take(conn, command)
        commands.finish(conn, moving, "accepted")
        commands.finish(conn, started, "accepted")
        commands.finish(conn, done, "done")
        assert commands.fail_begun(conn, "the engine ended") == 2
        assert commands.fail_begun(conn, "again") == 0
        statuses = [commands.get(conn, c).status for c in (waiting, taken, moving, started, done)]
        failed = commands.get(conn, moving)
    assert statuses == ["pending", "failed", "failed", "accepted", "done"]
    assert failed.reason == "the engine ended"
    assert failed.handled_at is not None


def test_an_unknown_command_is_not_found(database: Database) -> None:
    with database.write() as conn:
        assert not commands.finish(conn, "nothing", "done")
        with pytest.raises(NotFound, match="nothing"):
            commands.get(conn, "nothing")
