"""A follower yields every point once and in order, whatever a connection repeats, skips or loses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pybirch.client import follow
from pybirch.client.follow import Follower
from pybirch.client.room import Lost

Run = tuple[str, int, int]
"""Measurement, and the indices from and to which points are told."""

runs = st.tuples(st.sampled_from(["meter", "camera"]), st.integers(0, 30), st.integers(0, 30))
frames = st.tuples(st.sampled_from(["snapshot", "events"]), st.lists(runs, max_size=3))
connections = st.lists(st.tuples(st.lists(frames, max_size=4), st.booleans()), max_size=4)


class Told:
    """A server that tells of points as the test says, and has stored whatever it told of."""

    def __init__(self, told: list[tuple[list[tuple[str, list[Run]]], bool]]) -> None:
        self.told = iter(told)
        self.totals = {"meter": 0, "camera": 0}
        self.status = "running"
        self.address = None
        self.since: list[str | None] = []

    def get(self, path: str, query: dict[str, Any] | None = None) -> Any:
        if query is None:
            columns = [{"name": "v", "unit": "V", "shape": []}]
            known = [
                {"name": name, "total": total, "columns": columns} for name, total in self.totals.items()
            ]
            return {"scan_id": "SCAN_001", "status": self.status, "measurements": known}
        name, first, last = query["measurement"], query["first"], query["last"]
        assert last < self.totals[name], "only what is there is asked for"
        return {"measurements": {name: self.run(name, first, last + 1)}}

    def run(self, name: str, first: int, end: int) -> dict[str, Any]:
        indices = list(range(first, end))
        moments = [f"{index:03d}" for index in indices]
        return {"measurement": name, "first_index": first, "columns": {"v": indices}, "timestamps": moments}

    def frames(self, address: object, room: str, since: str | None) -> Iterator[dict[str, Any]]:
        """One connection; when there are no more, the scan is over."""
        self.since.append(since)
        connection = next(self.told, None)
        if connection is None:
            self.status = "completed"
            status = {"event": "scan_status", "data": {"status": "completed"}}
            yield {"kind": "events", "cursor": "end", "events": [status]}
            raise AssertionError("followed beyond the end")
        sent, lost = connection
        for number, (kind, told) in enumerate(sent):
            parts = []
            for name, first, end in told:
                parts.append(self.run(name, first, end))
                self.totals[name] = max(self.totals[name], end if end > first else 0)
            cursor = f"{len(self.since)}.{number}"
            if kind == "snapshot":
                points = {part["measurement"]: part for part in parts}
                yield {
                    "kind": kind,
                    "cursor": cursor,
                    "state": {"scan": {"status": "running"}, "points": points},
                }
            else:
                yield {
                    "kind": kind,
                    "cursor": cursor,
                    "events": [{"event": "data_points", "data": part} for part in parts],
                }
        if lost:
            raise Lost("the line was cut")


def followed(server: Told) -> list[dict[str, Any]]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(follow, "frames", server.frames)
        patched.setattr(follow.time, "sleep", lambda seconds: None)
        patched.setattr(follow, "_NUMBERS", 7)
        return list(Follower(server, "SCAN_001", 0.0).points())  # type: ignore[arg-type]


@given(connections)
def test_every_point_once_and_in_order(told: list[tuple[list[tuple[str, list[Run]]], bool]]) -> None:
    server = Told(told)
    points = followed(server)
    for name, total in server.totals.items():
        assert [p["sequence_index"] for p in points if p["measurement"] == name] == list(range(total))
    assert all(p["v"] == p["sequence_index"] for p in points)


def test_a_new_connection_goes_on_after_the_last_frame() -> None:
    server = Told([([("snapshot", [("meter", 0, 3)]), ("events", [("meter", 3, 5)])], True)])
    assert len(followed(server)) == 5
    assert server.since == [None, "1.1"]


def test_what_came_before_is_given_by_time() -> None:
    server = Told([])
    server.totals = {"meter": 4, "camera": 4}
    order = [(p["timestamp"], p["measurement"]) for p in followed(server)]
    assert order == sorted(order, key=lambda each: each[0])
