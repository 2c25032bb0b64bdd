"""The life of one web process: settings, listening, serving, and ending when told to or when its supervisor is gone."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Any

import gevent
from gevent.event import Event
from gevent.os import tp_read
from gevent.pywsgi import WSGIHandler, WSGIServer

from engine.errors import PyBirchError, SettingsError
from engine.settings import Settings, load
from engine.store.database import Database

_LOG = logging.getLogger("dashboard")
_GRACE = 4.0
"""Seconds that requests under way get at the end."""

_SWITCHES: Mapping[str, Mapping[str, Any]] = {
    "--listen-fd": {"type": int, "help": "listening socket to serve, handed down by the supervisor"},
    "--lifeline-fd": {"type": int, "help": "pipe whose end means that the supervisor is gone"},
    "--ready-fd": {"type": int, "help": "pipe that gets one byte when requests are answered"},
}


def main() -> int:
    """Serve until SIGTERM, SIGINT or the end of the lifeline; the exit code."""
    try:
        settings, arguments = load("python -m dashboard", "PyBirch's web server alone", extra=_SWITCHES)
        logging.basicConfig(
            level=settings.log_level, format="%(asctime)s web %(levelname)s %(name)s: %(message)s"
        )
        listener = _listener(settings, arguments.listen_fd)
        _serve(
            settings.with_(port=listener.getsockname()[1]),
            listener,
            arguments.lifeline_fd,
            arguments.ready_fd,
        )
    except (SettingsError, PyBirchError) as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        return 2
    return 0


def _listener(settings: Settings, descriptor: int | None) -> socket.socket:
    if descriptor is not None:
        return socket.socket(fileno=descriptor)
    try:
        return socket.create_server((settings.host, settings.port), backlog=1024)
    except OSError as error:
        raise SettingsError(
            f"{settings.host}:{settings.port} cannot be listened on: {error.strerror}"
        ) from None


def _serve(settings: Settings, listener: socket.socket, lifeline: int | None, ready: int | None) -> None:
    from dashboard.server import create_app

    database = Database(settings.url)
    database.migrate()
    web = create_app(settings, database)
    done = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, done.set)
    if lifeline is not None:
        gevent.spawn(_watch, lifeline, done)
    server = WSGIServer(listener, web.wsgi, handler_class=Handler, log=None, error_log=_LOG)
    server.start()
    if ready is not None:
        os.write(ready, b"\n")
        os.close(ready)
    done.wait()
    server.stop(timeout=_GRACE)
    database.dispose()


def _watch(lifeline: int, done: Event) -> None:
    with contextlib.suppress(OSError):
        while tp_read(lifeline, 1):
            pass
    _LOG.warning("the supervisor is gone; ending")
    done.set()


class Handler(WSGIHandler):
    """Writes the request log through `logging`, without query strings: they may hold the token."""

    def log_request(self) -> None:
        """One line per request: who, what, status, bytes, seconds."""
