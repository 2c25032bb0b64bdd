"""An instrument on TCP that answers as a description of the library says."""

from __future__ import annotations

import re
import socket
import threading

from engine.bench.library import Simulator


class SimulatedInstrument:
    """Serves one connection at a time; `unknown` are messages that the description says nothing about."""

    def __init__(self, simulator: Simulator, heard_end: bytes, said_end: bytes) -> None:
        self.unknown: list[str] = []
        self.heard: list[str] = []
        self._simulator = simulator
        self._stored = {value.get: value.initial for value in simulator.values}
        self._patterns = [
            (re.compile(re.escape(value.set).replace(r"\{\}", "(.+)")), value) for value in simulator.values
        ]
        self._heard_end, self._said_end = heard_end, said_end
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def resource(self) -> str:
        return f"TCPIP::127.0.0.1::{self._listener.getsockname()[1]}::SOCKET"

    def close(self) -> None:
        for door in (self._listener, *self._open):
            door.close()

    def answer(self, message: str) -> str | None:
        """What it says to a message; None for nothing."""
        self.heard.append(message)
        simulator = self._simulator
        if message in simulator.answers:
            return simulator.answers[message]
        for value in simulator.values:
            if message == value.get:
                return value.answer.format(self._stored[value.get])
        for pattern, value in self._patterns:
            if found := pattern.fullmatch(message):
                self._stored[value.get] = found[1]
                return value.ack
        if message not in simulator.silent:
            self.unknown.append(message)
        return None

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        pending = b""
        while True:
            try:
                data = connection.recv(65536)
            except OSError:
                return
            if not data:
                return
            *messages, pending = (pending + data).split(self._heard_end)
            for message in messages:
                answer = self.answer(message.decode("latin-1"))
                if answer is not None:
                    connection.sendall(answer.encode("latin-1") + self._said_end)
