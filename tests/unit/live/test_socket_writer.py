"""Messages are sent whole and never mixed; a client that does not read is disconnected."""

from __future__ import annotations

from collections.abc import Iterator

import gevent
import pytest
from gevent import socket

from dashboard.live import socket_writer
from dashboard.live.socket_writer import SocketWriter

Pair = tuple[SocketWriter, "socket.socket"]
LARGE = 3_000_000


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    yield SocketWriter(ours), theirs
    ours.close()
    theirs.close()


def read(sock: socket.socket, size: int) -> bytes:
    got = bytearray()
    with gevent.Timeout(10):
        while len(got) < size:
            got += sock.recv(65536)
    return bytes(got)


def test_an_offer_that_does_not_fit_follows_by_itself(pair: Pair) -> None:
    ours, theirs = pair
    told = []
    ours.on_idle = lambda: told.append(True)
    ours.offer(b"a" * LARGE)
    assert ours.busy
    assert read(theirs, LARGE) == b"a" * LARGE
    gevent.sleep(0)
    assert told == [True]
    assert not ours.busy


def test_messages_do_not_mix(pair: Pair) -> None:
    ours, theirs = pair
    ours.offer(b"a" * LARGE)
    others = [gevent.spawn(ours.send, letter * LARGE) for letter in (b"b", b"c")]
    assert read(theirs, 3 * LARGE) == b"a" * LARGE + b"b" * LARGE + b"c" * LARGE
    assert [other.get(timeout=5) for other in others] == [LARGE, LARGE]


def test_a_client_that_does_not_read_is_disconnected(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_writer, "STALL_SECONDS", 0.05)
    ours, _ = pair
    ours.offer(b"a" * LARGE)
    with pytest.raises(OSError, match="closed"):  # the greenlet that waits for the client learns of it
        ours.recv(10)
    with pytest.raises(OSError, match="Broken pipe"):
        ours.send(b"b")


def test_an_offer_to_a_closed_client_does_not_raise(pair: Pair) -> None:
    ours, theirs = pair
    theirs.close()
    ours.offer(b"a")
    ours.offer(b"b")
    with pytest.raises(OSError, match="Broken pipe"):
        ours.send(b"c")
