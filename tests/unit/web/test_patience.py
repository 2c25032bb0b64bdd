"""Connections that ask for nothing, or do not come to the end of asking, are given up; answers are sent at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import gevent
import pytest
from gevent import socket
from gevent.pywsgi import WSGIServer

from dashboard import handler


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/reads":
        try:
            environ["wsgi.input"].read()
        except OSError:
            start_response("400 Bad Request", [("Content-Length", "3")])
            return [b"bad"]
    start_response("200 OK", [("Content-Length", "2")])
    if environ["PATH_INFO"] == "/waits":
        waits = not environ["socket"].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        return [b"ye" if waits else b"no"]
    return [b"ok"]


class Handler(handler.Handler):
    """Shows what it answers through."""

    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), "socket": self.socket}


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server with little patience."""
    monkeypatch.setattr(handler, "_IDLE_SECONDS", 0.2)
    monkeypatch.setattr(handler, "_HEAD_SECONDS", 0.2)
    monkeypatch.setattr(handler, "_BODY_SECONDS", 0.2)
    server = WSGIServer(("127.0.0.1", 0), answer, handler_class=Handler, log=None, error_log=None)
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


@pytest.mark.parametrize("length", [b"Content-Length: 10", b"Transfer-Encoding: chunked"])
@pytest.mark.parametrize(("path", "status"), [(b"/", b"200"), (b"/reads", b"400")])
def test_a_body_that_does_not_come(
    address: tuple[str, int], length: bytes, path: bytes, status: bytes
) -> None:
    heard = said(address, b"POST " + path + b" HTTP/1.1\r\nHost: x\r\n" + length + b"\r\n\r\n5\r\n")
    assert heard.startswith(b"HTTP/1.1 " + status)


def test_bodies_that_come_share_a_connection(address: tuple[str, int]) -> None:
    request = b"POST /reads HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
    heard = said(address, 3 * request)
    assert heard.count(b"HTTP/1.1 200 OK") == 3


def test_an_answer_does_not_wait_for_the_client_to_confirm_its_head(address: tuple[str, int]) -> None:
    assert said(address, b"GET /waits HTTP/1.1\r\nHost: x\r\n\r\n").endswith(b"\r\n\r\nno")
