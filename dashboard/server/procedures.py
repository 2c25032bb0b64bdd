"""The procedures as this web process loads them."""

from __future__ import annotations

from collections.abc import Callable

from gevent.threadpool import ThreadPool

from engine.model.procedure import Procedures
from engine.plugins import Plugins
from engine.scans.procedures import Procedure, catalogue


def load_procedures(plugins: Plugins) -> Procedures[Procedure]:
    """Load the procedures for this process."""
    return catalogue(plugins, aside=in_a_native_thread)


def in_a_native_thread(work: Callable[[], None], seconds: float) -> bool:
    """Run a function off the event loop; returns whether it ended within `seconds`."""
    doing = ThreadPool(1).spawn(work)
    doing.wait(seconds)
    return bool(doing.ready())
