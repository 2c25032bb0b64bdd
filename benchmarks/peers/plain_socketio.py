"""Plain Flask-SocketIO: every data point emitted to a room, as most dashboards do it; serves until its input closes.

Prints its port, then, for every line `RATE SECONDS` on standard input, emits that many points a second and prints the
points emitted and the CPU seconds used.
"""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402

import gevent  # noqa: E402
from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, join_room  # noqa: E402
from gevent.fileobject import FileObject  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402


def emit_points(door: SocketIO, rate: float, seconds: float) -> tuple[int, float]:
    """Emits `rate` points a second; returns how many were emitted and the CPU seconds of this process."""
    count, start, used = 0, time.perf_counter(), time.process_time()
    while (now := time.perf_counter() - start) < seconds:
        while count < rate * now:
            door.emit(
                "data_point",
                {
                    "scan_id": "SCAN_001",
                    "measurement": "detector",
                    "sequence_index": count,
                    "data": {"motor.x": count * 1e-3, "intensity": count * 2e-3},
                    "timestamp": time.time(),
                },
                to="scan_SCAN_001",
            )
            count += 1
            if count % 20 == 0:
                gevent.sleep(0)
        gevent.sleep(0.002)
    gevent.sleep(0.5)
    return count, time.process_time() - used


def main() -> None:
    """Serves on a free port and obeys its standard input."""
    app = Flask(__name__)
    door = SocketIO(app, async_mode="gevent", cors_allowed_origins="*")

    @door.on("connect")
    def _connect() -> None:
        join_room("scan_SCAN_001")

    server = WSGIServer(("127.0.0.1", 0), app, log=None)
    server.start()
    print(server.server_port, flush=True)
    for line in FileObject(sys.stdin, "r"):
        rate, seconds = (float(part) for part in line.split())
        count, used = emit_points(door, rate, seconds)
        print(json.dumps({"points": count, "cpu_seconds": used, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
