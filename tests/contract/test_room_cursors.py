"""Cursors of room sockets: what a reconnecting client gets, also over restarts."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest
from support.live import Producer, RoomClient, indices, names, producing
from support.running import RunningServer

from engine.model import ids
from engine.model.states import ScanState


def test_since_gives_exactly_what_followed(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    client = RoomClient.enter(web, scan.room)
    client.frame()
    scan.points(10)
    seen: list[dict[str, Any]] = []
    cursor = ""
    while len(indices(seen)) < 10:
        frame = client.news()
        seen += frame["events"]
        cursor = frame["cursor"]
    client.close()
    scan.points(25)
    scan.log("while away")
    lab.writer.flush()
    again = RoomClient.enter(web, scan.room, since=cursor)
    first = again.frame()
    assert first["kind"] == "events"
    events = list(first["events"])
    if "scan_log" not in names(events):
        events += again.events(lambda e: "scan_log" in names(e))
    assert indices(events) == list(range(10, 35))
    assert names(events)[-1] == "scan_log"


def test_since_with_nothing_new_is_answered_at_once(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    cursor = RoomClient.enter(web, scan.room).frame()["cursor"]
    began = time.monotonic()
    first = RoomClient.enter(web, scan.room, since=cursor).frame()
    assert (first["kind"], first["events"]) == ("events", [])
    assert time.monotonic() - began < 5, "that is when a heartbeat would have come"


def test_cursor_survives_a_restart_of_the_web_process(start: Any) -> None:
    server: RunningServer = start("--no-engine")
    with producing(server.home) as lab:
        scan = lab.new_scan()
        scan.points(5)
        lab.writer.flush()
        client = RoomClient.enter(server, scan.room, batch="points")
        cursor = client.frame()["cursor"]
        before = server.pid("web")
        server.kill("web")
        scan.points(9000)
        lab.writer.flush()
        assert wait_for_web(server) != before
        again = RoomClient.enter(server, scan.room, since=cursor, batch="points")
        events = again.events(lambda e: len(indices(e)) >= 9000)
        assert indices(events) == list(range(5, 9005))


def wait_for_web(server: RunningServer) -> int:
    deadline = time.monotonic() + 60
    while True:
        try:
            with socket.create_connection(web_address(server), timeout=1):
                pass
            if server.client().get("api/v1/health").ok:
                return server.pid("web")
        except (OSError, AssertionError):
            pass
        assert time.monotonic() < deadline, "the web server did not come back"
        time.sleep(0.05)


@pytest.mark.parametrize("since", ["nonsense", "0123456789ab-5", "", "%00", "x" * 3000])
def test_an_invalid_cursor_gives_a_snapshot(web: RunningServer, lab: Producer, since: str) -> None:
    assert RoomClient.enter(web, lab.new_scan().room, since=since).frame()["kind"] == "snapshot"


def test_a_cursor_belongs_to_its_room(web: RunningServer, lab: Producer) -> None:
    cursor = RoomClient.enter(web, lab.new_scan().room).frame()["cursor"]
    assert RoomClient.enter(web, lab.new_scan().room, since=cursor).frame()["kind"] == "snapshot"


def test_queue_room_resumes_from_the_store(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    room = f"queue_{ids.queue_id(scan.queue)}"
    cursor = RoomClient.enter(web, room).frame()["cursor"]
    scan.points(3)
    scan.log("not for the queue")
    lab.queue_log(scan.queue, "one")
    scan.status(3, ScanState.COMPLETED)
    lab.writer.flush()
    client = RoomClient.enter(web, room, since=cursor)
    found = names(client.events(lambda e: "scan_status" in names(e)))
    # Who is there may be told beside what happened, once that has settled.
    assert [name for name in found if name != "presence"] == ["queue_log", "scan_status"]


def web_address(server: RunningServer) -> tuple[str, int]:
    host, port = server.url.removeprefix("http://").rstrip("/").split(":")
    return host, int(port)
