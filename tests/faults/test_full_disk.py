"""A disk that fills up under a running scan: it is said, nothing is lost, and the scan goes on when there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.plans import line
from support.running import wait_until

POINTS = 300_000


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


def test_a_scan_holds_on_a_full_disk_and_goes_on(small_disk: Path, start) -> None:  # type: ignore[no-untyped-def]
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
