"""Following a scan: every point once and in order, through restarts and resuming."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from support.plans import line, series, sweep, two_at_once
from support.running import RunningServer

import pybirch


def begun(lab: pybirch.Lab, plan: dict[str, Any]) -> pybirch.Scan:
    queue = lab.create_queue("followed")
    scan = queue.submit(plan)
    queue.start()
    return scan


def assert_whole(points: list[dict[str, Any]], measurement: str, total: int) -> None:
    indices = [point["sequence_index"] for point in points if point["measurement"] == measurement]
    assert indices == list(range(total))


def test_a_running_scan_is_followed_to_its_end(lab: pybirch.Lab) -> None:
    scan = begun(lab, line(points=60, settle=0.02))
    points = list(scan.follow())
    assert_whole(points, "detector", 60)
    assert set(points[0]) == {"measurement", "sequence_index", "timestamp", "motor.x", "signal"}
    assert points[-1]["motor.x"] == 10
    assert scan.status == "completed"
    assert list(scan.follow()) == points, "the same when it is over"


def test_points_come_while_the_scan_runs(lab: pybirch.Lab) -> None:
    scan = begun(lab, series(points=10_000, every=0.02))
    points = scan.follow()
    first = next(points)
    assert first["sequence_index"] == 0
    assert scan.status == "running"
    scan.stop()
    rest = list(points)
    assert_whole([first, *rest], "detector", scan.measurements[0]["total"])


def test_a_scan_that_waits_is_followed_from_its_start(lab: pybirch.Lab) -> None:
    queue = lab.create_queue("waits")
    scan = queue.submit(line(points=5))
    points: list[dict[str, Any]] = []
    follower = threading.Thread(target=lambda: points.extend(scan.follow()))
    follower.start()
    queue.start()
    follower.join(60)
    assert_whole(points, "detector", 5)


def test_several_measurements_and_arrays(lab: pybirch.Lab) -> None:
    scan = begun(lab, two_at_once())
    for points in (list(scan.follow()), list(scan.follow())):
        assert_whole(points, "detector", 3)
        assert_whole(points, "camera", 3)
        spectra = [point["spectrum"] for point in points if point["measurement"] == "camera"]
        assert [len(spectrum) for spectrum in spectra] == [64, 64, 64]
    moments = [point["timestamp"] for point in points]
    assert moments == sorted(moments)


def test_a_slow_reader_misses_nothing(lab: pybirch.Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pybirch.client.follow._NUMBERS", 200)  # many requests for what came before
    measure = {"kind": "measure", "instruments": ["detector"]}
    plan = {"name": "long", "steps": [sweep("motor.x", {"start": 0, "stop": 10, "num": 5000}, measure)]}
    scan = begun(lab, plan)
    points = []
    for point in scan.follow():
        points.append(point)
        if len(points) in (1, 700, 3000):
            time.sleep(0.5)
    assert_whole(points, "detector", 5000)


def test_a_scan_without_its_socket_is_followed_by_rest(
    lab: pybirch.Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As behind a proxy that lets no WebSockets through.
    monkeypatch.setattr(
        "pybirch.client.address.Address.socket", lambda self, room: f"ws://127.0.0.1:1/{room}"
    )
    scan = begun(lab, line(points=40, settle=0.02))
    assert_whole(list(scan.follow()), "detector", 40)


def test_what_cannot_be_followed_says_so(
    lab: pybirch.Lab, start: Callable[..., RunningServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = lab.create_queue("gone").submit(line())
    server = start()
    with pybirch.connect(server.ready_url) as other:
        foreign = begun(other, series(points=10_000, every=0.02))
        points = foreign.follow()
        next(points)
        monkeypatch.setattr("pybirch.client.patience.AWAY", 0.5)
        server.stop()
        with pytest.raises(pybirch.Unreachable):
            list(points)
    scan.info["scan_id"] = "SCAN_998"
    with pytest.raises(pybirch.NotFound, match="SCAN_998"):
        next(scan.follow())
