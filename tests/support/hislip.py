"""A talker behind HiSLIP (IVI-6.1), the message-based protocol of `TCPIP::host::hislip0::INSTR`."""

from __future__ import annotations

import contextlib
import itertools
import socket
import struct
import threading

from support.talker import Talker

_HEADER = struct.Struct("!2sBBIQ")
_ANY_MESSAGE = 0xFFFFFFFF
INITIALIZE, INITIALIZE_RESPONSE = 0, 1
DATA_END, CLEAR_COMPLETE, CLEAR_ACKNOWLEDGE = 7, 8, 9
MAX_SIZE, MAX_SIZE_RESPONSE = 15, 16
ASYNC_INITIALIZE, ASYNC_INITIALIZE_RESPONSE, ASYNC_CLEAR = 17, 18, 19
STATUS, STATUS_RESPONSE, ASYNC_CLEAR_ACKNOWLEDGE = 21, 22, 23
_MESSAGE_AVAILABLE = 16


class _Session:
    """What both channels of a client share: how many messages it has been sent and not said to have read."""

    def __init__(self, sync: socket.socket) -> None:
        self.sync = sync
        self.unread = 0
        self.lock = threading.Lock()


class OnHislip:
    """Serves a talker; every client has a session of its own."""

    def __init__(self, talker: Talker) -> None:
        self.talker = talker
        self.clears = 0
        self._sessions: dict[int, _Session] = {}
        self._numbers = itertools.count(1)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def resource(self) -> str:
        return f"TCPIP::127.0.0.1::hislip0,{self._listener.getsockname()[1]}::INSTR"

    def close(self) -> None:
        for one in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                channel, _ = self._listener.accept()
            except OSError:
                return
            channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.append(channel)
            threading.Thread(target=self._serve, args=(channel,), daemon=True).start()

    def _serve(self, channel: socket.socket) -> None:
        session: _Session | None = None
        with contextlib.suppress(OSError), channel.makefile("rb") as stream:
            while head := stream.read(_HEADER.size):
                _, kind, control, parameter, length = _HEADER.unpack(head)
                payload = stream.read(length)
                if kind == INITIALIZE:
                    number = next(self._numbers)
                    session = self._sessions[number] = _Session(channel)
                    _say(channel, INITIALIZE_RESPONSE, 0, (0x0100 << 16) | number)
                elif kind == ASYNC_INITIALIZE:
                    session = self._sessions[parameter]
                    _say(channel, ASYNC_INITIALIZE_RESPONSE, 0, 0)
                elif session is not None:
                    self._take(channel, session, kind, control, payload)

    def _take(
        self, channel: socket.socket, session: _Session, kind: int, control: int, payload: bytes
    ) -> None:
        if kind in (DATA_END, STATUS) and control & 1:
            session.unread = max(0, session.unread - 1)  # the client has read a message to its end
        if kind == MAX_SIZE:
            _say(channel, MAX_SIZE_RESPONSE, 0, 0, struct.pack("!Q", 1 << 20))
        elif kind == STATUS:
            _say(channel, STATUS_RESPONSE, _MESSAGE_AVAILABLE if session.unread else 0, 0)
        elif kind == ASYNC_CLEAR:
            self.clears += 1
            session.unread = 0
            _say(channel, ASYNC_CLEAR_ACKNOWLEDGE, 0, 0)
        elif kind == CLEAR_COMPLETE:
            _say(channel, CLEAR_ACKNOWLEDGE, 0, 0)
        elif kind == DATA_END:
            self.talker.take(payload.decode().strip(), lambda text: _answer(session, text))


def _answer(session: _Session, text: str) -> None:
    """Send a message that says no question it answers, as simple instruments do."""
    with session.lock, contextlib.suppress(OSError):
        session.unread += 1
        _say(session.sync, DATA_END, 0, _ANY_MESSAGE, text.encode() + b"\n")


def _say(channel: socket.socket, kind: int, control: int, parameter: int, payload: bytes = b"") -> None:
    channel.sendall(_HEADER.pack(b"HS", kind, control, parameter, len(payload)) + payload)
