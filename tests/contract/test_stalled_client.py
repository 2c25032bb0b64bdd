"""A client that stops reading for 10 s within a large frame gets all of it later, and everything after it."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from support.live import ProducedScan, Producer, RoomClient, indices, room_url
from support.running import RunningServer, wait_until

SMALL_WINDOW = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 65536),)
SPECTRA, LENGTH = 400, 1024
FRAME = 7_000_000
"""Bytes that the snapshot has at least; more than any send buffer takes by itself."""
LATER = 500
STALL_SECONDS = 10


@pytest.fixture
def scan(lab: Producer) -> ProducedScan:
    """A scan whose snapshot has several megabytes, which a send buffer cannot take."""
    made = lab.new_scan()
    made.spectra(SPECTRA, LENGTH)
    lab.writer.flush()
    return made


def unsent(client: RoomClient) -> int:
    """Bytes that the server's kernel holds for this client."""
    wanted = (client.socket.sock.getpeername()[1], client.socket.sock.getsockname()[1])
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, _, queues, *_ = line.split()
        if (int(local.split(":")[1], 16), int(remote.split(":")[1], 16)) == wanted:
            return int(queues.split(":")[0], 16)
    raise AssertionError("the server has no such connection")


def wait_until_stuck(client: RoomClient) -> None:
    """Wait until the server cannot send: its buffer is in use, does not move, and is too small for the frame."""

    def stuck() -> bool:
        before = unsent(client)
        time.sleep(0.25)
        return before > 0 and unsent(client) == before

    wait_until(stuck, "a full send buffer")
    assert unsent(client) < FRAME, "the whole frame fits into the buffer, so this proves nothing"


def stall(client: RoomClient) -> None:
    """Read nothing for a while, with a frame under way."""
    wait_until_stuck(client)
    time.sleep(STALL_SECONDS)


def spectra_of(state: dict[str, Any]) -> list[float]:
    rows = state["points"]["spectrometer"]["columns"]["spectrum"]
    assert [len(row) for row in rows] == [LENGTH] * SPECTRA
    return [round(row[0] - 0.1, 6) for row in rows]


@pytest.mark.slow
def test_room_socket(web: RunningServer, lab: Producer, scan: ProducedScan) -> None:
    headers = [f"Authorization: Bearer {web.token}"]
    client = RoomClient(room_url(web, scan.room), headers, timeout=30, sockopt=SMALL_WINDOW)
    stall(client)
    scan.points(LATER)
    client.socket.ping()  # the pong has to wait for the end of the frame
    lab.writer.flush()
    text = client.socket.recv()
    assert len(text) > FRAME
    assert spectra_of(json.loads(text)["state"]) == [float(i) for i in range(SPECTRA)]
    assert indices(client.events(lambda e: len(indices(e)) >= LATER)) == list(range(LATER))


@pytest.mark.slow
def test_socketio(web: RunningServer, lab: Producer, scan: ProducedScan) -> None:
    url = f"{web.websocket_url}socket.io/?EIO=4&transport=websocket"
    client = RoomClient(url, [f"Authorization: Bearer {web.token}"], timeout=30, sockopt=SMALL_WINDOW)
    assert client.socket.recv().startswith("0{")
    client.socket.send("40")
    while not client.socket.recv().startswith('42["subscribed"'):
        pass
    wanted = {"scan_id": scan.id, "snapshot": True, "batch": "points"}
    client.socket.send("42" + json.dumps(["subscribe_scan", wanted]))
    stall(client)
    scan.points(LATER)
    lab.writer.flush()
    events: list[dict[str, Any]] = []
    snapshots: list[dict[str, Any]] = []
    while len(indices(events)) < LATER:
        text = client.socket.recv()
        if not text.startswith("42"):
            client.socket.send("3")
            continue
        name, data = json.loads(text[2:])
        (snapshots if name == "snapshot" else events).append({"event": name, "data": data})
    assert spectra_of(snapshots[0]["data"]["state"]) == [float(i) for i in range(SPECTRA)]
    assert indices(events) == list(range(LATER))


def test_others_do_not_wait_for_it(web: RunningServer, lab: Producer, scan: ProducedScan) -> None:
    headers = [f"Authorization: Bearer {web.token}"]
    stalled = RoomClient(room_url(web, scan.room), headers, timeout=30, sockopt=SMALL_WINDOW)
    wait_until_stuck(stalled)
    quick = RoomClient.enter(web, scan.room)
    quick.frame()
    began = time.monotonic()
    scan.points(100)
    quick.events(lambda e: len(indices(e)) >= 100)
    assert time.monotonic() - began < 10, "nobody reads at the other one for as long as this takes"
    stalled.close()
