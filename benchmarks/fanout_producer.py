"""Writes readings of some scans at a steady rate through the engine's journal writer.

Arguments: home, readings a second in all, seconds, scan numbers. Prints JSON: readings, seconds, CPU seconds.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from engine.journal.writer import JournalWriter
from engine.model.bench import Column
from engine.settings import Settings
from engine.store.database import Database

COLUMNS = (
    Column(name="stage.x", unit="mm"),
    Column(name="stage.y", unit="mm"),
    Column(name="intensity", unit="counts"),
)
_CHUNK = 0.002
"""Seconds of readings appended together; each carries the moment it was due."""


def main() -> None:
    """Write, and say how much."""
    home, rate, seconds, *numbers = sys.argv[1:]
    database = Database(Settings(home=Path(home)).url)
    writer = JournalWriter(database)
    writer.start()
    streams = [writer.open_stream(int(number), "lockin", COLUMNS) for number in numbers]
    wanted, interval = int(float(rate) * float(seconds)), 1 / float(rate)
    began, done = time.time(), 0
    while done < wanted:
        due = min(wanted, int((time.time() - began) / interval))
        writer.append_rows(
            [
                (streams[i % len(streams)], (i * 1e-4, i % 100 * 0.1, 1e3 + i * 0.37), began + i * interval)
                for i in range(done, due)
            ]
        )
        done = due
        time.sleep(_CHUNK)
    took = time.time() - began
    writer.close()
    database.dispose()
    print(json.dumps({"readings": done, "seconds": took, "cpu_seconds": time.process_time()}), flush=True)


if __name__ == "__main__":
    main()
