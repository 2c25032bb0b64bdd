"""The Python client follows a scan and waits for its end while either process is killed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from support.plans import line
from support.running import RunningServer, wait_until

import pybirch

POINTS = 400


@pytest.fixture
def lab(server: RunningServer) -> Iterator[pybirch.Lab]:
    with pybirch.connect(server.ready_url) as connected:
        yield connected


class Following:
    """Follows a scan in a thread of its own."""

    def __init__(self, scan: pybirch.Scan, **options: Any) -> None:
        self.indices: list[int] = []
        self.error: BaseException | None = None
        self._points = scan.follow(**options)
        self._thread = threading.Thread(target=self._collect, daemon=True)
        self._thread.start()

    def wait_for(self, count: int) -> None:
        wait_until(lambda: len(self.indices) >= count or self.error, f"{count} points", 60)
        assert self.error is None

    def ended(self) -> list[int]:
        """The indices of all points, once following has ended."""
        self._thread.join(90)
        assert not self._thread.is_alive()
        assert self.error is None
        return self.indices

    def _collect(self) -> None:
        try:
            for point in self._points:
                self.indices.append(point["sequence_index"])
        except BaseException as error:  # told to the test
            self.error = error


def begun(lab: pybirch.Lab) -> pybirch.Scan:
    queue = lab.create_queue("followed")
    scan = queue.submit(line(points=POINTS, settle=0.02))
    queue.start()
    return scan


def test_every_point_comes_once_through_kills_of_web_and_engine(
    server: RunningServer, lab: pybirch.Lab
) -> None:
    scan = begun(lab)
    following = Following(scan, resumed_within=60)
    following.wait_for(20)
    server.kill("web")
    following.wait_for(60)
    server.kill("engine")
    wait_until(lambda: lab.scan(scan.scan_id).info["status"] == "interrupted", "the interruption")
    scan.resume()
    following.wait_for(120)
    server.kill("web")
    assert scan.wait(timeout=90).status == "completed"
    assert following.ended() == list(range(POINTS))


def test_following_ends_after_an_interruption_that_is_not_resumed(
    server: RunningServer, lab: pybirch.Lab
) -> None:
    scan = begun(lab)
    following = Following(scan, resumed_within=0.5)
    following.wait_for(20)
    server.kill("engine")
    assert scan.wait(timeout=60).status == "interrupted"
    assert following.ended() == list(range(scan.measurements[0]["total"]))
    assert [point["sequence_index"] for point in scan.follow()] == following.indices
