"""A TCP instrument and an event collector for tests of the bench."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

from support.ports import lasting_port

from engine.model.events import Event

Answer = str | bytes | None


class ScpiServer:
    """A TCP instrument: `answers` gives what it says to a message (None: nothing); every message is kept in `heard`."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[], Answer]] = {"*IDN?": "ACME,TEST,1,1.0"}
        self.ending = b"\n"
        self.values: dict[str, str] = {}
        self.heard: list[str] = []
        self.connections = 0
        self.hang = False
        self.drop_after: int | None = None
        self.overlapping = 0
        self.port = 0
        self._talking = 0
        self._lock = threading.Lock()
        self._hearing = threading.Condition()
        self._listener: socket.socket | None = None
        self._open: list[socket.socket] = []

    @property
    def resource(self) -> str:
        return f"TCPIP::127.0.0.1::{self.port}::SOCKET"

    def reserve(self) -> None:
        """Choose the port without listening on it."""
        self.port = lasting_port()

    def start(self) -> None:
        if not self.port:
            self.reserve()
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def stop(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.hang_up()

    def hears(self, fits: Callable[[list[str]], bool], timeout: float = 20.0) -> bool:
        """Wait until what was heard fits; whether it does."""
        with self._hearing:
            return self._hearing.wait_for(lambda: fits(self.heard), timeout)

    def hang_up(self) -> None:
        with self._lock:
            connections, self._open = self._open, []
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            with self._lock:
                self._open.append(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            with connection.makefile("rb") as lines:
                for line in lines:
                    self._serve(connection, line.decode().strip())
        except (OSError, ValueError):
            return

    def _serve(self, connection: socket.socket, message: str) -> None:
        self._talking += 1
        self.overlapping = max(self.overlapping, self._talking)
        try:
            with self._hearing:
                self.heard.append(message)
                self._hearing.notify_all()
            if self.hang:
                return
            if self.drop_after is not None:
                self.drop_after -= 1
                if self.drop_after < 0:
                    self.drop_after = None
                    connection.shutdown(socket.SHUT_RDWR)
                    return
            answer = self.answers.get(message)
            answer = answer() if callable(answer) else answer
            if answer is None:
                header, _, value = message.partition(" ")
                if header.endswith("?"):
                    answer = self.values.get(header[:-1])
                else:
                    self.values[header] = value
            if answer is not None:
                data = answer if isinstance(answer, bytes) else answer.encode()
                connection.sendall(data + self.ending)
        finally:
            self._talking -= 1


class Reported:
    """The events that a bench reported, with a way to wait for one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()

    def __call__(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def of(self, kind: type[Event], name: str) -> list[Event]:
        return [
            e for e in list(self.events) if isinstance(e, kind) and getattr(e, "instrument_name", "") == name
        ]

    def wait_for(self, predicate: Callable[[Event], bool], timeout: float = 20.0) -> Event:
        """The first event, past or to come, that fits."""

        def found() -> Event | None:
            return next((e for e in self.events if predicate(e)), None)

        with self._changed:
            assert self._changed.wait_for(lambda: found() is not None, timeout), self.events[-3:]
            event = found()
            assert event is not None
            return event

    def forget(self) -> None:
        with self._changed:
            self.events.clear()
