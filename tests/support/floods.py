"""Hostile clients: each sends small units on one connection, without pause and without waiting for answers.

Run as a process of its own (`python -m support.floods NAME HOST PORT PREFIX TOKEN SECONDS`), so that it takes no time
from the test that watches the server; it prints what became of its connection as JSON.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

_BATCH = 16_384
"""Bytes handed to the kernel at a time."""
_KEPT = 200_000
"""Bytes of the answers that are looked at: the first and the last of them."""


@dataclass(frozen=True)
class Target:
    """The server that is flooded."""

    host: str
    port: int
    prefix: str
    token: str

    def request(
        self, method: str, path: str, *headers: str, body: bytes = b"", version: str = "1.1"
    ) -> bytes:
        """One request, signed in where the target has a token."""
        lines = [f"{method} {self.prefix}{path} HTTP/{version}", f"Host: {self.host}:{self.port}", *headers]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        if body:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body

    def upgrade(self, path: str) -> bytes:
        """The handshake of a WebSocket."""
        return self.request(
            "GET",
            path,
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        )


@dataclass(frozen=True)
class Flood:
    """What is sent once, what follows without pause, and whether it comes from somebody who is signed in."""

    unit: Callable[[Target], bytes]
    opening: Callable[[Target], bytes] = lambda _: b""
    signed_in: bool = False
    after: bytes = b""
    """What the opening must be answered with before anything else is sent."""
    entry: bytes = b""
    """What is sent once after that."""
    entered: bytes = b""
    """What the entry must be answered with before the flood begins."""
    pause: float = 0.0
    """Seconds between units, for those that are slow on purpose."""
    told: frozenset[int] = frozenset({429})
    """What the server may say before it ends the connection, as status of HTTP or code of a WebSocket."""


@dataclass
class Outcome:
    """What became of the connection."""

    sent: int = 0
    closed_after: float | None = None
    """Seconds after which the server ended it; None when it did not."""
    codes: list[int] = field(default_factory=list)
    """Statuses of HTTP, codes of errors of Socket.IO and the close code of a WebSocket."""


def frame(opcode: int, payload: bytes = b"", final: bool = True) -> bytes:
    """A WebSocket frame of a client, masked with zeros."""
    head = bytes([(0x80 if final else 0) | opcode])
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack("!H", size)
    return head + length + b"\0\0\0\0" + payload


def _get(path: str, *headers: str, method: str = "GET", version: str = "1.1") -> Callable[[Target], bytes]:
    return lambda target: target.request(method, path, *headers, version=version)


def _json(method: str, path: str, body: object) -> Callable[[Target], bytes]:
    text = json.dumps(body).encode()
    return lambda target: target.request(method, path, "Content-Type: application/json", body=text)


def _chunked(method: str, path: str, kind: str = "application/json") -> Callable[[Target], bytes]:
    return lambda t: t.request(method, path, f"Content-Type: {kind}", "Transfer-Encoding: chunked")


def _always(unit: bytes) -> Callable[[Target], bytes]:
    return lambda _: unit


def _web(path: str) -> Callable[[Target], bytes]:
    return lambda target: target.upgrade(path)


_ENGINE_IO = "socket.io/?EIO=4&transport=websocket"
_DASH = {
    "output": "..nothing.children..",
    "outputs": [{"id": "nothing", "property": "children"}],
    "inputs": [{"id": "nothing", "property": "n_clicks", "value": 1}],
    "changedPropIds": ["nothing.n_clicks"],
}
_FORM = "application/x-www-form-urlencoded"
_TINY = _always(b"1\r\nx\r\n")
_OLD_ACK = frame(1, b'{"ack": "0123456789ab-1"}')
_SUBSCRIBE = frame(1, b'42["subscribe_scan",{"scan_id":"SCAN_001"}]')


_ANSWERED = frozenset({200, 202, 400, 401, 403, 404, 413, 429})
_NONSENSE = frozenset({400})
_TOO_LATE = frozenset({408})
_ROOM = frozenset({4400, 4429})


def _polled(target: Target) -> bytes:
    """A message of a polling client, its session opened before."""
    opened = http.client.HTTPConnection(target.host, target.port, timeout=30)
    opened.request("GET", f"{target.prefix}socket.io/?EIO=4&transport=polling")
    sid = json.loads(opened.getresponse().read()[1:])["sid"]
    opened.close()
    path = f"socket.io/?EIO=4&transport=polling&sid={sid}"
    packets = b"\x1e".join([b'42["something"]'] * 16)
    return target.request("POST", path, "Content-Type: text/plain", body=packets)


def _http() -> Iterator[tuple[str, Flood]]:
    gets: Mapping[str, Callable[[Target], bytes]] = {
        "health": _get("api/v1/health"),
        "health_old": _get("api/v1/health", "Connection: keep-alive", version="1.0"),
        "head": _get("api/v1/health", method="HEAD"),
        "options": _get("api/v1/queues", method="OPTIONS"),
        "missing": _get("api/v1/nothing"),
        "sign_in_page": _get("login"),
        "icon": _get("favicon.ico"),
        "asset": _get("assets/css/base.css", "Range: bytes=0-10"),
        "page": _get("", "Accept: text/html"),
        "no_upgrade": _get("ws/global", "Upgrade: websocket", "Connection: Upgrade"),
        "polling_open": _get("socket.io/?EIO=4&transport=polling"),
        "dash": _json("POST", "_dash-update-component", _DASH),
        "check": _json("POST", "api/v1/plans/check", {"steps": []}),
    }
    for name, unit in gets.items():
        # A stranger gets one answer, and that is the last.
        yield f"{name}_stranger", Flood(unit, told=_ANSWERED)
        yield f"{name}_signed_in", Flood(unit, signed_in=True)
    yield "scans_signed_in", Flood(_get("api/v1/scans"), signed_in=True)
    bodies: Mapping[str, Callable[[Target], bytes]] = {
        "login": _chunked("POST", "login", _FORM),
        "stop": _chunked("POST", "api/v1/stop"),
        "check": _chunked("POST", "api/v1/plans/check"),
        "preset": _chunked("PUT", "api/v1/presets/flood"),
        "dash": _chunked("POST", "_dash-update-component"),
        "polling": _chunked("POST", "socket.io/?EIO=4&transport=polling&sid=none"),
    }
    for name, opening in bodies.items():
        # Who does not need the body answers before it has come.
        yield f"chunks_{name}_stranger", Flood(_TINY, opening, told=_ANSWERED)
        yield f"chunks_{name}_signed_in", Flood(_TINY, opening, signed_in=True, told=_ANSWERED)
    yield "chunk_extensions", Flood(_always(b"1;" + b"a" * 4000 + b"\r\nx\r\n"), bodies["login"])
    yield "trailers", Flood(_always(b"a: b\r\n"), lambda t: bodies["login"](t) + b"0\r\n")
    start = _always(b"GET /api/v1/health HTTP/1.1\r\nHost: x\r\n")
    yield "endless_headers", Flood(_always(b"X-More: and more\r\n"), start, told=frozenset({431}))
    yield "endless_line", Flood(_always(b"a" * 1000), _always(b"GET /"), told=frozenset({414}))
    yield "blank_lines", Flood(_always(b"\r\n"), told=_NONSENSE)
    yield "slow_headers", Flood(_always(b"X-More: and more\r\n"), start, pause=0.2, told=_TOO_LATE)
    slow_form = _always(
        b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\nContent-Type: %b\r\n\r\n"
        % _FORM.encode()
    )
    yield "slow_body", Flood(_always(b"x"), slow_form, pause=0.2, told=_TOO_LATE)
    garbage = b"\x16\x03\x01\x02\x00 nothing that HTTP knows\r\n"
    yield "garbage", Flood(_always(garbage), told=_NONSENSE)
    yield "polling_messages", Flood(_polled, signed_in=True)


def _sockets() -> Iterator[tuple[str, Flood]]:
    room = _web("ws/global?flow=ack")
    frames = {
        "pings": frame(9, b"x"),
        "empty_pings": frame(9),
        "pongs": frame(10, b"x"),
        "old_acks": _OLD_ACK,
        "garbage": frame(1, b"garbage"),
        "binary": frame(2, b"x"),
        "empty_messages": frame(1),
    }
    for name, unit in frames.items():
        yield f"room_{name}", Flood(_always(unit), room, signed_in=True, after=b" 101 ", told=_ROOM)
    for name, payload in (("empty_fragments", b""), ("fragments", b"x")):
        unit, first = frame(0, payload, final=False), frame(1, payload, final=False)
        yield (
            f"room_{name}",
            Flood(_always(unit), room, signed_in=True, after=b" 101 ", entry=first, told=_ROOM),
        )
    yield "room_stranger_pings", Flood(_always(frame(9)), room, after=b" 101 ", told=frozenset({4401}))
    engine = _web(_ENGINE_IO)
    units = {
        "pings": frame(1, b"2"),
        "pongs": frame(1, b"3"),
        "garbage": frame(1, b"garbage"),
        "frame_pings": frame(9),
        "connects": frame(1, b"40/nowhere,"),
    }
    for name, unit in units.items():
        yield f"engine_io_stranger_{name}", Flood(_always(unit), engine, after=b" 101 ", told=_ROOM)
    entered = {
        **units,
        "subscribe": _SUBSCRIBE,
        "unsubscribe": frame(1, b'42["unsubscribe_scan",{"scan_id":"SCAN_001"}]'),
        "unknown": frame(1, b'42["something"]'),
        "answers": frame(1, b'430["x"]'),
        "empty_fragments": frame(1, b"", final=False) + frame(0, b"", final=True),
    }
    for name, unit in entered.items():
        yield (
            f"socket_io_{name}",
            Flood(
                _always(unit),
                engine,
                signed_in=True,
                after=b" 101 ",
                entry=frame(1, b"40"),
                entered=b"subscribed",
                told=_ROOM,
            ),
        )


FLOODS: Mapping[str, Flood] = dict([*_http(), *_sockets()])


def run(name: str, target: Target, seconds: float) -> Outcome:
    """Send the flood of this name until the server ends the connection or the time is up."""
    flood = FLOODS[name]
    target = target if flood.signed_in else Target(target.host, target.port, target.prefix, "")
    found, heard, ended = Outcome(), bytearray(), threading.Event()
    began = time.monotonic()
    connection = socket.create_connection((target.host, target.port), timeout=seconds)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def listen() -> None:
        with suppress(OSError):
            while data := connection.recv(65_536):
                heard.extend(data)
                if len(heard) > _KEPT:
                    del heard[_KEPT // 2 : -_KEPT // 2]
        ended.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        for sent, answer in ((flood.opening(target), flood.after), (flood.entry, flood.entered)):
            connection.sendall(sent)
            while answer and answer not in heard and not ended.is_set():
                time.sleep(0.005)
        unit = flood.unit(target)
        batch = unit if flood.pause else unit * max(1, _BATCH // len(unit))
        while time.monotonic() < began + seconds and not ended.is_set():
            connection.sendall(batch)
            found.sent += len(batch) // len(unit)
            time.sleep(flood.pause)
    except OSError:
        ended.wait(1)
    # What was on its way when the server said goodbye.
    if ended.is_set() or found.sent == 0:
        found.closed_after = round(time.monotonic() - began, 2)
    found.codes = _codes(bytes(heard))
    with suppress(OSError):
        connection.close()
    return found


def _codes(heard: bytes) -> list[int]:
    """Statuses of HTTP answers and the close code of a WebSocket, in the order in which they came."""
    statuses = [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3})", heard)]
    errors = [int(code) for code in re.findall(rb'"code": ?(\d{4})', heard)]
    close = list(re.finditer(rb"\x88(.)(..)", heard, re.DOTALL)) if 101 in statuses else []
    known = [struct.unpack("!H", found[2])[0] for found in close]
    return [*dict.fromkeys([*statuses, *errors]), *[code for code in known if 1000 <= code < 5000][-1:]]


def start(name: str, target: Target, seconds: float) -> subprocess.Popen[str]:
    """The flood in a process of its own."""
    command = [sys.executable, "-m", "support.floods", name, target.host, str(target.port), target.prefix]
    folder = str(Path(__file__).resolve().parent.parent)
    return subprocess.Popen(
        [*command, target.token, str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": folder},
    )


def outcome(process: subprocess.Popen[str], timeout: float = 60) -> Outcome:
    """What a flood that was started has to tell."""
    text, _ = process.communicate(timeout=timeout)
    return Outcome(**json.loads(text))


if __name__ == "__main__":
    flood_name, host, port, prefix, token, seconds_text = sys.argv[1:]
    print(json.dumps(asdict(run(flood_name, Target(host, int(port), prefix, token), float(seconds_text)))))
