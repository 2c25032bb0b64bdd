"""The scan page in a real Chromium and the running program: first plot, frames and memory under a stream of points.

`python -m benchmarks.pages --minutes 10` watches its memory for that long; `--only first|frames|memory` is a part.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from support.browser import start_chromium
from support.running import ROOT, RunningServer, start_server, wait_until

from benchmarks.pages_producer import SIDE, STEP
from benchmarks.peers.extend_traces import PAGE as PEER
from benchmarks.results import Figure, table
from engine.model import ids
from engine.settings import Settings
from engine.store import queues, scans
from engine.store.database import Database

STORED = 1_000_000
RATE = 10_000
SECONDS = 10.0
SETTLE = 4.0
TRIES = 3
VIEWS = {"live": "live window", "whole": "whole scan"}
EARLY = STORED / 100 * STEP
"""Where the first hundredth of a million points lies: a drawing that begins there shows the whole scan."""
PROBE = Path(__file__).with_name("pages_probe.js").read_text()

_MEASURE = {"kind": "measure", "instruments": ["detector"]}
_AREA = {"start": 0, "stop": (SIDE - 1) * 0.1, "num": SIDE}


def _sweep(axis: str, positions: dict[str, float], *steps: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "sweep", "axis": axis, "positions": positions, "steps": list(steps)}


PLANS: dict[str, dict[str, Any]] = {
    "line": _sweep("stage.x", {"start": 0, "stop": 1e8 * STEP, "num": 100_000_000}, _MEASURE),
    "map": _sweep("stage.y", _AREA, _sweep("stage.x", _AREA, _MEASURE)),
    "spectra": _sweep("stage.x", {"start": 0, "stop": 1e5 * STEP, "num": 100_000}, _MEASURE),
}


class Running:
    """A scan that a producer of its own writes."""

    def __init__(self, home: Path, kind: str, stored: int) -> None:
        database = Database(Settings(home=home).url)
        with database.write() as conn:
            queue = ids.queue_number(queues.create(conn, "Benchmark").queue_id)
            plan = {"name": "Benchmark", "steps": [PLANS[kind]]}
            self.name = scans.create(conn, queue, "Benchmark", plan).scan_id
        database.dispose()
        number = str(ids.scan_number(self.name))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.pages_producer", str(home), number, kind, str(stored)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._expect()

    def go(self, rate: float, seconds: float) -> None:
        """Write points at that rate from now on; returns at once."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{rate} {seconds}\n")
        self._process.stdin.flush()

    def gone(self) -> float:
        """Wait until that is over; points a second that were written."""
        told = json.loads(self._expect())
        return float(told["readings"] / told["seconds"])

    def end(self) -> None:
        """Complete the scan."""
        self._process.communicate(timeout=60)

    def _expect(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the producer ended"
        return line


class Page:
    """A tab that is signed in and watched by the probe."""

    def __init__(self, server: RunningServer, driver: webdriver.Chrome) -> None:
        self._server = server
        self.driver = driver
        driver.get(server.ready_url)
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=f"window.pbEarly = {EARLY};\n{PROBE}")
        self.cdp("Performance.enable", timeDomain="threadTicks")

    def cdp(self, command: str, **parameters: Any) -> Any:
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(command, parameters)

    def js(self, script: str, *arguments: Any) -> Any:
        """What a script returns."""
        return self.driver.execute_script(script, *arguments)

    def prefer(self, scan: str, view: str | None) -> None:
        """Let the browser remember what was chosen for a scan's chart."""
        kept = [[scan, {"view": view}]] if view else []
        self.js("localStorage.setItem('pybirch-chart', arguments[0])", json.dumps(kept))

    def open(self, scan: str, view: str | None = None) -> dict[str, float]:
        """Load a scan's page; milliseconds until `any` and `whole` data were drawn (see pages_probe.js)."""
        self.prefer(scan, view)
        self.driver.get("about:blank")
        self.driver.get(f"{self._server.url}scans/{scan}")
        waits = "whole" if view == "whole" else "any"
        wait_until(lambda: waits in self.js("return pbProbe.first"), "a first plot", 60)
        found: dict[str, float] = self.js("return pbProbe.first")
        return found

    def watch(self, seconds: float) -> dict[str, float]:
        """Frames and drawings a second over some time, and the CPU that the main thread pays for it, in ms a second."""
        used = self._metrics()["TaskDuration"]
        self.js("pbProbe.start()")
        time.sleep(seconds)
        found: dict[str, float] = self.js("return pbProbe.stop()")
        return {**found, "pays": 1000 * (self._metrics()["TaskDuration"] - used) / seconds}

    def behind(self, scan: str) -> float:
        """Age in seconds of the newest point that the page holds."""
        found: float = self.js(
            "const [s] = Object.values(dash_clientside.pybirch.live.series(arguments[0]));"
            "return Date.now() / 1000 - s.value('@time', s.end - 1)",
            f"scan_{scan}",
        )
        return found

    def memory(self) -> dict[str, float]:
        """JavaScript heap and array buffers in MB after collecting garbage, DOM nodes and listeners."""
        for _ in range(2):
            self.cdp("HeapProfiler.collectGarbage")
        metrics = self._metrics()
        usage = self.cdp("Runtime.getHeapUsage")
        return {
            "heap": metrics["JSHeapUsedSize"] / 1e6,
            "buffers": usage.get("backingStorageSize", 0) / 1e6,
            "nodes": metrics["Nodes"],
            "listeners": metrics["JSEventListeners"],
        }

    def _metrics(self) -> dict[str, float]:
        return {m["name"]: m["value"] for m in self.cdp("Performance.getMetrics")["metrics"]}


