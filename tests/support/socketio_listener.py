"""A Socket.IO client for tests, made with the official Python client."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import socketio
from support.running import RunningServer


class Listener:
    """A client that keeps what it hears."""

    def __init__(self, **options: Any) -> None:
        self.client = socketio.Client(**{"reconnection": False, **options})
        self.heard: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self.client.on("*", self._hear)

    def _hear(self, name: str, data: Any = None) -> None:
        with self._changed:
            self.heard.append({"event": name, "data": data})
            self._changed.notify_all()

    def wait(
        self, enough: Callable[[list[dict[str, Any]]], bool], timeout: float = 60
    ) -> list[dict[str, Any]]:
        with self._changed:
            assert self._changed.wait_for(lambda: enough(self.heard), timeout), self.heard[-5:]
            return list(self.heard)

    def of(self, name: str) -> list[Any]:
        with self._changed:
            return [e["data"] for e in self.heard if e["event"] == name]

    def ask(self, request: str, **fields: Any) -> dict[str, Any]:
        return dict(self.client.call(request, fields, timeout=60))


@contextmanager
def listening(
    server: RunningServer, transports: list[str] | None = None, **options: Any
) -> Iterator[Listener]:
    made = Listener()
    options.setdefault("headers", {"Authorization": f"Bearer {server.token}"})
    made.client.connect(server.url, transports=transports or ["websocket"], wait_timeout=60, **options)
    try:
        made.wait(lambda heard: any(e["event"] == "subscribed" for e in heard))
        yield made
    finally:
        made.client.disconnect()
