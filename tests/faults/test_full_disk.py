"""A disk that fills up during a scan: it is reported, nothing is lost, and the scan continues with free space."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.plans import line, sweep
from support.running import wait_until
from support.scpi import ScpiServer

from engine.store.engines import STALE_SECONDS

POINTS = 300_000
SPECTRUM = 2000
"""Numbers of one reading."""
SPECTRA = 400
SETTLE = 0.01
AT_ONCE = 0.5
"""Seconds within which scans hold when pages say so."""
BENCH = """
[[instrument]]
name = "camera"
resource = "{resource}"
[instrument.axes.x]
set = "X {{value}}"
get = "X?"
[instrument.reads.spectrum]
query = "SPEC?"
shape = [{length}]
poll = false
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"this machine mounts nothing: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_scan_holds_on_a_full_disk_and_continues(small_disk: Path, start) -> None:  # type: ignore[no-untyped-def]
    (small_disk / "filler").write_bytes(b"\0" * 11_000_000)
    server = start(home=small_disk / "home")
    client = server.client()
    queue = client.new_queue("full")
    scan = client.new_scan(queue, line(points=POINTS))
    client.command("queues", queue, "start")

    def full() -> bool:
        return client.get("api/v1/ready").json()["database"]["status"] == "full"

    wait_until(full, "a full disk", 60)
    said = client.get("api/v1/ready")
    assert said.status_code == 503
    assert "full" in said.json()["database"]["message"]
    wait_until(lambda: "disk is full" in server.error_text(), "a line in the log")
    assert client.scan(scan)["status"] == "running"
    (small_disk / "filler").unlink()
    subprocess.run(["mount", "-o", "remount,size=80m", str(small_disk)], check=True)
    done = client.wait_scan(scan, "completed", "failed", timeout=90)
    assert done["status"] == "completed"
    assert [m["total"] for m in done["measurements"]] == [POINTS]
    data = client.get(f"api/v1/scans/{scan}/data?format=json&columns=motor.x").json()
    positions = data["measurements"]["detector"]["columns"]["motor.x"]
    assert positions == pytest.approx([10 * i / (POINTS - 1) for i in range(POINTS)])


def fill(folder: Path) -> None:
    """Use up every byte that is left."""
    with contextlib.suppress(OSError), (folder / "rest").open("ab", buffering=0) as rest:
        while True:
            rest.write(b"\0" * 65_536)


def test_nothing_is_measured_that_cannot_be_stored_and_the_engine_is_not_called_offline(
    small_disk: Path,
    start,  # type: ignore[no-untyped-def]
    tmp_path: Path,
) -> None:
    camera = ScpiServer()
    camera.values["X"] = "0"
    camera.answers["SPEC?"] = ",".join(["1.5"] * SPECTRUM)
    camera.start()
    bench = tmp_path / "camera.toml"
    bench.write_text(BENCH.format(resource=camera.resource, length=SPECTRUM))
    (small_disk / "filler").write_bytes(b"\0" * 11_000_000)
    server = start(home=small_disk / "home", bench=bench)
    client = server.client()
    steps = sweep(
        "camera.x",
        {"start": 0, "stop": 1, "num": SPECTRA},
        {"kind": "measure", "instruments": ["camera"]},
        settle=SETTLE,
    )
    scan = client.begin({"name": "spectra", "steps": [steps]})

    def taken() -> int:
        return camera.heard.count("SPEC?")

    def ready() -> dict[str, Any]:
        return dict(client.get("api/v1/ready").json())

    try:
        wait_until(lambda: ready()["database"]["status"] == "full", "a full disk", 60)
        before = taken()
        assert 0 < before < SPECTRA
        wait_until(
            lambda: client.scan(scan)["message"].startswith("holding: the disk is full"), "the message"
        )
        held = taken()
        assert held - before < AT_ONCE / SETTLE
        # What is left of the disk is for commands.
        assert client.command("scans", scan, "pause").status_code == 202
        client.wait_scan(scan, "paused")
        assert client.command("scans", scan, "resume").status_code == 202
        fill(small_disk)
        until = time.monotonic() + STALE_SECONDS + 2
        while time.monotonic() < until:
            assert ready()["engine"]["status"] == "running"
            time.sleep(0.2)
        assert taken() == held
        (small_disk / "filler").unlink()
        (small_disk / "rest").unlink()
        subprocess.run(["mount", "-o", "remount,size=80m", str(small_disk)], check=True)
        done = client.wait_scan(scan, "completed", "failed", timeout=90)
        assert done["status"] == "completed"
        assert [m["total"] for m in done["measurements"]] == [SPECTRA]
        assert taken() == SPECTRA, "no reading was taken in vain"
    finally:
        camera.stop()