@contextmanager
def _program() -> Iterator[tuple[RunningServer, Path]]:
    """Web server and an engine that has nothing to do."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        server = start_server(home, ("--bench", str(ROOT / "benches" / "simulated.toml")))
        try:
            yield server, home
        finally:
            server.stop()


@contextmanager
def _page(server: RunningServer) -> Iterator[Page]:
    driver = start_chromium()
    try:
        yield Page(server, driver)
    finally:
        driver.quit()


def first_plots(server: RunningServer, home: Path) -> Iterator[Figure]:
    """From navigation to the first drawn points of a scan of a million."""
    scan = Running(home, "line", STORED)
    with _page(server) as page:
        cold = page.open(scan.name, "live")["any"]
        yield Figure(
            "first plot, live window", cold, "ms", note="1,000,000 points, nothing in the browser's cache"
        )
        for view, wanted in (("live", "any"), ("whole", "whole")):
            times = [page.open(scan.name, view)[wanted] for _ in range(TRIES)]
            yield Figure(
                f"first plot, {VIEWS[view]}", statistics.median(times), "ms", note="1,000,000 points"
            )
    scan.end()


def frames(server: RunningServer, home: Path) -> Iterator[Figure]:
    """What the page shows a second while points come."""
    for stored in (1000, STORED):
        scan = Running(home, "line", stored)
        with _page(server) as page:
            for view in ("live", "whole"):
                page.open(scan.name, view)
                scan.go(RATE, SETTLE + SECONDS + 2)
                time.sleep(SETTLE)
                found = page.watch(SECONDS)
                late = page.behind(scan.name)
                rate = scan.gone()
                peer = _peer(page, server, scan) if stored == 1000 and view == "whole" else None
                name = f"page, {VIEWS[view]}"
                yield from _of_stream(
                    name, f"{rate:,.0f} points/s on {stored:,}; {late:.2f} s behind", found, peer
                )
        scan.end()
    for kind, stored, rate, what in (
        ("map", 400, 1000, "map of 200 x 200"),
        ("spectra", 990, 10, "spectra of 2048"),
    ):
        scan = Running(home, kind, stored)
        with _page(server) as page:
            opened = page.open(scan.name)
            scan.go(rate, SETTLE + SECONDS + 2)
            time.sleep(SETTLE)
            found = page.watch(SECONDS)
            scan.gone()
            yield Figure(f"page, {what}: first plot", opened["any"], "ms", note=f"{stored:,} points stored")
            yield from _of_stream(f"page, {what}", f"{rate:,} points/s on {stored:,}", found)
        scan.end()


def _of_stream(
    name: str, note: str, found: dict[str, float], peer: dict[str, float] | None = None
) -> Iterator[Figure]:
    """Figures of what `Page.watch` found, of the peer too where there is one."""
    note = f"{note}; 99 % of frames within {found['slow']:.0f} ms"
    for what, unit, value in (
        ("frames", "a second", lambda of: of["frames"]),
        ("drawings", "a second", lambda of: of["drawings"]),
        ("CPU of the main thread", "ms a second", lambda of: of["pays"]),
    ):
        theirs = value(peer) if peer else None
        yield Figure(f"{name}: {what}", value(found), unit, "extendTraces" if peer else "", theirs, note)


def _peer(page: Page, server: RunningServer, scan: Running) -> dict[str, float]:
    """The same points through `Plotly.extendTraces` at each frame that comes."""
    page.driver.get(server.url + "api/v1/health")
    page.driver.execute_async_script(PEER, f"scan_{scan.name}")
    scan.go(RATE, SETTLE + SECONDS + 2)
    time.sleep(SETTLE)
    found = page.watch(SECONDS)
    scan.gone()
    return found


def memory(server: RunningServer, home: Path, minutes: float) -> Iterator[Figure]:
    """What the page holds after a tenth of the time and at its end."""
    for view in ("whole", "live"):
        scan = Running(home, "line", STORED)
        with _page(server) as page:
            page.open(scan.name, view)
            scan.go(RATE, 60 * minutes + 3 * SECONDS)
            time.sleep(6 * minutes)
            early = page.memory()
            time.sleep(54 * minutes)
            late = page.memory()
            found = page.watch(SECONDS)
            behind = page.behind(scan.name)
            rate = scan.gone()
        scan.end()
        name = VIEWS[view]
        note = f"{rate:,.0f} points/s; at {minutes / 10:g} and at {minutes:g} min"
        for what, unit in (("heap", "MB"), ("buffers", "MB"), ("nodes", ""), ("listeners", "")):
            yield Figure(
                f"page, {name}: {what} at the end", late[what], unit, "the same early on", early[what], note
            )
        yield from _of_stream(f"page, {name}, at the end", f"{behind:.2f} s behind", found)


def figures(minutes: float = 1.0, only: str | None = None) -> list[Figure]:
    """Everything, the memory watched for some minutes."""
    parts = {"first": first_plots, "frames": frames, "memory": lambda *at: memory(*at, minutes)}
    made: list[Figure] = []
    with _program() as (server, home):
        for name, part in parts.items():
            if only in (None, name):
                made += part(server, home)
    return made


def main() -> None:
    """Measure what was asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long the page's memory is watched")
    parser.add_argument("--only", choices=("first", "frames", "memory"))
    given = parser.parse_args()
    print(table(figures(given.minutes, given.only)))


if __name__ == "__main__":
    main()
