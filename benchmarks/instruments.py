"""Instruments on TCP: a scan's time for each point beside a bare PyVISA loop with the same calls; two slow ones."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pyvisa
from support.running import ROOT, RunningServer, start_server

from benchmarks.instrument_server import SLOW
from benchmarks.results import Figure
from engine.bench.bench import Bench

POINTS = 5_000
SLOW_POINTS = 200
INSTRUMENT = """
[[instrument]]
name = "{name}"
resource = "{resource}"
ack = ""
answer_lines = 1
[instrument.axes.x]
set = "POS {{value:g}}"
get = "POS?"
[instrument.reads.v]
query = "{query}"
"""


@contextmanager
def _served() -> Iterator[list[str]]:
    """The resources of two instruments in a process of their own."""
    command = [sys.executable, "-m", "benchmarks.instrument_server"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as made:
        assert made.stdin is not None
        assert made.stdout is not None
        ports = made.stdout.readline().split()
        try:
            yield [f"TCPIP::127.0.0.1::{port}::SOCKET" for port in ports]
        finally:
            made.stdin.close()


def bare(resource: str, points: int) -> float:
    """Seconds a point of a loop that sets, reads back and measures with PyVISA alone."""
    manager = pyvisa.ResourceManager("@py")
    instrument = manager.open_resource(resource, read_termination="\n", write_termination="\n")
    # without this the write and the query after it wait 40 ms for each other (Nagle); PyBirch sets it too
    session = manager.visalib.sessions[instrument.session]  # type: ignore[attr-defined]
    session.interface.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    began = time.perf_counter()
    for point in range(points):
        instrument.write(f"POS {point:g}")  # type: ignore[attr-defined]
        float(instrument.query("POS?"))  # type: ignore[attr-defined]
        float(instrument.query("MEAS?"))  # type: ignore[attr-defined]
    taken = (time.perf_counter() - began) / points
    manager.close()
    return taken


def calls(resource: str, points: int) -> float:
    """Seconds a point of the same calls through the engine's bench, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.toml"
        path.write_text(INSTRUMENT.format(name="a", resource=resource, query="MEAS?"))
        bench = Bench.load(path, lambda event: None)
        instrument = bench.instruments["a"]
        instrument.move("x", 0)  # the first exchanges listen for what the bench file does not say
        instrument.measure()
        began = time.perf_counter()
        for point in range(points):
            instrument.move("x", point)
            instrument.measure()
        taken = (time.perf_counter() - began) / points
        instrument.disconnect()
        bench.close()
    return taken


def _scan(server: RunningServer, axis: str, instruments: list[str], points: int) -> float:
    """Seconds a point of a scan over the whole running program."""
    client = server.client()
    queue = client.new_queue(f"{points} points")
    measure = {"kind": "measure", "instruments": instruments}
    sweep = {"kind": "sweep", "axis": axis, "positions": {"start": 0, "stop": points - 1, "num": points}}
    scan = client.new_scan(queue, {"name": "over TCP", "steps": [{**sweep, "steps": [measure]}]})
    client.command("queues", queue, "start")
    done = client.wait_scan(scan, "completed")
    started, ended = (datetime.fromisoformat(done[key]) for key in ("started_at", "ended_at"))
    return (ended - started).total_seconds() / points


def _run(resources: list[str], query: str, points: int, names: list[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        bench = Path(folder) / "bench.toml"
        tables = zip(("a", "b"), resources, strict=True)
        bench.write_text("".join(INSTRUMENT.format(name=n, resource=r, query=query) for n, r in tables))
        server = start_server(Path(folder) / "home", ("--bench", str(bench)))
        try:
            return _scan(server, "a.x", names, points)
        finally:
            server.stop()


def figures() -> list[Figure]:
    """Time for a point over TCP, and for a point of two slow instruments."""
    with _served() as resources:
        loop = bare(resources[0], POINTS)
        engine = calls(resources[0], POINTS)
        ours = _run(resources, "MEAS?", POINTS, ["a"])
        both = _run(resources, "SLOW?", SLOW_POINTS, ["a", "b"])
    one_by_one = 2 * SLOW * 1e3
    return [
        Figure(
            "instruments: set, read back and measure over TCP",
            engine * 1e6, "µs", "bare PyVISA loop, no Nagle", loop * 1e6, "the engine's bench alone",
        ),
        Figure(
            "instruments: a point of a scan with these calls",
            ours * 1e6, "µs", "bare PyVISA loop, no Nagle", loop * 1e6, "web process following",
        ),
        Figure(
            "instruments: a point of two that take 20 ms each",
            both * 1e3, "ms", "one after the other", one_by_one, "read together",
        ),
    ]  # fmt: skip
