"""The procedures as this web process loaded them, for REST and for the page that lists unusable files."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app
from gevent.threadpool import ThreadPool

from engine.model.procedure import Procedures
from engine.scans.procedures import Procedure, catalogue

_KEY = "pybirch-procedures"


def load_procedures(server: Flask) -> Procedures[Procedure]:
    """Load them once, and let `known_procedures` find them in this server's requests."""
    made = catalogue(aside=in_a_native_thread)
    server.extensions[_KEY] = made
    return made


def known_procedures() -> Procedures[Procedure]:
    """The procedures of the server that handles the present request."""
    made: Procedures[Procedure] = current_app.extensions[_KEY]
    return made


def in_a_native_thread(work: Callable[[], None], seconds: float) -> bool:
    """Run a function off the event loop; returns whether it ended within `seconds`."""
    doing = ThreadPool(1).spawn(work)
    doing.wait(seconds)
    return bool(doing.ready())
