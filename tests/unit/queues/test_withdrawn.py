"""Withdrawn commands are not carried out; commands that an ended engine had started are answered, not repeated."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.engine_lab import LONG, EngineLab, open_engine_lab, until

from engine.commands.inbox import Inbox
from engine.model.records import CommandRecord
from engine.model.states import QueueState
from engine.store import commands
from engine.store.commands import CommandStatus


@pytest.fixture
def inbox(lab: EngineLab) -> Iterator[Inbox]:
    made = Inbox(lab.context, lab.scheduler, lab.rules)
    made.start()
    yield made
    made.close()


def submit(lab: EngineLab, target: str, target_id: str, command: str, **arguments: Any) -> str:
    with lab.database.write() as conn:
        return commands.submit(conn, target, target_id, command, arguments, "ann")


def withdraw(lab: EngineLab, command: str) -> CommandRecord:
    with lab.database.write() as conn:
        commands.finish(conn, command, CommandStatus.REFUSED, "withdrawn")
        return commands.get(conn, command)


def test_a_command_withdrawn_while_the_scheduler_was_busy(lab: EngineLab, inbox: Inbox) -> None:
    queue = lab.queue(LONG)
    free = threading.Event()
    lab.scheduler.post(lambda: free.wait(30) and None)
    withdrawn = submit(lab, "queue", queue, "start")
    # Commands are handed over in their order, so when this one is done, the others have been.
    after = submit(lab, "instrument", str(lab.bench.instruments["motor"].id), "stop")
    lab.answered(after, "done")
    withdraw(lab, withdrawn)
    last = submit(lab, "queue", queue, "edit", name="last")
    free.set()
    lab.answered(last, "accepted")
    assert lab.queue_record(queue).status is QueueState.IDLE
    assert lab.answered(withdrawn, "refused").reason == "withdrawn"


def test_an_instrument_is_not_set_by_what_was_withdrawn(lab: EngineLab) -> None:
    detector = lab.bench.instruments["detector"]
    record = withdraw(lab, submit(lab, "instrument", str(detector.id), "set", settings={"exposure": 5}))
    lab.desk.handle(record)
    until(lambda: not any(t.name == f"set {detector.id}" for t in threading.enumerate()), "the thread's end")
    assert detector.driver.get_setting("exposure") == 0.1


def test_what_an_ended_engine_had_begun_is_answered_by_the_next(tmp_path: Path) -> None:
    with open_engine_lab(tmp_path) as lab:
        begun = submit(lab, "queue", "", "create", name="lost")
        with lab.database.write() as conn:
            assert commands.take(conn, begun)
    with open_engine_lab(tmp_path) as lab:
        assert "check what it was for before you repeat it" in lab.answered(begun, "failed").reason
