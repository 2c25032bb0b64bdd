"""A suspended engine is reported everywhere with the same cause and advice, until it runs again."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from support.live import RoomClient
from support.plans import line
from support.running import Client, RunningServer, wait_until


def engine(client: Client) -> dict[str, Any]:
    return dict(client.get("api/v1/ready").json()["engine"])


@pytest.fixture
def hung(server: RunningServer) -> Iterator[int]:
    """The process id of the suspended engine of the test's own server."""
    own = server.client()
    wait_until(lambda: engine(own)["status"] == "running", "the engine")
    pid = server.pid("engine")
    os.kill(pid, signal.SIGSTOP)
    try:
        wait_until(lambda: engine(own)["status"] == "hung", "the word that it hangs")
        yield pid
    finally:
        os.kill(pid, signal.SIGCONT)


def test_one_cause_and_one_advice_everywhere(server: RunningServer, hung: int) -> None:
    own = server.client()
    told = engine(own)["message"]
    assert own.get("api/v1/ready").status_code == 503
    assert "hangs" in told
    assert f"end process {hung}" in told
    assert engine(own)["pid"] == hung
    snapshot = wait_until(lambda: _first_frame_of_a_hung_engine(server), "a snapshot that says so")
    cause = snapshot["engine"]["trouble"].partition(":")[0]
    assert cause == "The engine hangs"
    refused = [
        own.post("api/v1/queues", {"name": "Q"}),
        own.post("api/v1/instruments/1/commands", {"command": "move", "axis": "x", "value": 1}),
        own.post("api/v1/stop"),
    ]
    assert refused.pop().json()["detail"].endswith("It stops everything as soon as it runs again.")
    for answer in refused:
        assert answer.status_code == 503, answer.text
        assert answer.json()["detail"].startswith(f"{cause}: its process {hung} ")
        assert answer.json()["detail"].endswith("Nothing was done.")


def _first_frame_of_a_hung_engine(server: RunningServer) -> dict[str, Any] | None:
    frame = RoomClient.enter(server, "global").frame()
    return frame if frame["engine"]["status"] == "hung" else None


def test_a_hung_engine_continues_where_it_was(server: RunningServer, hung: int) -> None:
    own = server.client()
    os.kill(hung, signal.SIGCONT)
    wait_until(lambda: own.get("api/v1/ready").status_code == 200, "the engine again")
    assert engine(own)["message"] == ""
    assert own.wait_scan(own.begin(line()), "completed")


def test_a_stop_that_an_engine_does_not_take_any_more_is_not_called_done(
    server: RunningServer,
) -> None:
    own = server.client()
    wait_until(lambda: engine(own)["status"] == "running", "the engine")
    pid = server.pid("engine")
    os.kill(pid, signal.SIGSTOP)
    try:
        stopped = own.post("api/v1/stop")  # before anybody can know that it hangs
        assert stopped.status_code == 503
        assert "The engine hangs" in stopped.json()["detail"]
        assert own.get("api/v1/stops").json()["items"] == []
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_until(lambda: own.get("api/v1/stops").json()["items"], "the stop, now that the engine goes on")
