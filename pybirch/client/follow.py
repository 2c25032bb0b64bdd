"""Follows a scan: the stored points from REST, then live ones, each once and in order.

Every point has an index within its measurement. Each received point is compared with the next expected index:
earlier ones are skipped, and for later ones the points in between are requested first. So it does not matter which
connection breaks when, which process restarts, or where a new connection starts.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import merge
from typing import Any

from pybirch.client.http import Server
from pybirch.client.patience import patiently, pauses
from pybirch.client.readings import measurements, numbers
from pybirch.client.room import Lost, frames
from pybirch.client.states import INTERRUPTED, has_ended

Point = dict[str, Any]
_NUMBERS = 50_000
"""Numbers in one answer when points are fetched from REST."""


class Follower:
    """Follows one scan, once."""

    def __init__(self, server: Server, scan_id: str, resumed_within: float) -> None:
        """`resumed_within` is the time in seconds to wait for an interrupted scan to be resumed."""
        self._server = server
        self._path = f"scans/{scan_id}"
        self._room = f"scan_{scan_id}"
        self._resumed_within = resumed_within
        self._next: dict[str, int] = {}
        self._widths: dict[str, int] = {}
        self._cursor: str | None = None
        self._interrupted_at: float | None = None

    def points(self) -> Iterator[Point]:
        """Yield every point until the scan ends. Raises Error."""
        scan = self._server.get(self._path)
        yield from self._missing(scan)
        if has_ended(scan["status"]):
            return
        waits = pauses()
        while not self._over(scan["status"]):
            if scan["status"] != INTERRUPTED:
                try:
                    for point in self._live():
                        yield point
                        waits = pauses()
                except Lost:
                    time.sleep(next(waits))
            else:
                time.sleep(next(waits))
            scan = patiently(partial(self._server.get, self._path))
            yield from self._missing(scan)

    def _over(self, status: str) -> bool:
        if status != INTERRUPTED:
            self._interrupted_at = None
            return has_ended(status)
        now = time.monotonic()
        if self._interrupted_at is None:
            self._interrupted_at = now
        return now - self._interrupted_at >= self._resumed_within

    def _live(self) -> Iterator[Point]:
        """Yield the points of one connection, up to the end of the scan. Raises Lost."""
        for frame in frames(self._server.address, self._room, self._cursor):
            status = None
            if frame["kind"] == "snapshot":
                status = frame["state"]["scan"]["status"]
                for measurement, run in frame["state"]["points"].items():
                    yield from self._run(measurement, run)
            for event in frame.get("events", ()):
                if event["event"] == "data_points":
                    yield from self._run(event["data"]["measurement"], event["data"])
                elif event["event"] == "scan_status":
                    status = event["data"]["status"]
            self._cursor = frame["cursor"]
            if status is not None and has_ended(status):
                return

    def _run(self, measurement: str, run: Mapping[str, Any]) -> Iterator[Point]:
        """The new points of a run, after those that are missing before it."""
        first = run["first_index"]
        if run["timestamps"] and first > self._next.get(measurement, 0):
            yield from self._fetched(measurement, first, run["columns"])
        yield from self._new(measurement, first, run["columns"], run["timestamps"])

    def _missing(self, scan: Mapping[str, Any]) -> Iterator[Point]:
        """The points of a scan beyond the known ones; those of several measurements by time."""
        known = measurements(scan)
        for measurement in known:
            self._widths[measurement["name"]] = sum(
                _size(column["shape"]) for column in measurement["columns"]
            )
        runs = [
            self._fetched(each["name"], each["total"], [column["name"] for column in each["columns"]])
            for each in known
        ]
        yield from merge(*runs, key=lambda point: str(point["timestamp"]))

    def _fetched(self, measurement: str, end: int, names: Iterable[str]) -> Iterator[Point]:
        """The points from the next expected one to the one before `end`, from REST; with the columns of live ones."""
        most = max(1, _NUMBERS // max(1, self._widths.get(measurement, _NUMBERS // 1000)))
        while (first := self._next.get(measurement, 0)) < end:
            query: dict[str, str | int] = {
                "format": "json",
                "measurement": measurement,
                "first": first,
                "last": min(end, first + most) - 1,
            }
            found = patiently(partial(self._server.get, f"{self._path}/data", query))
            run = found["measurements"][measurement]
            columns = {name: run["columns"][name] for name in names}
            yield from self._new(measurement, run["first_index"], columns, run["timestamps"])
            if self._next.get(measurement, 0) == first:
                return  # they were removed meanwhile

    def _new(
        self, measurement: str, first: int, columns: Mapping[str, Sequence[Any]], timestamps: Sequence[str]
    ) -> Iterator[Point]:
        names = tuple(columns)
        for index, (moment, *values) in enumerate(
            zip(timestamps, *map(numbers, columns.values()), strict=True), first
        ):
            if index >= self._next.get(measurement, 0):
                self._next[measurement] = index + 1
                yield {
                    "measurement": measurement,
                    "sequence_index": index,
                    "timestamp": moment,
                    **dict(zip(names, values, strict=True)),
                }


def _size(shape: Sequence[int]) -> int:
    size = 1
    for length in shape:
        size *= length
    return size
