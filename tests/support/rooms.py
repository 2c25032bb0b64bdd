"""A client of room sockets as an outside program would write it: keeps every reading and resumes after its cursor."""

from __future__ import annotations

import json
import threading
from typing import Any

import websocket
from support.running import RunningServer, wait_until


class RoomClient:
    """Follows one room over reconnects; `indices` are the sequence indices received, in order of arrival."""

    def __init__(self, server: RunningServer, room: str, *, batch: bool = True, flow: bool = True) -> None:
        self._server, self._room = server, room
        self._query = "&".join(q for q, on in (("batch=points", batch), ("flow=ack", flow)) if on)
        self._flow = flow
        self._ended = threading.Event()
        self.cursor: str | None = None
        self.connections = 0
        self.first_kinds: list[str] = []
        self.indices: list[int] = []
        self.statuses: list[dict[str, Any]] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._follow()
            except (OSError, websocket.WebSocketException):
                self._ended.wait(0.1)

    def _follow(self) -> None:
        since = f"&since={self.cursor}" if self.cursor else ""
        socket = websocket.create_connection(
            f"{self._server.websocket_url}ws/{self._room}?{self._query}{since}",
            header=[f"Authorization: Bearer {self._server.token}"],
            timeout=20,
            suppress_origin=True,
        )
        self.connections += 1
        first = True
        try:
            while not self._ended.is_set():
                text = socket.recv()
                if not text:
                    return
                frame = json.loads(text)
                if first:
                    self.first_kinds.append(frame["kind"])
                    first = False
                self._apply(frame)
                self.cursor = frame["cursor"]
                if self._flow and frame["kind"] != "heartbeat":
                    socket.send(json.dumps({"ack": frame["cursor"]}))
        finally:
            socket.close()

    def _apply(self, frame: dict[str, Any]) -> None:
        if frame["kind"] == "snapshot":
            self.statuses.append(frame["state"]["scan"])
            for run in frame["state"]["points"].values():
                start, total = run["first_index"], run["total"]
                known = len(self.indices)
                assert start <= known, f"a snapshot left a gap: it starts at {start}, {known} are known"
                self.indices.extend(range(known, total))
        for event in frame.get("events", ()):
            data = event["data"]
            if event["event"] == "data_point":
                self.indices.append(data["sequence_index"])
            elif event["event"] == "data_points":
                count = len(data["timestamps"])
                self.indices.extend(range(data["first_index"], data["first_index"] + count))
            elif event["event"] == "scan_status":
                self.statuses.append(data)

    def wait_points(self, count: int, timeout: float = 60) -> None:
        """Wait until at least `count` readings have arrived."""
        wait_until(lambda: len(self.indices) >= count, f"{count} points in {self._room}", timeout)

    def wait_status(self, *states: str, timeout: float = 60) -> None:
        """Wait until the last status received is one of `states`."""
        wait_until(
            lambda: self.statuses and self.statuses[-1]["status"] in states,
            f"{self._room} showing {' or '.join(states)}",
            timeout,
        )

    def assert_whole(self, total: int) -> None:
        """Every reading once, in order."""
        assert self.indices == list(range(total))

    def close(self) -> None:
        """Stop following."""
        self._ended.set()
