"""An instrument with configurable answers: acknowledgements, status lines, greetings, terminations, slow moves.

The same instrument is served over TCP connections or a serial pty. What it measures is ten times its position, so
that an answer that belongs to another question shows at once.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
import tty
from collections.abc import Callable
from dataclasses import dataclass, field

from support.ports import lasting_port

Send = Callable[[str], None]


@dataclass
class Talker:
    """What it says. Delays are in seconds."""

    ack: str | None = None
    ack_after: float = 0.0
    status: str | None = None
    status_after: float = 0.0
    greeting: str | None = None
    greeting_after: float = 0.0
    echo: bool = False
    end: bytes = b"\n"
    """What its answers end with."""
    reads_on: bool = True
    """Whether it takes further messages from a connection on which it is busy."""
    move_takes: float = 0.0
    slow_takes: float = 0.0
    silent: bool = False
    position: str = "0"
    states: dict[str, str] = field(default_factory=dict)
    """Further answers by their questions."""
    before: dict[str, list[str]] = field(default_factory=dict)
    """Lines that it says, once each, before it answers a message, and how long it takes after them."""
    before_takes: float = 0.0
    after: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """What `before` becomes once a message was heard."""
    late: dict[str, float] = field(default_factory=dict)
    """Seconds that the answer to a message is late, once."""
    heard: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._hearing = threading.Condition()
        self._stop = threading.Event()
        self._halts = 0
        self._listeners: list[Send] = []

    @property
    def said(self) -> list[str]:
        """Every message so far."""
        with self._hearing:
            return [message for _, message in self.heard]

    def hears(self, message: str, timeout: float = 20.0) -> float:
        """Wait until it heard a message; when that was (`time.monotonic`)."""

        def when() -> float | None:
            return next((at for at, said in self.heard if said == message), None)

        with self._hearing:
            assert self._hearing.wait_for(lambda: when() is not None, timeout), self.heard[-5:]
            found = when()
        assert found is not None
        return found

    def says(self, text: str) -> None:
        """Say something that nobody asked for."""
        for send in self._listeners:
            send(text)

    def forget(self) -> None:
        """Forget what was heard."""
        with self._hearing:
            self.heard.clear()

    def greet(self, send: Send) -> None:
        """A connection was made."""
        self._listeners.append(send)
        if self.greeting is not None:
            self._later(self.greeting_after, self.greeting, send)

    def take(self, message: str, send: Send) -> None:
        """Note a message and answer it; returns when it can take the next one."""
        halts = self._halts
        with self._hearing:
            self.heard.append((time.monotonic(), message))
            self._hearing.notify_all()
        self.before.update(self.after.pop(message, {}))
        if message == "STOP":
            self._halts += 1
            self._stop.set()
        if (self.reads_on and message in ("SLOW?",)) or (self.reads_on and message.startswith("MOVE")):
            threading.Thread(target=self._answer, args=(message, send, halts), daemon=True).start()
        else:
            self._answer(message, send, halts)

    def _answer(self, message: str, send: Send, halts: int) -> None:
        if self.silent:
            return
        if self.echo:
            send(message)
        for line in self.before.pop(message, []):
            send(line)
            time.sleep(self.before_takes)
        answer = self._does(message, halts)
        if answer is not None:
            time.sleep(self.late.pop(message, 0.0))
            send(answer)
            if self.status is not None:
                self._later(self.status_after, self.status, send)
        elif self.ack is not None:
            self._later(self.ack_after, self.ack, send)

    def _does(self, message: str, halts: int) -> str | None:
        if message == "*IDN?":
            return "ACME,TALKER"
        if message in self.states:
            return self.states[message]
        if message == "POS?":
            return self.position
        if message == "MEAS?":
            return f"{10 * float(self.position):g}"
        if message == "SLOW?":
            time.sleep(self.slow_takes)
            return f"{10 * float(self.position):g}"
        command, _, rest = message.partition(" ")
        if command == "POS":
            self.position = rest
        if command == "MOVE":
            until = time.monotonic() + self.move_takes
            while time.monotonic() < until and self._halts == halts:
                time.sleep(0.005)
            if self._halts == halts:
                self.position = rest.partition(";")[0]
            return "1"
        return None

    def _later(self, after: float, text: str, send: Send) -> None:
        """Say something before the next message is taken, as instruments do that work in turn."""
        if after:
            time.sleep(after)
        send(text)


class OnTcp:
    """A talker behind TCP.

    `one_at_a_time` makes it take the next connection only when the last one is gone; a `converter` has a serial line
    behind it, so that a late answer goes to whoever is connected then.
    """

    def __init__(self, talker: Talker, one_at_a_time: bool = False, converter: bool = False) -> None:
        self.talker = talker
        self.connections = 0
        self._one = one_at_a_time
        self._converter = converter
        self._port = lasting_port()
        self._open: list[socket.socket] = []
        self.listen()

    @property
    def resource(self) -> str:
        return f"TCPIP::127.0.0.1::{self._port}::SOCKET"

    def listen(self) -> None:
        """Take connections; also again after `close`."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def close(self) -> None:
        """Take no more connections and hang up on everybody."""
        for one in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.append(connection)
            self.connections += 1
            if self._one:
                self._talk(connection)
            else:
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        def send(text: str) -> None:
            to = self._open[-1] if self._converter else connection
            with contextlib.suppress(OSError):
                to.sendall(text.encode() + self.talker.end)

        self.talker.greet(send)
        with contextlib.suppress(OSError, ValueError), connection.makefile("rb") as lines:
            for line in lines:
                self.talker.take(line.decode().strip(), send)


class OnPty:
    """A talker at the other end of a serial line."""

    def __init__(self, talker: Talker) -> None:
        self.talker = talker
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self._path = os.ttyname(self._slave)
        self._closed = False
        threading.Thread(target=self._talk, daemon=True).start()

    @property
    def resource(self) -> str:
        return f"ASRL{self._path}::INSTR"

    def close(self) -> None:
        self._closed = True
        os.close(self._slave)

    def _talk(self) -> None:
        def send(text: str) -> None:
            with contextlib.suppress(OSError):
                os.write(self._master, text.encode() + self.talker.end)

        self.talker.greet(send)
        waiting = b""
        while not self._closed:
            try:
                waiting += os.read(self._master, 4096)
            except OSError:
                time.sleep(0.01)  # nobody has the line open
                continue
            *messages, waiting = waiting.split(b"\n")
            for message in messages:
                self.talker.take(message.decode().strip(), send)
