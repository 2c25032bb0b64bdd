"""A row that is unreadable in the database does not hide lists and rooms."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from support.live import Producer, RoomClient, producing
from support.running import Client, RunningServer

from engine.model import ids
from engine.store import presets

DEEP = '{"a":' * 251 + "1" + "}" * 251


@pytest.fixture(scope="module")
def server(start_for_module: Callable[..., RunningServer]) -> RunningServer:
    """A server of this file's own: its rows would surprise other tests."""
    return start_for_module("--no-engine")


@pytest.fixture(scope="module")
def lab(server: RunningServer) -> Iterator[Producer]:
    """Three scans of a queue, an instrument and two presets, of each of which one is then damaged."""
    with producing(server.home) as producer:
        queue = producer.new_queue()
        for _ in range(3):
            producer.new_scan(queue).points(3)
        producer.new_queue()
        producer.new_instrument("stage")
        for name in ("fine", "hurt"):
            producer.writer.transact(lambda conn, name=name: presets.put(conn, name, {"steps": []}))
        producer.writer.flush()
        with closing(sqlite3.connect(server.home / "pybirch.sqlite", timeout=30)) as raw, raw:
            raw.execute("UPDATE scans SET metadata = ?, plan = ? WHERE id = 2", (DEEP, DEEP))
            raw.execute("UPDATE scans SET tags = '{' WHERE id = 3")
            raw.execute("UPDATE queues SET last = '{', status = 'dreaming' WHERE id = 2")
            raw.execute(
                "UPDATE presets SET plan = ?, user = CAST(x'ff' AS TEXT) WHERE name = 'hurt'", (DEEP,)
            )
            raw.execute("UPDATE instruments SET spec = '[]'")
        yield producer


@pytest.fixture
def client(server: RunningServer, lab: Producer) -> Client:
    """HTTP to the server with the damaged rows."""
    return server.client()


def noted(items: list[dict[str, Any]]) -> list[bool]:
    """Which of the items say that something of them cannot be read."""
    return [bool(item["unreadable"]) for item in items]


def test_lists(client: Client) -> None:
    assert noted(client.get("api/v1/scans?sort=created_at").json()["items"]) == [False, True, True]
    assert noted(client.get("api/v1/queues").json()["items"]) == [False, True]
    assert noted(client.get("api/v1/presets").json()["items"]) == [False, True]
    assert noted(client.get("api/v1/instruments").json()["items"]) == [True]
    assert client.get("api/v1/scans/labels").status_code == 200


def test_what_can_be_read_is_there(client: Client) -> None:
    scan = client.get("api/v1/scans/SCAN_002").json()
    assert (scan["name"], scan["metadata"], scan["plan"]) == ("Scan", {}, None)
    assert scan["unreadable"] == "metadata, plan cannot be read from the database"
    assert scan["measurements"][0]["total"] == 3
    assert client.get("api/v1/presets/hurt").json()["unreadable"]
    assert client.get("api/v1/queues/QUEUE_002").json()["name"] == "Queue"
    assert client.get("api/v1/instruments/1").json()["instrument_name"] == "stage"
    assert "stage.x" in client.get("api/v1/scans/SCAN_002/data?format=csv").text


@pytest.mark.parametrize(
    ("room", "part"),
    [("global", "scans"), ("global", "queues"), ("queue_QUEUE_001", "scans"), ("instruments", "instruments")],
)
def test_rooms(server: RunningServer, lab: Producer, room: str, part: str) -> None:
    state = RoomClient.enter(server, room).frame()["state"]
    assert True in noted(state[part])


def test_the_room_of_a_damaged_scan(server: RunningServer, lab: Producer) -> None:
    frame = RoomClient.enter(server, "scan_SCAN_002").frame()
    assert frame["state"]["scan"]["unreadable"]
    assert frame["state"]["points"]["lockin"]["total"] == 3


def test_a_damaged_row_is_repaired_by_writing_it_again(client: Client) -> None:
    number = ids.scan_id(3)
    assert client.patch(f"api/v1/scans/{number}", {"tags": ["new"]}).json()["unreadable"] == ""
    assert client.request("PUT", "api/v1/presets/hurt", json={"steps": []}).json()["unreadable"] == ""
    assert noted(client.get("api/v1/presets").json()["items"]) == [False, False]
