"""Many room sockets in one process, read as cheaply as Python can while every reading is still checked.

Arguments: port, seconds to listen, then `room:clients` …, and the flags --batch and --ack; with --socketio the sockets
are Socket.IO clients that only count events. When all have their first frame it prints `ready`; at the end one line of
JSON: readings and frames received, gaps, doubles, strangers (readings of another scan), sockets lost, and the ages in
seconds of the readings that were taken while it listened, however late they came.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import selectors
import socket
import struct
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

_CURSOR = re.compile(rb'"cursor":"([^"]+)"')
_QUIET = 2.0
"""Seconds without a frame of events after which nothing more is to come."""
_SAMPLES = 5
"""Readings of a frame whose age is taken."""


@dataclass(slots=True)
class Summary:
    """What one distinct frame holds; frames of the same bytes are read once."""

    body: bytes
    kind: str
    runs: list[tuple[str, str, int, int]]
    """(scan, measurement, first_index, count)."""
    sampled: list[float]
    """Moments of some readings, the oldest among them."""
    events: int


@dataclass(slots=True)
class Listener:
    """One socket and what it expects next of each measurement."""

    room: str
    sock: socket.socket
    buffer: bytearray = field(default_factory=bytearray)
    following: dict[str, int] = field(default_factory=dict)
    open: bool = False


class Crowd:
    """All sockets of this process."""

    def __init__(self, ack: bool, socketio: bool) -> None:
        self.ack = ack
        self.socketio = socketio
        self.readings = self.frames = self.gaps = self.doubles = self.strangers = self.lost = self.events = 0
        self.opened = 0
        self.ages: list[float] = []
        self.window = (0.0, 0.0)
        """Readings taken between these moments are asked for their age."""
        self._known: dict[bytes, Summary] = {}
        self._keep: list[bytes] = []

    def take(self, listener: Listener) -> None:
        """Deal with every whole frame in a listener's buffer."""
        buffer = listener.buffer
        at = 0
        while len(buffer) - at >= 2:
            opcode, length, start = buffer[at] & 15, buffer[at + 1] & 127, at + 2
            if length == 126:
                if len(buffer) < at + 4:
                    break
                length, start = struct.unpack_from("!H", buffer, at + 2)[0], at + 4
            elif length == 127:
                if len(buffer) < at + 10:
                    break
                length, start = struct.unpack_from("!Q", buffer, at + 2)[0], at + 10
            if len(buffer) < start + length:
                break
            if opcode == 1 and self.socketio:
                self._packet(listener, bytes(buffer[start : start + 2]))
            elif opcode == 1:
                self._frame(listener, buffer, start, start + length)
            elif opcode == 9:
                listener.sock.send(masked(10, bytes(buffer[start : start + length])))
            elif opcode == 8:
                self.lost += 1
            at = start + length
        if at:
            del buffer[:at]

    def _frame(self, listener: Listener, buffer: bytearray, start: int, end: int) -> None:
        cursor = _CURSOR.search(buffer, start, min(end, start + 200))
        assert cursor is not None
        found = self._known.get(cursor[1])
        with memoryview(buffer) as view:
            same = found is not None and view[start:end] == found.body
        if not same or found is None:
            found = self._remember(cursor[1], summary(bytes(buffer[start:end])))
        self._count(listener, found)
        if self.ack and found.kind != "heartbeat":
            listener.sock.send(masked(1, b'{"ack":"%b"}' % cursor[1]))

    def _packet(self, listener: Listener, kind: bytes) -> None:
        if kind[:1] == b"0":
            listener.sock.send(masked(1, b"40"))
        elif kind == b"40":
            self.opened += 1
        elif kind == b"2":
            listener.sock.send(masked(1, b"3"))
        elif kind == b"42":
            self.readings += 1

    def _remember(self, cursor: bytes, made: Summary) -> Summary:
        self._known[cursor] = made
        self._keep.append(cursor)
        if len(self._keep) > 64:
            self._known.pop(self._keep.pop(0), None)
        return made

    def _count(self, listener: Listener, frame: Summary) -> None:
        if frame.kind == "snapshot":
            listener.open = True
            self.opened += 1
            for _, measurement, first, count in frame.runs:
                listener.following[measurement] = first + count
            return
        self.frames += frame.kind == "events"
        self.events += frame.events
        for scan, measurement, first, count in frame.runs:
            expected = listener.following.get(measurement, 0)
            self.gaps += first > expected
            self.doubles += first < expected
            self.strangers += f"scan_{scan}" != listener.room
            listener.following[measurement] = first + count
            self.readings += count
        if frame.sampled:
            now = time.time()
            since, until = self.window
            self.ages.extend(now - moment for moment in frame.sampled if since <= moment <= until)


