"""Connections that ask for nothing, or do not come to the end of asking, are given up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import gevent
import pytest
from gevent import socket
from gevent.pywsgi import WSGIServer

from dashboard import child


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server with little patience."""
    monkeypatch.setattr(child, "_IDLE_SECONDS", 0.2)
    monkeypatch.setattr(child, "_HEAD_SECONDS", 0.2)
    server = WSGIServer(("127.0.0.1", 0), answer, handler_class=child.Handler, log=None, error_log=None)
    server.start()
    yield server.address
    server.stop(timeout=1)


def said(address: tuple[str, int], request: bytes) -> bytes:
    """Everything that the server says to a client that sends this and no more, until it hangs up."""
    with socket.create_connection(address) as client, gevent.Timeout(10):
        client.sendall(request)
        heard = b""
        while part := client.recv(4096):
            heard += part
    return heard


def test_silence(address: tuple[str, int]) -> None:
    assert said(address, b"") == b""


def test_half_a_line(address: tuple[str, int]) -> None:
    assert said(address, b"GET /hea") == b""


def test_a_head_without_end(address: tuple[str, int]) -> None:
    assert said(address, b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").startswith(b"HTTP/1.1 400 ")


def test_silence_after_an_answer(address: tuple[str, int]) -> None:
    heard = said(address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert heard.startswith(b"HTTP/1.1 200 OK")
    assert heard.count(b"HTTP/1.1") == 1
