"""Fan-out of live delivery: a producer, the real web process, and a process of many clients that check everything.

`python -m benchmarks.fanout` runs the standard cases; `--clients 100 --rate 10000 [--scans 1] [--points] [--ack]` one.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.results import Figure
from engine.model import clock, ids
from engine.settings import AuthKind, Settings, environment
from engine.store import queues, scans
from engine.store.database import Database

ROOT = Path(__file__).resolve().parent.parent
_MARGIN = 2.0
"""Seconds the producer writes beside those in which the web process is watched."""


@dataclass(frozen=True)
class Case:
    """One situation: `clients` in each of `scans` rooms, `rate` readings a second in all."""

    name: str
    clients: int
    rate: int
    scans: int = 1
    batch: bool = True
    ack: bool = False
    seconds: float = 10.0


CASES = (
    Case("100 clients, 10,000 points/s, runs", 100, 10_000),
    Case("100 clients, 10,000 points/s, runs, acknowledged", 100, 10_000, ack=True),
    Case("100 clients, 10,000 points/s, one by one", 100, 10_000, batch=False),
    Case("100 clients, 50,000 points/s, runs", 100, 50_000),
    Case("1,000 scans at 1 point/s, a client each", 1, 1_000, scans=1000),
)


@contextmanager
def web_process(home: Path) -> Iterator[tuple[int, psutil.Process]]:
    """The web child alone, open to everybody; its port and process."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    listener.set_inheritable(True)
    ready, says = os.pipe()
    os.set_inheritable(says, True)
    settings = Settings(home=home, auth=AuthKind.NONE, max_connections=4000, max_connections_per_client=4000)
    command = [
        sys.executable,
        "-m",
        "dashboard",
        "--listen-fd",
        str(listener.fileno()),
        "--ready-fd",
        str(says),
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment(settings)},
        pass_fds=(listener.fileno(), says),
        stderr=subprocess.DEVNULL if not os.environ.get("FANOUT_STDERR") else None,
    )
    os.close(says)
    try:
        if os.read(ready, 1) != b"\n":
            raise RuntimeError("the web process did not start")
        yield listener.getsockname()[1], psutil.Process(process.pid)
    finally:
        os.close(ready)
        process.terminate()
        process.wait(15)
        listener.close()


def prepare(home: Path, count: int) -> list[int]:
    """A database with that many scans; their numbers."""
    database = Database(Settings(home=home).url)
    database.migrate()
    with database.write() as conn:
        queue = ids.queue_number(queues.create(conn, "Fan-out").queue_id)
        plan = {"name": "Fan-out", "steps": []}
        made = [ids.scan_number(scans.create(conn, queue, "Fan-out", plan).scan_id) for _ in range(count)]
    database.dispose()
    return made


