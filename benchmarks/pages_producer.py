"""Plays the engine for the benchmark of the pages: a scan that is running, written through the engine's journal writer.

Arguments: home, scan number, what is measured (`line`, `map` or `spectra`), points written at once before it says
`stored`. Each line `RATE SECONDS` on standard input has it go on at that rate; it answers with what it wrote as JSON.
It ends, and with it the scan, when standard input does.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.journal.stream import Stream, Value
from engine.journal.writer import JournalWriter
from engine.model import clock, ids
from engine.model.bench import Column
from engine.model.events import ScanStatus
from engine.model.states import ScanState
from engine.settings import Settings
from engine.store.database import Database

X, Y, SIGNAL = (
    Column(name="stage.x", unit="mm"),
    Column(name="stage.y", unit="mm"),
    Column(name="signal", unit="V"),
)
SIDE = 200
CHANNELS = 2048
STEP = 1e-5
_CHUNK = 0.004
"""Seconds of readings appended together; each carries the moment it was due."""
_STATUS = 0.1
_NOISE = np.random.default_rng(3).normal(size=1 << 16)
_CHANNEL = np.arange(CHANNELS)


def _line(i: int) -> tuple[Value, ...]:
    return i * STEP, float(np.sin(i * 3e-5)) + 0.2 * float(_NOISE[i & 0xFFFF])


def _map(i: int) -> tuple[Value, ...]:
    row, column = divmod(i % (SIDE * SIDE), SIDE)
    return (
        column * 0.1,
        row * 0.1,
        float(np.sin(row / 30) * np.cos(column / 20)) + 0.1 * float(_NOISE[i & 0xFFFF]),
    )


def _spectra(i: int) -> tuple[Value, ...]:
    peak = 1000 * np.exp(-(((_CHANNEL - 700 - i % 600) / 60) ** 2))
    return i * STEP, peak + 20 * _NOISE[i % 4096 : i % 4096 + CHANNELS]


KINDS: dict[str, tuple[tuple[Column, ...], Callable[[int], tuple[Value, ...]]]] = {
    "line": ((X, SIGNAL), _line),
    "map": ((X, Y, SIGNAL), _map),
    "spectra": ((X, Column(name="spectrum", unit="counts", shape=(CHANNELS,))), _spectra),
}


class Producer:
    """One scan and its single measurement."""

    def __init__(self, home: Path, scan: int, kind: str) -> None:
        columns, self._row = KINDS[kind]
        self._database = Database(Settings(home=home).url)
        self._writer = JournalWriter(self._database)
        self._writer.start()
        self._scan = scan
        self._stream: Stream = self._writer.open_stream(scan, "detector", columns)
        self._done = 0
        self._told = 0.0

    def store(self, count: int) -> None:
        """Write readings as fast as it goes, taken just before now."""
        self._tell(ScanState.RUNNING)
        began = time.time() - count * 1e-4
        while self._done < count:
            self._append(min(count, self._done + 5000), lambda i: began + i * 1e-4)
        self._writer.flush(60)
        self._tell(ScanState.RUNNING)

    def run(self, rate: float, seconds: float) -> dict[str, float]:
        """Write readings when they are due."""
        began, first, wanted = time.time(), self._done, self._done + round(rate * seconds)
        while self._done < wanted:
            due = min(wanted, first + int((time.time() - began) * rate))
            self._append(due, lambda i: began + (i - first) / rate)
            if time.monotonic() - self._told > _STATUS:
                self._tell(ScanState.RUNNING)
            time.sleep(_CHUNK)
        return {"readings": self._done - first, "seconds": time.time() - began}

    def close(self) -> None:
        """End the scan."""
        self._tell(ScanState.COMPLETED)
        self._writer.close(60)
        self._database.dispose()

    def _append(self, end: int, moment: Callable[[int], float]) -> None:
        self._writer.append_rows([(self._stream, self._row(i), moment(i)) for i in range(self._done, end)])
        self._done = end

    def _tell(self, state: ScanState) -> None:
        self._told = time.monotonic()
        name = ids.scan_id(self._scan)
        status = ScanStatus(
            scan_id=name,
            queue_id="QUEUE_001",
            name="Benchmark",
            status=state,
            progress=0.5,
            point=self._done,
            timestamp=clock.timestamp(),
        )
        self._writer.emit(status, conflate=state is ScanState.RUNNING)


def main() -> None:
    """Store, then obey."""
    home, scan, kind, stored = sys.argv[1:]
    producer = Producer(Path(home), int(scan), kind)
    producer.store(int(stored))
    print("stored", flush=True)
    for line in sys.stdin:
        rate, seconds = map(float, line.split())
        print(json.dumps(producer.run(rate, seconds)), flush=True)
    producer.close()


if __name__ == "__main__":
    main()
