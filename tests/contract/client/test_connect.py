"""Connecting to a server, and the errors of a client that cannot."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from support.ports import lasting_port
from support.running import RunningServer

import pybirch


def test_the_printed_address_signs_in(module_server: RunningServer) -> None:
    with pybirch.connect(module_server.ready_url) as lab:
        assert lab.url == module_server.url
        assert lab.ready()["engine"]["status"]


def test_the_client_knows_who_it_is(module_server: RunningServer) -> None:
    with pybirch.connect(module_server.ready_url) as lab:
        assert (lab.me["role"], lab.me.role) == ("administrator", "administrator")
        assert (lab.me.user, lab.me.auth, lab.me.expires) == ("operator", "token", None)


def test_address_and_token_come_from_the_environment(
    module_server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYBIRCH_URL", module_server.url.rstrip("/"))
    monkeypatch.setenv("PYBIRCH_TOKEN", module_server.token)
    with pybirch.connect() as lab:
        assert [i.name for i in lab.instruments()]


def test_arguments_win_over_the_environment(
    module_server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYBIRCH_URL", "http://127.0.0.1:1/")
    monkeypatch.setenv("PYBIRCH_TOKEN", "wrong")
    with pybirch.connect(module_server.url, token=module_server.token) as lab:
        assert list(lab.queues()) == []


@pytest.mark.parametrize("token", [None, "wrong"])
def test_a_wrong_token_is_refused_with_what_to_do(module_server: RunningServer, token: str | None) -> None:
    with pytest.raises(pybirch.Refused, match="token=") as refused:
        pybirch.connect(module_server.url, token=token)
    assert refused.value.status == 401


def test_an_address_without_a_server_raises_unreachable() -> None:
    with pytest.raises(
        pybirch.Unreachable, match=r"127\.0\.0\.1:\d+/ cannot be reached .*is the server running"
    ):
        pybirch.connect(f"http://127.0.0.1:{lasting_port()}/")


def test_a_wrong_prefix_is_not_found(start: Callable[..., RunningServer]) -> None:
    server = start("--prefix", "/lab/", "--no-engine")
    with pytest.raises(pybirch.NotFound):
        pybirch.connect(server.url + "elsewhere/", token=server.token)
    with pybirch.connect(server.url, token=server.token) as lab:
        assert lab.url.endswith("/lab/")
        with pytest.raises(pybirch.Unreachable, match="engine is not running"):
            lab.create_queue("nobody makes it")


def test_another_web_server_is_not_taken_for_pybirch() -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<h1>A printer</h1>")

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(pybirch.NotFound, match="is not PyBirch"):
            pybirch.connect(f"http://127.0.0.1:{other.server_port}/")
        other.shutdown()


@pytest.mark.parametrize("url", ["ftp://lab.example.org/", "http://", "http:///path"])
def test_an_invalid_address_raises_value_error(url: str) -> None:
    with pytest.raises(ValueError, match="is not the address of a server"):
        pybirch.connect(url)


def test_the_token_stays_out_of_what_is_shown(module_server: RunningServer) -> None:
    with pybirch.connect(module_server.ready_url) as lab:
        assert module_server.token not in repr(lab)
        assert module_server.token not in repr(lab._server.address)
