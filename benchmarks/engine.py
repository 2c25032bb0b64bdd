"""The engine: steps of a scan a second over the whole running program, each durable soon; beside QCoDeS."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import venv
from datetime import datetime
from pathlib import Path

from support.running import ROOT, RunningServer, start_server

from benchmarks.results import Figure, percentiles
from engine.journal.reader import JournalReader
from engine.model.events import EventName
from engine.settings import Settings
from engine.store.database import Database

POINTS = 300_000
PEERS = ROOT / ".venv-peers"
QCODES = "qcodes==0.58.0"


def _plan(points: int) -> dict[str, object]:
    measure = {"kind": "measure", "instruments": ["detector"]}
    sweep = {"kind": "sweep", "axis": "motor.x", "positions": {"start": 0, "stop": 10, "num": points}}
    return {"name": "as fast as it goes", "steps": [{**sweep, "steps": [measure]}]}


def _follow(database: Database, points: int, begin: int) -> list[float]:
    """Ages of the readings when a follower finds them in the database; returns when it has seen all."""
    reader, cursor, ages, seen = JournalReader(database), begin, [], 0
    while seen < points:
        entries = reader.after(cursor)
        now = time.time()
        for entry in entries:
            if entry.kind is EventName.DATA_POINTS:
                moments = reader.decode(entry).timestamps
                ages.append(now - float(moments[0]))
                seen += len(moments)
        cursor = entries[-1].seq if entries else cursor
        time.sleep(0.005)
    return ages


def run(server: RunningServer, points: int = POINTS) -> tuple[float, list[float]]:
    """Points a second of one scan by its own start and end, and the ages of each block's oldest reading."""
    client = server.client()
    queue = client.new_queue("steps")
    scan = client.new_scan(queue, _plan(points))
    database = Database(Settings(home=server.home).url)
    begin = JournalReader(database).head()
    client.command("queues", queue, "start")
    ages = _follow(database, points, begin)
    done = client.wait_scan(scan, "completed")
    database.dispose()
    started, ended = (datetime.fromisoformat(done[key]) for key in ("started_at", "ended_at"))
    return points / (ended - started).total_seconds(), ages


def qcodes_rate() -> float | None:
    """Calls of `add_result` a second in an environment of its own, or None where QCoDeS cannot be installed."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        venv.create(PEERS, with_pip=True)
    install = subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", QCODES], capture_output=True, check=False
    )
    if install.returncode:
        print(f"QCoDeS cannot be installed here: {install.stderr.decode()[-300:]}", file=sys.stderr)
        return None
    script = ROOT / "benchmarks" / "peers" / "qcodes_results.py"
    told = subprocess.run([str(python), str(script), "3"], capture_output=True, check=True, text=True)
    return float(told.stdout.splitlines()[-1])


def figures() -> list[Figure]:
    """Steps a second and durability."""
    with tempfile.TemporaryDirectory() as folder:
        bench = ROOT / "benches" / "simulated.toml"
        server = start_server(Path(folder) / "home", ("--bench", str(bench)))
        try:
            rate, ages = run(server)
        finally:
            server.stop()
    p50, p99 = percentiles(ages)
    peer = qcodes_rate()
    name = "QCoDeS add_result" if peer else ""
    return [
        Figure(
            "engine: points of one scan, sweep and measure", rate, "1/s", name, peer, "web process following"
        ),
        Figure("engine: reading to durable and found, p50", p50, "ms", note="oldest reading of each block"),
        Figure("engine: reading to durable and found, p99", p99, "ms", note="oldest reading of each block"),
    ]
