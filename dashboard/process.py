"""The life of one web process: it listens, serves, and ends on a signal or when its supervisor is gone."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
import time
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

import gevent
import psutil
from gevent.event import Event
from gevent.os import tp_read
from gevent.pywsgi import WSGIServer

from dashboard.api.context import Context
from dashboard.api.health import readiness
from dashboard.app import create_app
from dashboard.server.database_pool import PoolPerThread
from dashboard.server.handler import Handler
from dashboard.server.limits import SWITCH_SECONDS
from engine.errors import PyBirchError, SettingsError
from engine.garbage_collection import tune_garbage_collection
from engine.open_files import allow_open_files
from engine.settings import Settings, load
from engine.store.database import Database

_LOG = logging.getLogger("dashboard")
_GRACE = 4.0
"""Seconds that running requests get at the end."""
_ENGINE_GRACE = 8.0
"""Seconds that a first start waits for the engine before it reports that it is ready all the same."""

_SWITCHES: Mapping[str, Mapping[str, Any]] = {
    "--listen-fd": {"type": int, "help": "listening socket to serve, handed down by the supervisor"},
    "--lifeline-fd": {"type": int, "help": "pipe that closes when the supervisor is gone"},
    "--ready-fd": {"type": int, "help": "pipe that gets one byte when the server answers requests"},
    "--await-engine": {
        "action": "store_true",
        "help": "report ready only when the engine is ready, or after a short wait",
    },
}


def main() -> int:
    """Serve until SIGTERM, SIGINT or the end of the lifeline pipe; returns the exit code."""
    try:
        settings, arguments = load("python -m dashboard", "Runs PyBirch's web server alone.", extra=_SWITCHES)
        logging.basicConfig(
            level=settings.log_level, format="%(asctime)s web %(levelname)s %(name)s: %(message)s"
        )
        logging.getLogger("alembic").setLevel(logging.WARNING)
        listener = _listener(settings, arguments.listen_fd)
        _serve(settings.with_(port=listener.getsockname()[1]), listener, arguments)
    except PyBirchError as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        return 2
    return 0


def own_engine_is_ready(context: Context) -> bool:
    """Whether the engine that was started beside this process is ready; false when another engine has the bench."""
    state, fine = readiness(context)
    if not fine or state.engine.pid is None:
        return False
    with contextlib.suppress(psutil.Error):
        return bool(psutil.Process(state.engine.pid).ppid() == os.getppid())
    return False


def _listener(settings: Settings, descriptor: int | None) -> socket.socket:
    if descriptor is not None:
        return socket.socket(fileno=descriptor)
    try:
        return socket.create_server((settings.host, settings.port), backlog=1024)
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; choose another port with --port"
        ) from None


def _serve(settings: Settings, listener: socket.socket, arguments: Namespace) -> None:
    database = Database(settings.url, server_pool=PoolPerThread)
    database.migrate()
    allow_open_files(settings.max_connections)
    web = create_app(settings, database)
    done = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, done.set)
    if arguments.lifeline_fd is not None:
        gevent.spawn(_watch, arguments.lifeline_fd, done)
    server = WSGIServer(listener, web.wsgi, handler_class=Handler, log=None, error_log=_LOG)
    web.hub.start()
    server.start()
    tune_garbage_collection()
    sys.setswitchinterval(SWITCH_SECONDS)
    if arguments.ready_fd is not None:
        gevent.spawn(_say_ready, arguments.ready_fd, Context(database, settings), arguments.await_engine)
    done.wait()
    # Take no new requests, close every socket, and give running answers some time.
    server.close()
    web.hub.close()
    web.heavy.close()
    server.stop(timeout=_GRACE)
    database.dispose()


def _watch(lifeline: int, done: Event) -> None:
    with contextlib.suppress(OSError):
        while tp_read(lifeline, 1):
            pass
    done.set()


def _say_ready(descriptor: int, context: Context, await_engine: bool) -> None:
    deadline = time.monotonic() + _ENGINE_GRACE
    while await_engine and not own_engine_is_ready(context) and time.monotonic() < deadline:
        gevent.sleep(0.05)
    with contextlib.suppress(OSError):
        os.write(descriptor, b"\n")
        os.close(descriptor)
