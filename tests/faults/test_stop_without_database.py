"""The emergency stop reaches the instruments also while nothing can be written down."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from support.running import start_server, wait_until
from support.scpi import ScpiServer

BENCH = """
[[instrument]]
name = "stage"
resource = "{resource}"
stop = "STOP"
[instrument.axes.x]
set = "POS:X {{value}}"
get = "POS:X?"
done = "MOV:X?"
unit = "mm"
safe = 1
[instrument.reads.signal]
query = "MEAS?"
"""
PLAN = {
    "name": "far",
    "steps": [
        {
            "kind": "sweep",
            "axis": "stage.x",
            "positions": [20],
            "steps": [{"kind": "measure", "instruments": ["stage"]}],
        }
    ],
}


def test_everything_is_stopped_while_another_program_holds_the_database(tmp_path: Path) -> None:
    stage = ScpiServer()
    stage.values.update({"POS:X": "0", "MOV:X": "1", "MEAS": "0"})
    stage.start()
    bench = tmp_path / "bench.toml"
    bench.write_text(BENCH.format(resource=stage.resource))
    server = start_server(tmp_path / "home", ["--bench", str(bench)])
    try:
        client = server.client()
        queue = client.new_queue()
        scan = client.new_scan(queue, PLAN)
        client.command("queues", queue, "start")
        assert stage.hears(lambda heard: "POS:X 20.0" in heard)
        holder = sqlite3.connect(tmp_path / "home" / "pybirch.sqlite", timeout=30, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        wait_until(
            lambda: client.get("api/v1/ready").status_code == 503, "the engine's heartbeat to be missed"
        )
        assert "STOP" not in stage.heard
        asked = time.monotonic()
        assert client.post("api/v1/stop").status_code == 202
        assert stage.hears(lambda heard: "STOP" in heard and "POS:X 1.0" in heard, 5)
        assert time.monotonic() - asked < 5
        holder.execute("COMMIT")
        holder.close()
        stopped = client.wait_scan(scan, "aborted")
        assert stopped["point"] == 0
    finally:
        server.stop()
        stage.stop()