def summary(body: bytes) -> Summary:
    """Read a frame."""
    frame = orjson.loads(body)
    runs: list[tuple[str, str, int, int]] = []
    moments: list[str] = []
    if frame["kind"] == "snapshot":
        scan = frame["state"]["scan"]["scan_id"]
        runs = [(scan, name, 0, p["total"]) for name, p in frame["state"]["points"].items()]
    for event in frame.get("events", ()):
        data = event["data"]
        if event["event"] == "data_points":
            stamps = data["timestamps"]
            runs.append((data["scan_id"], data["measurement"], data["first_index"], len(stamps)))
            moments += stamps[:: max(1, len(stamps) // _SAMPLES)]
        elif event["event"] == "data_point":
            runs.append((data["scan_id"], data["measurement"], data["sequence_index"], 1))
            moments.append(data["timestamp"])
    if len(moments) > 2 * _SAMPLES:
        moments = moments[:: len(moments) // _SAMPLES]
    sampled = [datetime.fromisoformat(text).timestamp() for text in moments]
    return Summary(body, frame["kind"], joined(runs), sampled, len(frame.get("events", ())))


def joined(runs: list[tuple[str, str, int, int]]) -> list[tuple[str, str, int, int]]:
    """Runs that follow each other as one."""
    made: list[tuple[str, str, int, int]] = []
    for scan, measurement, first, count in runs:
        if made and made[-1][:2] == (scan, measurement) and made[-1][2] + made[-1][3] == first:
            made[-1] = (scan, measurement, made[-1][2], made[-1][3] + count)
        else:
            made.append((scan, measurement, first, count))
    return made


def masked(opcode: int, payload: bytes) -> bytes:
    """A client's frame of at most 125 bytes; a mask of zeros changes nothing."""
    return struct.pack("!BB", 0x80 | opcode, 0x80 | len(payload)) + bytes(4) + payload


def enter(port: int, room: str, target: str) -> Listener:
    """Connect and shake hands."""
    sock = socket.create_connection(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    key = base64.b64encode(os.urandom(16)).decode()
    sock.sendall(
        f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    answer = bytearray()
    while b"\r\n\r\n" not in answer:
        got = sock.recv(65536)
        assert got, "the server hung up"
        answer += got
    assert answer.startswith(b"HTTP/1.1 101"), bytes(answer[:100])
    sock.setblocking(False)
    return Listener(room, sock, bytearray(answer.split(b"\r\n\r\n", 1)[1]))


def main() -> None:
    """Listen and print what came."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("rooms", nargs="+")
    parser.add_argument("--batch", action="store_true")
    parser.add_argument("--ack", action="store_true")
    parser.add_argument("--socketio", action="store_true")
    given = parser.parse_args()
    wishes = [text for text, on in (("batch=points", given.batch), ("flow=ack", given.ack)) if on]
    query = "?" + "&".join(wishes) if wishes else ""
    crowd, selector = Crowd(given.ack, given.socketio), selectors.DefaultSelector()
    total = 0
    for wanted in given.rooms:
        room, _, clients = wanted.partition(":")
        for _ in range(int(clients or 1)):
            target = "/socket.io/?EIO=4&transport=websocket" if given.socketio else f"/ws/{room}{query}"
            listener = enter(given.port, room, target)
            selector.register(listener.sock, selectors.EVENT_READ, listener)
            crowd.take(listener)
            total += 1
    listen(crowd, selector, lambda: crowd.opened >= total, 60.0)
    print("ready", flush=True)
    crowd.readings = crowd.frames = crowd.events = 0
    crowd.window = (time.time(), time.time() + given.seconds)
    listen(crowd, selector, lambda: False, given.seconds)
    # On a busy machine this process may be what is late; what is on its way still counts.
    while True:
        before = crowd.frames
        listen(crowd, selector, lambda: False, _QUIET)
        if crowd.frames == before:
            break
    print(json.dumps(report(crowd, total)), flush=True)


def listen(crowd: Crowd, selector: selectors.BaseSelector, enough: Any, seconds: float) -> None:
    """Read until there is enough or the time is over."""
    deadline = time.monotonic() + seconds
    while not enough() and time.monotonic() < deadline:
        for key, _ in selector.select(0.1):
            listener: Listener = key.data
            try:
                got = listener.sock.recv(1 << 20)
            except BlockingIOError:
                continue
            if not got:
                selector.unregister(listener.sock)
                crowd.lost += 1
                continue
            listener.buffer += got
            crowd.take(listener)


def report(crowd: Crowd, total: int) -> dict[str, Any]:
    """The counts as plain data."""
    ages = sorted(crowd.ages)
    return {
        "clients": total,
        "opened": crowd.opened,
        "readings": crowd.readings,
        "frames": crowd.frames,
        "events": crowd.events,
        "gaps": crowd.gaps,
        "doubles": crowd.doubles,
        "strangers": crowd.strangers,
        "lost": crowd.lost,
        "cpu_seconds": time.process_time(),
        "p50": ages[len(ages) // 2] if ages else None,
        "p99": ages[len(ages) * 99 // 100] if ages else None,
    }


if __name__ == "__main__":
    main()
