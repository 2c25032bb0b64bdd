"""Idle connections, unfinished requests and clients that do not wait for answers are ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import gevent
import pytest
from gevent import socket
from gevent.pywsgi import WSGIServer
from werkzeug.exceptions import HTTPException

from dashboard.server import handler, http_connection, http_input
from dashboard.server.limits import Rate

OK = b"HTTP/1.1 200 OK"


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Everybody who says so has signed in."""
    found = http_connection.connection_of(environ)
    assert found is not None
    found.known = "HTTP_AUTHORIZATION" in environ
    if environ["PATH_INFO"] == "/reads":
        try:
            environ["wsgi.input"].read()
        except HTTPException as refusal:
            start_response(f"{refusal.code} Refused", [("Content-Length", "3")])
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
    """A server that soon hangs up on who asks for nothing."""
    monkeypatch.setattr(http_connection, "IDLE_SECONDS", 0.3)
    server = WSGIServer(("127.0.0.1", 0), answer, handler_class=Handler, log=None, error_log=None)
    server.start()
    yield server.address
    server.stop(timeout=1)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """It also has little patience with requests that do not come to their end."""
    monkeypatch.setattr(handler, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(http_input, "BODY_SECONDS", 0.3)


def said(address: tuple[str, int], *parts: bytes, pause: float = 0.0) -> bytes:
    """Everything that the server says to a client that sends this and no more, until it hangs up."""
    with socket.create_connection(address) as client, gevent.Timeout(20):
        with suppress(OSError):  # it may be hung up on meanwhile
            for part in parts:
                client.sendall(part)
                gevent.sleep(pause)
        heard = b""
        while piece := client.recv(4096):
            heard += piece
    return heard


def get(path: bytes = b"/", *headers: bytes) -> bytes:
    """A request of somebody who has signed in."""
    return b"\r\n".join([b"GET " + path + b" HTTP/1.1", b"Host: x", b"Authorization: me", *headers, b"", b""])


def post(path: bytes, *headers: bytes) -> bytes:
    """The head of one with a body."""
    return get(path, *headers).replace(b"GET", b"POST", 1)


def test_an_idle_connection_is_closed(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_connection, "STRANGER_SECONDS", 0.3)
    assert said(address, b"") == b""


def test_an_unfinished_request_line_is_refused(address: tuple[str, int]) -> None:
    assert said(address, b"GET /hea").startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("hasty")
def test_an_endless_head_is_refused(address: tuple[str, int]) -> None:
    assert said(address, b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("hasty")
def test_a_slow_head_is_refused(address: tuple[str, int]) -> None:
    lines = [b"GET / HTTP/1.1\r\n", *[b"X-Slow: x\r\n"] * 20]
    assert said(address, *lines, pause=0.05).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("line", [b"X-More: more\r\n" * 101, b"X-More: " + b"x" * 70_000 + b"\r\n"])
def test_a_head_that_is_too_large(address: tuple[str, int], line: bytes) -> None:
    assert said(address, b"GET / HTTP/1.1\r\n" + line + b"\r\n").startswith(b"HTTP/1.1 431 ")


def test_an_idle_connection_is_closed_after_an_answer(address: tuple[str, int]) -> None:
    heard = said(address, get())
    assert heard.startswith(OK)
    assert heard.count(b"HTTP/1.1") == 1


def test_a_connection_without_sign_in_gets_one_answer(address: tuple[str, int]) -> None:
    heard = said(address, 3 * b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert heard.count(OK) == 1
    assert b"\r\nConnection: close\r\n" in heard


def test_a_connection_without_sign_in_ends_soon(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connection, "STRANGER_SECONDS", 0.3)
    body = post(b"/reads", b"Content-Length: 1000").replace(b"Authorization: me\r\n", b"")
    assert said(address, body, *[b"x"] * 20, pause=0.05).startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("length", [b"Content-Length: 10", b"Transfer-Encoding: chunked"])
@pytest.mark.parametrize(("path", "status"), [(b"/", b"200"), (b"/reads", b"408")])
def test_a_missing_body_is_refused(
    address: tuple[str, int], length: bytes, path: bytes, status: bytes
) -> None:
    assert said(address, post(path, length) + b"5\r\n").startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize("unit", [b"1\r\nx\r\n", b"1;" + b"x" * 1000 + b"\r\nx\r\n"])
@pytest.mark.parametrize("path", [b"/", b"/reads"])
def test_a_body_of_tiny_chunks(address: tuple[str, int], unit: bytes, path: bytes) -> None:
    heard = said(address, post(path, b"Transfer-Encoding: chunked"), unit * (200_000 // len(unit)))
    assert heard.startswith(b"HTTP/1.1 429 " if path == b"/reads" else OK)
    assert heard.count(b"HTTP/1.1") == 1


def test_trailers_without_end(address: tuple[str, int]) -> None:
    head = post(b"/reads", b"Transfer-Encoding: chunked")
    assert said(address, head, b"0\r\n", b"a: b\r\n" * 30_000).startswith(b"HTTP/1.1 429 ")


def test_a_body_of_fair_chunks(address: tuple[str, int]) -> None:
    chunks = b"18\r\n" + b"x" * 24 + b"\r\n"
    head = post(b"/reads", b"Transfer-Encoding: chunked")
    assert said(address, head, chunks * 20_000, b"0\r\n\r\n").startswith(OK)


def test_bodies_that_come_share_a_connection(address: tuple[str, int]) -> None:
    request = post(b"/reads", b"Content-Length: 4") + b"body"
    heard = said(address, 3 * request)
    assert heard.count(OK) == 3


def test_a_client_that_does_not_wait_for_answers_is_disconnected(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connection, "AHEAD", Rate(burst=5, per_second=0.001))
    heard = said(address, 30 * get())
    assert heard.count(OK) == 6
    assert heard.count(b"HTTP/1.1 429 ") == 1


def test_a_client_that_waits_for_answers_may_send_many_requests(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connection, "AHEAD", Rate(burst=0, per_second=0.001))
    with socket.create_connection(address) as client, gevent.Timeout(60):
        for _ in range(50):
            client.sendall(post(b"/reads", b"Content-Length: 4"))
            client.sendall(b"body")
            heard = b""
            while not heard.endswith(b"\r\n\r\nok"):
                heard += client.recv(4096)
            assert heard.startswith(OK)


@pytest.mark.parametrize("nonsense", [b"\r\n", b"\x16\x03\x01\r\n", b"GET / HTTP/1\r\n\r\n", b"A B C D\r\n"])
def test_an_invalid_request_is_refused(
    address: tuple[str, int], nonsense: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    heard = said(address, nonsense)
    assert heard.startswith(b"HTTP/1.1 400 ")
    assert b"problem+json" in heard
    assert "Traceback" not in capfd.readouterr().err


def test_an_answer_does_not_wait_for_the_client_to_confirm_its_head(address: tuple[str, int]) -> None:
    assert said(address, get(b"/waits")).endswith(b"\r\n\r\nno")
