"""A thousand scans that really run, one point a second each, in the whole program, with a viewer in each room."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
from support.running import ROOT, start_server, wait_until

from benchmarks.results import Figure

SCANS = 1000
SECONDS = 20
_DETECTOR = """
[[instrument]]
name = "det{i}"
driver = "simulated"
[instrument.reads.signal]
formula = "{i}"
unit = "V"
"""


def _plan(number: int, points: int) -> dict[str, object]:
    measure = {"kind": "measure", "instruments": [f"det{number}"]}
    repeat = {"kind": "repeat", "times": points, "every": 1, "steps": [measure]}
    return {"name": f"scan of det{number}", "steps": [repeat]}


def _share(process: psutil.Process, seconds: float) -> float:
    before = sum(process.cpu_times()[:2])
    time.sleep(seconds)
    return (sum(process.cpu_times()[:2]) - before) / seconds


def run() -> dict[str, float]:
    """Start the scans, follow every one of them, and stop them; see the names of the result."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Path(folder) / "bench.toml"
        bench.write_text('name = "a thousand"\n' + "".join(_DETECTOR.format(i=i) for i in range(SCANS)))
        server = start_server(Path(folder) / "home", ("--bench", str(bench), "--auth", "none"))
        try:
            client = server.client()
            queue = client.new_queue("a thousand", mode="parallel")
            with ThreadPoolExecutor(16) as several:
                ids = list(
                    several.map(lambda i: server.client().new_scan(queue, _plan(i, 600)), range(SCANS))
                )
            client.command("queues", queue, "start")
            wait_until(
                lambda: client.get("api/v1/queues/" + queue).json()["current_scans"].__len__() == SCANS,
                "a thousand running scans",
                120,
                0.5,
            )
            port = server.url.split(":")[2].strip("/")
            rooms = [f"scan_{scan}:1" for scan in ids]
            command = [
                sys.executable,
                "-m",
                "benchmarks.fanout_client",
                port,
                str(SECONDS),
                *rooms,
                "--batch",
            ]
            viewers = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            assert viewers.stdout is not None
            assert viewers.stdout.readline().strip() == "ready", "not every viewer was let in"
            web, engine = (psutil.Process(server.pid(role)) for role in ("web", "engine"))
            web_share = _share(web, SECONDS / 4)
            engine_share = _share(engine, SECONDS / 4)
            time.sleep(SECONDS / 2 + 1)
            client.command("queues", queue, "stop")
            told = json.loads(viewers.stdout.readline())
            viewers.wait(60)
        finally:
            server.stop(60)
    return {**told, "web_share": web_share, "engine_share": engine_share}


def figures() -> list[Figure]:
    """Latency, completeness and load of a thousand scans."""
    found = run()
    clean = not (found["gaps"] or found["doubles"] or found["strangers"])
    whole = "only own points, no gap" if clean else "WRONG POINTS"
    return [
        Figure("1,000 running scans: reading to viewer, p50", 1000 * found["p50"], "ms", note=whole),
        Figure("1,000 running scans: reading to viewer, p99", 1000 * found["p99"], "ms", note=whole),
        Figure("1,000 running scans: web process", 100 * found["web_share"], "% of a core"),
        Figure("1,000 running scans: engine process", 100 * found["engine_share"], "% of a core"),
    ]
