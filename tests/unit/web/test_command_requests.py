"""Commands to scans, queues and instruments: what reaches the engine, and what happens without its answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest
from support.refusals import refused

from dashboard.api import commands as web_commands
from dashboard.api.shapes import RESTORE, ScanCommandBody
from engine.model import clock
from engine.model.records import CommandRecord
from engine.model.states import ScanCommand
from engine.store import commands, engines
from engine.store.database import Database


def test_commands_without_an_engine(api: Any, queue: str) -> None:
    answer = api("POST", f"/queues/{queue}/commands", json={"command": "start"})
    refused(answer, 503)
    assert answer.headers["Retry-After"]
    refused(api("POST", "/stop"), 503)


def test_an_engine_that_cannot_write_is_not_called_absent(
    api: Any, queue: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as conn:
        engines.acquire(conn, "/lab/bench.toml", "mine")
        engines.renew(conn, "/lab/bench.toml", "mine")
    present = clock.now()
    monkeypatch.setattr(clock, "now", lambda: present + timedelta(seconds=42))
    answer = api("POST", f"/queues/{queue}/commands", json={"command": "start"})
    refused(answer, 503)
    assert "has not reported for 42 s: it hangs, or cannot write to the database" in answer.json["detail"]


def test_an_accepted_command(api: Any, queue: str, fake_engine: Any) -> None:
    answer = api("POST", f"/queues/{queue}/commands", json={"command": "start"})
    assert answer.status_code == 202
    command = fake_engine.seen[-1]
    assert answer.json == {"command_id": command.command_id, "status": "done", "reason": "", "result": None}
    assert (command.target, command.target_id, command.command) == ("queue", queue, "start")
    assert command.user == "operator"


def test_a_refused_command_says_why(api: Any, scan: str, fake_engine: Any) -> None:
    fake_engine.answer = lambda command: ("refused", f"{command.target_id} is queued", None)
    answer = api("POST", f"/scans/{scan}/commands", json={"command": "pause"})
    refused(answer, 409)
    assert answer.json["detail"] == f"{scan} is queued"


def test_a_command_nobody_answers_is_withdrawn(
    api: Any, scan: str, fake_engine: Any, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_commands, "ANSWER_WITHIN", 0.05)
    fake_engine.close()
    fake_engine.__init__(database, fake_engine._bench)
    fake_engine._ended.set()
    fake_engine._thread.join()
    refused(api("POST", f"/scans/{scan}/commands", json={"command": "pause"}), 503)
    with database.read() as conn:
        assert commands.pending(conn) == []


def test_a_command_that_was_begun_is_not_called_undone(
    api: Any, scan: str, fake_engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_commands, "ANSWER_WITHIN", 1.0)
    fake_engine.answer = lambda command: ("taken", "", None)
    answer = api("POST", f"/scans/{scan}/commands", json={"command": "pause"})
    refused(answer, 504)
    assert "has started" in answer.json["detail"]
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize(
    "body", [{"command": "explode"}, {}, {"command": "start", "force": True}, {"command": None}]
)
def test_commands_that_do_not_exist(api: Any, queue: str, scan: str, body: dict[str, Any]) -> None:
    wrong = set(body) - {"command"} or {"command"}
    assert set(refused(api("POST", f"/queues/{queue}/commands", json=body), 422)) == wrong
    assert "command" in refused(api("POST", f"/scans/{scan}/commands", json=body), 422)


def test_every_command_of_a_scan_is_taken() -> None:
    taken = get_args(ScanCommandBody.model_fields["command"].annotation)
    assert set(taken) == {*ScanCommand, RESTORE}


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"command": "move"}, {"axis", "value"}),
        ({"command": "move", "axis": "x", "value": "far"}, {"value"}),
        ({"command": "set"}, {"settings"}),
        ({"command": "stop", "axis": "x"}, {"axis"}),
        ({"command": "set", "settings": {"gain": [1]}}, {"settings.gain"}),
        ({"command": "jump"}, {"command"}),
    ],
)
def test_instrument_commands_that_make_no_sense(api: Any, body: dict[str, Any], paths: set[str]) -> None:
    assert set(refused(api("POST", "/instruments/1/commands", json=body), 422)) == paths


def test_instrument_commands_carry_their_arguments(api: Any, fake_engine: Any) -> None:
    for body in (
        {"command": "move", "axis": "x", "value": 2.5},
        {"command": "move", "axis": "x", "value": -1, "relative": True},
        {"command": "set", "settings": {"gain": 3, "mode": "fast"}},
        {"command": "disconnect"},
    ):
        assert api("POST", "/instruments/1/commands", json=body).status_code == 202
        command: CommandRecord = fake_engine.seen[-1]
        assert (command.target, command.target_id) == ("instrument", "1")
        assert {"command": command.command, **command.arguments} == body


def test_stop_reaches_the_engine(api: Any, fake_engine: Any) -> None:
    assert api("POST", "/stop").status_code == 202
    assert (fake_engine.seen[-1].target, fake_engine.seen[-1].command) == ("engine", "stop_all")


def test_reordering_and_removing_go_to_the_engine(api: Any, queue: str, scan: str, fake_engine: Any) -> None:
    for method, path, command in (
        ("PATCH", f"/queues/{queue}/scans", "reorder"),
        ("DELETE", f"/queues/{queue}/scans", "remove"),
        ("DELETE", f"/queues/{queue}/scans/{scan}", "remove"),
    ):
        body = {} if path.endswith(scan) else {"json": {"scan_ids": [scan]}}
        assert api(method, path, **body).status_code == 202
        assert (fake_engine.seen[-1].command, fake_engine.seen[-1].arguments) == (
            command,
            {"scan_ids": [scan]},
        )
    assert set(refused(api("PATCH", f"/queues/{queue}/scans", json={"scan_ids": []}), 422)) == {"scan_ids"}
