"""Serves virtual instruments over TCP, one port each, from one thread."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque

from engine.bench.virtual.device import Device, Reply

_log = logging.getLogger(__name__)


class _Conversation(asyncio.Protocol):
    """One connection: messages end with a line feed and are answered in order."""

    def __init__(self, device: Device, loop: asyncio.AbstractEventLoop) -> None:
        self._device = device
        self._loop = loop
        self._buffer = b""
        self._lines: deque[str] = deque()
        self._waiting = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        self._lines.extend(line.decode("ascii", "replace") for line in lines)
        self._serve()

    def _serve(self) -> None:
        while self._lines and not self._waiting and self._transport is not None:
            try:
                reply = self._device.respond(self._lines.popleft())
            except Exception:  # noqa: BLE001 - the laboratory must go on
                _log.exception("virtual %s failed", self._device.name)
                reply = Reply(hang_up=True)
            if reply.hang_up:
                self._lines.clear()
                self._transport.abort()
            elif reply.delay > 0:
                self._waiting = True
                self._loop.call_later(reply.delay, self._answer_late, reply)
            elif reply.text is not None:
                self._transport.write(reply.text.encode() + b"\n")

    def _answer_late(self, reply: Reply) -> None:
        self._waiting = False
        if self._transport is not None and reply.text is not None:
            self._transport.write(reply.text.encode() + b"\n")
        self._serve()


class Lab:
    """Running virtual instruments; `ports` gives the TCP port of each by name."""

    def __init__(self, devices: list[Device], host: str = "127.0.0.1") -> None:
        self.ports: dict[str, int] = {}
        self._devices = devices
        self._host = host
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="virtual laboratory", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """Close all connections and end."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5.0)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            servers = [self._loop.run_until_complete(self._listen(device)) for device in self._devices]
        except BaseException as error:  # noqa: BLE001 - raised where the laboratory was asked for
            self._failure = error
            self._ready.set()
            return
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            for server in servers:
                server.close()
            self._loop.close()

    async def _listen(self, device: Device) -> asyncio.Server:
        server = await self._loop.create_server(lambda: _Conversation(device, self._loop), self._host, 0)
        self.ports[device.name] = server.sockets[0].getsockname()[1]
        return server
