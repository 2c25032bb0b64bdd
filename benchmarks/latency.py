"""From instrument to client over the whole running program: the age of every reading when a room socket delivers it."""

from __future__ import annotations

import json
import tempfile
import time
from datetime import datetime
from pathlib import Path

import psutil
import websocket
from support.running import ROOT, RunningServer, start_server

from benchmarks.results import Figure, percentiles

IDLE_CONNECTIONS = 300


def _plan(points: int, pause: float) -> dict[str, object]:
    measure = {"kind": "measure", "instruments": ["detector"]}
    sweep = {"kind": "sweep", "axis": "motor.x", "positions": {"start": 0, "stop": 10, "num": points}}
    return {"name": "latency", "steps": [{**sweep, "settle": pause, "steps": [measure]}]}


def _connect(server: RunningServer, room: str) -> websocket.WebSocket:
    return websocket.create_connection(
        f"{server.websocket_url}ws/{room}?batch=points",
        header=[f"Authorization: Bearer {server.token}"],
        timeout=30,
        suppress_origin=True,
    )


def _ages(server: RunningServer, points: int, pause: float) -> list[float]:
    client = server.client()
    queue = client.new_queue("latency")
    scan = client.new_scan(queue, _plan(points, pause))
    socket = _connect(server, f"scan_{scan}")
    client.command("queues", queue, "start")
    ages: list[float] = []
    while len(ages) < points:
        frame = json.loads(socket.recv())
        now = time.time()
        for event in frame.get("events", ()):
            if event["event"] == "data_points":
                moments = (datetime.fromisoformat(t) for t in event["data"]["timestamps"])
                ages.extend(now - moment.timestamp() for moment in moments)
    socket.close()
    return ages


def _memory(server: RunningServer) -> float:
    """KiB of the web process per idle room socket."""
    web = psutil.Process(server.pid("web"))
    warm = [_connect(server, "instruments") for _ in range(20)]
    before = web.memory_info().rss
    idle = [_connect(server, "instruments") for _ in range(IDLE_CONNECTIONS)]
    for socket in idle:
        socket.recv()
    used = web.memory_info().rss - before
    for socket in (*warm, *idle):
        socket.close()
    return used / IDLE_CONNECTIONS / 1024


def figures() -> list[Figure]:
    """Latency at a gentle and at a brisk rate, and memory per connection."""
    with tempfile.TemporaryDirectory() as folder:
        bench = ROOT / "benches" / "simulated.toml"
        server = start_server(Path(folder) / "home", ("--bench", str(bench)))
        try:
            slow50, slow99 = percentiles(_ages(server, 300, 0.02))
            fast50, fast99 = percentiles(_ages(server, 5000, 0.001))
            memory = _memory(server)
        finally:
            server.stop()
    return [
        Figure("instrument to client, p50", slow50, "ms", note="one scan, about 50 points/s"),
        Figure("instrument to client, p99", slow99, "ms", note="one scan, about 50 points/s"),
        Figure("instrument to client, p50", fast50, "ms", note="one scan, about 900 points/s"),
        Figure("instrument to client, p99", fast99, "ms", note="one scan, about 900 points/s"),
        Figure("memory per idle room socket", memory, "KiB", note="resident memory of the web process"),
    ]
