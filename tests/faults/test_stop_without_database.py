"""The emergency stop reaches the instruments without the database, before other requests, and by room sockets."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from support.live import RoomClient, room_url
from support.running import Client, RunningServer, start_server, wait_until
from support.scpi import ScpiServer

BENCH = """
[[instrument]]
name = "stage"
resource = "{resource}"
stop = "STOP"
[instrument.axes.x]
set = "POS:X {{value}}"
get = "POS:X?"
done = "MOV:X?"
unit = "mm"
safe = 1
[instrument.reads.signal]
query = "MEAS?"
"""
PLAN = {
    "name": "far",
    "steps": [
        {
            "kind": "sweep",
            "axis": "stage.x",
            "positions": [20],
            "steps": [{"kind": "measure", "instruments": ["stage"]}],
        }
    ],
}


@dataclass(frozen=True)
class Lab:
    """A server whose only instrument is on a move that never ends."""

    server: RunningServer
    stage: ScpiServer
    client: Client
    scan: str

    def stopped_since(self, asked: float) -> None:
        """The instrument was stopped and set to its safe value, soon."""
        assert self.stage.hears(lambda heard: "STOP" in heard and "POS:X 1.0" in heard, 5)
        assert time.monotonic() - asked < 5


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """The scan moves its axis."""
    stage = ScpiServer()
    stage.values.update({"POS:X": "0", "MOV:X": "1", "MEAS": "0"})
    stage.start()
    bench = tmp_path / "bench.toml"
    bench.write_text(BENCH.format(resource=stage.resource))
    server = start_server(tmp_path / "home", ["--bench", str(bench)])
    try:
        client = server.client()
        queue = client.new_queue()
        scan = client.new_scan(queue, PLAN)
        client.command("queues", queue, "start")
        assert stage.hears(lambda heard: "POS:X 20.0" in heard)
        yield Lab(server, stage, client, scan)
    finally:
        server.stop()
        stage.stop()


@contextmanager
def held(lab: Lab) -> Iterator[None]:
    """Another program writes to the database and does not come to an end."""
    holder = sqlite3.connect(lab.server.home / "pybirch.sqlite", timeout=30, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    yield
    holder.execute("COMMIT")
    holder.close()


def test_everything_is_stopped_while_another_program_holds_the_database(lab: Lab) -> None:
    with held(lab):
        wait_until(
            lambda: lab.client.get("api/v1/ready").status_code == 503, "the engine's heartbeat to be missed"
        )
        assert "STOP" not in lab.stage.heard
        asked = time.monotonic()
        assert lab.client.post("api/v1/stop").status_code == 202
        lab.stopped_since(asked)
    stopped = lab.client.wait_scan(lab.scan, "aborted")
    assert stopped["point"] == 0


def test_a_stop_does_not_wait_for_other_requests(lab: Lab) -> None:
    """Twenty requests that wait for the database hold every thread that requests share."""

    def keep(number: int) -> int:
        client = lab.server.client()
        path = f"api/v1/presets/preset {number}"
        return client.request("PUT", path, json={"steps": []}, timeout=120).status_code

    with ThreadPoolExecutor(20) as others:
        with held(lab):
            waiting = [others.submit(keep, number) for number in range(20)]
            time.sleep(1)
            asked = time.monotonic()
            assert lab.client.post("api/v1/stop").status_code == 202
            assert time.monotonic() - asked < 5, "it waited for its turn behind the others"
            lab.stopped_since(asked)
            assert not any(request.done() for request in waiting)
        for request in waiting:
            request.result()


def test_a_late_record_does_not_stop_what_was_begun_meanwhile(lab: Lab) -> None:
    with held(lab):
        assert lab.client.post("api/v1/stop").status_code == 202
        lab.stopped_since(time.monotonic())
        lab.stage.heard.clear()
    lab.client.wait_scan(lab.scan, "aborted")
    # The database is free again, and whatever was left in it has been looked at when another command is done.
    assert lab.client.command("instruments", 1, "stop").status_code == 202
    assert len([line for line in lab.stage.heard if line == "STOP"]) <= 1, "only the one just asked for"


def test_the_answer_names_who_was_not_reached_while_the_database_is_held(lab: Lab) -> None:
    lab.stage.stop()
    wait_until(
        lambda: lab.client.get("api/v1/instruments/1").json()["status"] == "disconnected",
        "the lost instrument to be noticed",
    )
    with held(lab):
        answer = lab.client.post("api/v1/stop")
        assert answer.status_code == 202
        assert "not reached: stage (" in answer.json()["reason"]


def test_a_page_can_stop_everything_by_its_socket(lab: Lab) -> None:
    room = RoomClient.enter(lab.server, "global")
    room.frame()
    asked = time.monotonic()
    room.say({"stop": True})
    lab.stopped_since(asked)
    lab.client.wait_scan(lab.scan, "aborted")


def test_one_stop_by_both_ways_is_carried_out_once(lab: Lab) -> None:
    request = str(uuid4())
    room = RoomClient.enter(lab.server, "global")
    room.frame()
    room.say({"stop": True, "request_id": request})
    for _ in range(2):
        answer = lab.client.post(f"api/v1/stop?request_id={request}")
        assert (answer.status_code, answer.json()["reason"]) == (202, "")
    assert lab.client.post("api/v1/stop?request_id=nonsense").status_code == 202
    # The record of the second follows that of the first, and there is no third.
    wait_until(lambda: len(lab.client.get("api/v1/stops").json()["items"]) == 2, "both stops on record")


def test_only_signed_in_clients_can_stop_through_a_socket(lab: Lab) -> None:
    stranger = RoomClient(room_url(lab.server, "global"))
    stranger.say({"stop": True})
    assert stranger.close_code() == 4401
    room = RoomClient.enter(lab.server, "global")
    room.say({"stop": 1})
    assert room.close_code() == 4400
    assert "STOP" not in lab.stage.heard
