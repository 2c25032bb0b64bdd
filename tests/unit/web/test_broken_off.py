"""Answers that fail half-way: no client takes them for complete."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, IncompleteRead
from typing import Any

import gevent
import pytest
from gevent import socket
from gevent.pywsgi import WSGIServer

from dashboard.server.handler import Handler
from engine.errors import DataDamaged


def half(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/csv")])
    yield b"1,2\n"
    gevent.sleep(0.05)
    raise (
        DataDamaged("readings 7 to 9 of meter in SCAN_001 cannot be read")
        if environ["PATH_INFO"] == "/damaged"
        else RuntimeError("a mistake")
    )


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    server = WSGIServer(("127.0.0.1", 0), half, handler_class=Handler, log=None, error_log=None)
    server.start()
    yield server.address
    server.stop(timeout=1)


@pytest.mark.parametrize("path", ["/damaged", "/mistake"])
def test_a_client_of_http_1_1_sees_an_incomplete_answer(address: tuple[str, int], path: str) -> None:
    def ask() -> None:
        client = HTTPConnection(*address, timeout=10)
        client.request("GET", path)
        client.getresponse().read()

    with pytest.raises(IncompleteRead):
        gevent.get_hub().threadpool.apply(ask)


@pytest.mark.parametrize("path", ["/damaged", "/mistake"])
def test_a_client_of_http_1_0_sees_a_reset(address: tuple[str, int], path: str) -> None:
    with socket.create_connection(address) as client, gevent.Timeout(10):
        client.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        with pytest.raises(ConnectionResetError):
            while client.recv(4096):
                pass


def test_what_is_damaged_is_logged_without_a_traceback(
    address: tuple[str, int], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.ERROR), socket.create_connection(address) as client, gevent.Timeout(10):
        client.sendall(b"GET /damaged HTTP/1.1\r\nHost: x\r\n\r\n")
        while client.recv(4096):
            pass
    assert "GET /damaged breaks off: readings 7 to 9 of meter in SCAN_001" in caplog.text
    assert "Traceback" not in caplog.text + capfd.readouterr().err