def run(case: Case) -> dict[str, Any]:
    """Measure one case; rates a second, latencies in seconds, CPU as part of one core."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        numbers = prepare(home, case.scans)
        with web_process(home) as (port, web):
            before = web.memory_info().rss
            client = start_client(case, port, numbers)
            assert client.stdout is not None
            assert client.stdout.readline().strip() == "ready", "the clients did not all get their snapshot"
            memory = (web.memory_info().rss - before) / (case.clients * case.scans)
            producer = start_producer(case, home, numbers)
            time.sleep(_MARGIN / 2)
            used, since = cpu(web), time.monotonic()
            time.sleep(case.seconds)
            share = (cpu(web) - used) / (time.monotonic() - since)
            producer_text, _ = producer.communicate(timeout=60)
            told = json.loads(client.stdout.readline())
            client.wait(30)
    sent = json.loads(producer_text)
    deliveries = sent["readings"] * case.clients
    return {
        "case": case.name,
        "time": clock.timestamp(),
        "web_cpu": share,
        "readings_per_second": sent["readings"] / sent["seconds"],
        "deliveries_per_second": deliveries / sent["seconds"],
        "complete": told["readings"] == deliveries
        and not (told["gaps"] or told["doubles"] or told["strangers"]),
        "memory_per_connection": memory,
        **told,
    }


def figures() -> list[Figure]:
    """The standard cases, and how many deliveries one second of CPU pays for beside plain Flask-SocketIO."""
    plain = plain_socketio()
    made: list[Figure] = []
    for case in CASES:
        found = run(case)
        whole = "every reading once, in order" if found["complete"] else "INCOMPLETE"
        paid = found["deliveries_per_second"] / max(found["web_cpu"], 0.001)
        made += [
            Figure(f"{case.name}: web process", 100 * found["web_cpu"], "% of a core", note=whole),
            Figure(f"{case.name}: reading to client, p99", 1000 * (found["p99"] or 0), "ms"),
            Figure(f"{case.name}: per core", paid, "deliveries/s", "plain Flask-SocketIO", plain),
        ]
    made.append(
        Figure("memory per room socket that just entered", found["memory_per_connection"] / 1024, "KiB")
    )
    return made


def plain_socketio(clients: int = 100, rate: int = 300, seconds: float = 5.0) -> float:
    """Deliveries a second of CPU of the peer, every point emitted to a room of clients."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.peers.plain_socketio"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    port = server.stdout.readline().strip()
    client = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "benchmarks.fanout_client",
            port,
            str(seconds + 5),
            f"any:{clients}",
            "--socketio",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdout is not None
    try:
        assert client.stdout.readline().strip() == "ready", "the peer's clients were not let in"
        server.stdin.write(f"{rate} {seconds}\n")
        server.stdin.flush()
        used = json.loads(server.stdout.readline())["cpu_seconds"]
        readings: int = json.loads(client.stdout.readline())["readings"]
        return readings / used
    finally:
        for process in (client, server):
            process.kill()
            process.wait(10)


def cpu(process: psutil.Process) -> float:
    """Seconds of CPU a process has used."""
    times = process.cpu_times()
    return times.user + times.system


def start_client(case: Case, port: int, numbers: list[int]) -> subprocess.Popen[str]:
    """The process of clients; it listens a while longer than the producer writes."""
    rooms = [f"scan_{ids.scan_id(number)}:{case.clients}" for number in numbers]
    flags = [flag for flag, on in (("--batch", case.batch), ("--ack", case.ack)) if on]
    command = [
        sys.executable,
        "-m",
        "benchmarks.fanout_client",
        str(port),
        str(case.seconds + _MARGIN),
        *rooms,
        *flags,
    ]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def start_producer(case: Case, home: Path, numbers: list[int]) -> subprocess.Popen[str]:
    """The process that writes the journal."""
    given = [str(home), str(case.rate), str(case.seconds + _MARGIN), *map(str, numbers)]
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fanout_producer", *given],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def main() -> None:
    """Run what was asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int)
    parser.add_argument("--rate", type=int, default=10_000)
    parser.add_argument("--scans", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--points", action="store_true", help="one data_point for each reading")
    parser.add_argument("--ack", action="store_true", help="one frame in flight, acknowledged")
    given = parser.parse_args()
    cases: tuple[Case, ...] = CASES
    if given.clients:
        name = f"{given.clients} clients in each of {given.scans}, {given.rate} points/s"
        cases = (
            Case(name, given.clients, given.rate, given.scans, not given.points, given.ack, given.seconds),
        )
    for case in cases:
        found = run(case)
        print(line(case, found), flush=True)


def line(case: Case, found: dict[str, Any]) -> str:
    """One row of the table."""
    frames = found["frames"] / found["clients"] / (case.seconds + _MARGIN)
    return (
        f"{found['case']:50} {found['deliveries_per_second']:12,.0f} deliveries/s  web {found['web_cpu']:6.1%}"
        f"  p50 {1000 * (found['p50'] or 0):6.1f} ms  p99 {1000 * (found['p99'] or 0):6.1f} ms"
        f"  {frames:.1f} frames/s  {found['memory_per_connection'] / 1024:.0f} KiB a connection"
        f"  {'complete' if found['complete'] else f'INCOMPLETE {found}'}"
    )


if __name__ == "__main__":
    main()
