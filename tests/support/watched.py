"""Watches a server during a test: how fast it answers, and whether a viewer misses anything."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from support.live import ProducedScan, Producer
from support.rooms import RoomClient
from support.running import RunningServer

_PACE = 0.04
"""Seconds between two readings of the scan that is watched."""


@dataclass
class Times:
    """Seconds that each request took, and what was answered otherwise than it should be."""

    health: list[float] = field(default_factory=list)
    stop: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def percentile(values: list[float], share: float) -> float:
    """The least value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Watch:
    """Asks for health all the time and for a stop every second, while a scan is measured that somebody watches."""

    def __init__(self, server: RunningServer, lab: Producer) -> None:
        self.times = Times()
        self.scan: ProducedScan = lab.new_scan()
        self.readings = 0
        self._server = server
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=self._repeat, args=given)
            for given in ((self._measure, _PACE), (self._health, 0.02), (self._stop, 1.0))
        ]
        self._health_session, self._client = requests.Session(), server.client()
        self.viewer = RoomClient(server, self.scan.room)

    def begin(self) -> None:
        """Start watching; the viewer is there."""
        self._measure()
        self.viewer.wait_points(1)
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Stop watching."""
        self._ended.set()
        for thread in self._threads:
            thread.join(60)

    def assert_nothing_missed(self) -> None:
        """The viewer has every reading once, in order, on the connection it began with."""
        try:
            self.viewer.wait_points(self.readings)
            self.viewer.assert_whole(self.readings)
            assert self.viewer.connections == 1, "the viewer was hung up on"
            assert not self.times.wrong
        finally:
            self.viewer.close()

    def _repeat(self, work: Callable[[], None], pause: float) -> None:
        while not self._ended.is_set():
            work()
            self._ended.wait(pause)

    def _measure(self) -> None:
        self.scan.points(2)
        self.readings += 2

    def _health(self) -> None:
        url = f"{self._server.url}api/v1/health"
        self._timed(self.times.health, lambda: self._health_session.get(url, timeout=60), 200)

    def _stop(self) -> None:
        self._timed(self.times.stop, lambda: self._client.post("api/v1/stop"), 202)

    def _timed(self, times: list[float], ask: Callable[[], requests.Response], status: int) -> None:
        began = time.monotonic()
        try:
            answer = ask()
            if answer.status_code != status:
                self.times.wrong.append(f"{answer.status_code} {answer.text[:100]}")
        except requests.RequestException as error:
            self.times.wrong.append(repr(error)[:200])
        times.append(time.monotonic() - began)


@contextmanager
def watching(server: RunningServer, lab: Producer) -> Iterator[Watch]:
    """A watch that lasts as long as the block; what it saw is to be asked for afterwards."""
    watch = Watch(server, lab)
    watch.begin()
    try:
        yield watch
    finally:
        watch.end()
