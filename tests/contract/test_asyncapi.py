"""Messages in every room and on Socket.IO match the AsyncAPI document."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from support.asyncapi import committed, complaints, specification
from support.live import RoomClient, names
from support.plans import two_at_once
from support.running import Client, RunningServer
from support.socketio_listener import listening

from dashboard.live.asyncapi import events_of
from dashboard.live.rooms import RoomKind
from engine.model.events import EventName

ENDED = ("completed", "failed", "aborted")


@pytest.fixture(scope="module")
def instrument(client: Client) -> int:
    every = client.get("api/v1/instruments").json()["items"]
    return int(next(each["instrument_id"] for each in every if each["instrument_name"] == "slow"))


@pytest.fixture
def rooms(
    module_server: RunningServer, client: Client, instrument: int
) -> Iterator[dict[RoomKind, RoomClient]]:
    """A client in a room of each kind, and a scan of two measurements that is about to start."""
    queue = client.new_queue("Described")
    scan = client.new_scan(queue, two_at_once())
    entered = {
        RoomKind.GLOBAL: RoomClient.enter(module_server, "global"),
        RoomKind.SCAN: RoomClient.enter(module_server, f"scan_{scan}", batch="points"),
        RoomKind.QUEUE: RoomClient.enter(module_server, f"queue_{queue}"),
        RoomKind.INSTRUMENTS: RoomClient.enter(module_server, "instruments"),
        RoomKind.INSTRUMENT: RoomClient.enter(module_server, f"instrument_{instrument}"),
    }
    client.patch(f"api/v1/scans/{scan}", {"notes": "seen"})
    client.command("queues", queue, "start")
    client.command("instruments", instrument, "move", axis="z", value=0.5, relative=True)
    yield entered
    for room in entered.values():
        room.close()


def followed(room: RoomClient, kind: RoomKind) -> list[dict[str, Any]]:
    """Frames from the first one to the end of the scan or move, each compared with the document."""
    seen: list[dict[str, Any]] = []
    frames: list[dict[str, Any]] = []
    while not over(seen, kind):
        frame = room.frame()
        assert complaints(frame, kind.value, frame["kind"]) == [], frame
        frames.append(frame)
        seen += frame.get("events", [])
    return frames


def over(events: list[dict[str, Any]], kind: RoomKind) -> bool:
    if kind in (RoomKind.INSTRUMENTS, RoomKind.INSTRUMENT):
        return any(e["event"] == "instrument_position" and not e["data"]["is_moving"] for e in events)
    return any(e["event"] == "scan_status" and e["data"]["status"] in ENDED for e in events)


def test_the_document_is_asyncapi_3() -> None:
    found = [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message}"
        for e in specification().iter_errors(committed())
    ]
    assert found == []
    wrong = copy.deepcopy(committed())
    wrong["operations"]["scan_send"]["action"] = "tell"
    assert not specification().is_valid(wrong)


@pytest.mark.parametrize("kind", list(RoomKind))
def test_every_frame_of_a_room_is_as_described(rooms: dict[RoomKind, RoomClient], kind: RoomKind) -> None:
    frames = followed(rooms[kind], kind)
    assert frames[0]["kind"] == "snapshot"
    sent = {event["event"] for frame in frames for event in frame.get("events", [])}
    assert sent
    assert sent <= {name.value for name in events_of(kind)}


def test_a_heartbeat_is_as_described(module_server: RunningServer) -> None:
    room = RoomClient.enter(module_server, "instruments")
    frame = room.frame()
    while frame["kind"] != "heartbeat":
        frame = room.frame()
    room.close()
    assert complaints(frame, "instruments", "heartbeat") == []


def test_rows_one_by_one_are_as_described(module_server: RunningServer, client: Client) -> None:
    queue = client.new_queue("One by one")
    scan = client.new_scan(queue, two_at_once())
    room = RoomClient.enter(module_server, f"scan_{scan}")
    client.command("queues", queue, "start")
    frames = followed(room, RoomKind.SCAN)
    room.close()
    assert "data_point" in {event["event"] for frame in frames for event in frame.get("events", [])}
    light = RoomClient.enter(module_server, f"scan_{scan}", snapshot="light")
    assert complaints(light.frame(), "scan", "snapshot") == []
    light.close()


def test_an_event_with_a_field_too_many_is_noticed(module_server: RunningServer) -> None:
    room = RoomClient.enter(module_server, "global")
    frame = room.frame()
    room.close()
    frame["state"]["instruments"][0]["colour"] = "red"
    assert complaints(frame, "global", "snapshot")


def test_socketio_says_the_same(module_server: RunningServer, client: Client) -> None:
    queue = client.new_queue("Heard")
    scan = client.new_scan(queue, two_at_once())
    with listening(module_server) as listener:
        answer = listener.ask("subscribe_scan", scan_id=scan, snapshot=True)
        assert complaints(answer, "socketio", "subscribed") == []
        refused = listener.ask("subscribe_scan", scan_id="SCAN_999999")
        assert complaints(refused, "socketio", "error") == []
        assert complaints(listener.ask("unsubscribe_global"), "socketio", "unsubscribed") == []
        client.command("queues", queue, "start")
        # The cursor after a state comes as a packet of its own.
        heard = listener.wait(lambda heard: over(heard, RoomKind.SCAN) and heard[-1]["event"] == "cursor")
    assert {"snapshot", "cursor", EventName.DATA_POINT.value} <= set(names(heard))
    for event in heard:
        assert complaints(event["data"], "socketio", event["event"]) == [], event
