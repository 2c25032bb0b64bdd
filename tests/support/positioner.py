"""A small instrument that behaves like real ones, reached over TCP, a serial line or PyMeasure."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

PYMEASURE = """
from pymeasure.instruments import Channel, Instrument


class Drive(Channel):
    position = Instrument.control("POS?", "MOVE %g", "Where the axis is.", cast=str)
    status = Instrument.measurement("STAT?", "What the axis does.", cast=str)

    def halt(self):
        self.write("STOP")


class Positioner(Instrument):
    x = Instrument.ChannelCreator(Drive)
    level = Instrument.measurement("MEAS?", "A reading.", cast=str)
    trace = Instrument.measurement("CURV?", "Several readings.", cast=str)
    output = Instrument.control("OUTP?", "OUTP %s", "A switch.", cast=str)
    gain = Instrument.control("GAIN?", "GAIN %g", "A number.")

    def __init__(self, adapter, name="Positioner", **kwargs):
        super().__init__(adapter, name, includeSCPI=False, **kwargs)
"""
"""A PyMeasure class for it, to be put beside PyMeasure's own."""


class Talks(Protocol):
    """Something that answers messages."""

    def answer(self, message: str) -> str | None:
        """What it says to a message; None where it says nothing."""


class Positioner:
    """An axis that takes its time, readings and settings; each habit is an attribute."""

    def __init__(self) -> None:
        self.begins_after = 0.0
        """Seconds after a command in which it still stands, and says so."""
        self.moves_for = 0.0
        self.status: Callable[[bool], str] = lambda moving: "1" if moving else "0"
        self.shown: Callable[[float], str] = lambda value: f"{value:.4f}"
        """How it writes where it is."""
        self.reach = (-1e9, 1e9)
        """A setpoint beyond is clipped without a word."""
        self.answers: dict[str, str | Callable[[], str]] = {}
        self.heard: list[str] = []
        self.changed = threading.Condition()
        self._kept: dict[str, str] = {}
        self._start = self._target = 0.0
        self._ordered = -1e9

    def answer(self, message: str) -> str | None:
        with self.changed:
            self.heard.append(message)
            self.changed.notify_all()
        word, _, value = message.partition(" ")
        if message in self.answers:
            given = self.answers[message]
            return given() if callable(given) else given
        if word == "MOVE":
            self._start, self._ordered = self.place, time.monotonic()
            self._target = min(max(float(value), self.reach[0]), self.reach[1])
        elif message == "STOP":
            # it runs out before it stands
            self._start, self._target, self._ordered = self.place, self.place, time.monotonic()
        elif message == "POS?":
            return self.shown(self.place)
        elif message == "STAT?":
            return self.status(self.moving)
        elif message.endswith("?"):
            return self._kept.get(message[:-1], "0")
        else:
            self._kept[word] = value
        return None

    def hears(self, fits: Callable[[list[str]], bool], timeout: float = 20.0) -> bool:
        """Wait until what was heard fits; whether it does."""
        with self.changed:
            return self.changed.wait_for(lambda: fits(self.heard), timeout)

    @property
    def moving(self) -> bool:
        since = time.monotonic() - self._ordered - self.begins_after
        return 0 <= since < self.moves_for

    @property
    def place(self) -> float:
        since = time.monotonic() - self._ordered - self.begins_after
        if since < 0:
            return self._start
        part = min(1.0, since / self.moves_for) if self.moves_for else 1.0
        return self._start + part * (self._target - self._start)


class OnTcp:
    """Lends it a TCP port; several may talk to it."""

    def __init__(self, talker: Talks) -> None:
        self._talker = talker
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.resource = f"TCPIP::127.0.0.1::{self._listener.getsockname()[1]}::SOCKET"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.append(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), connection.makefile("rb") as lines:
            for line in lines:
                answer = self._talker.answer(line.decode().strip())
                if answer is not None:
                    connection.sendall(answer.encode() + b"\n")


class OnSerialLine:
    """Lends it one end of a pseudo-terminal."""

    def __init__(self, talker: Talks) -> None:
        self._talker = talker
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self._end, self._ended = os.pipe()
        self.resource = f"ASRL{Path(os.ttyname(self._theirs))}::INSTR"
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()

    def close(self) -> None:
        os.write(self._ended, b"\n")
        self._thread.join(10)
        for descriptor in (self._ours, self._theirs, self._end, self._ended):
            os.close(descriptor)

    def _talk(self) -> None:
        received = b""
        while True:
            ready, _, _ = select.select([self._ours, self._end], [], [])
            if self._end in ready:
                return
            received += os.read(self._ours, 4096)
            *lines, received = received.split(b"\n")
            for line in lines:
                answer = self._talker.answer(line.decode().strip())
                if answer is not None:
                    os.write(self._ours, answer.encode() + b"\n")
