"""Keeps the record of a scan: the state of every instrument when it starts and ends, and the settings it changes."""

from __future__ import annotations

import logging
import platform
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

from sqlalchemy import Connection

from engine.bench.instrument import ManagedInstrument
from engine.errors import PyBirchError, StoreError
from engine.model.clock import timestamp
from engine.model.states import ScanState
from engine.queues.run_context import RunContext
from engine.reasons import reason
from engine.scans.steps import Apply
from engine.store import lab_records
from engine.store.lab_records import Moment

PATIENCE = 1.0
"""Seconds that the instruments of a scan get to tell their state."""
_LOOK_EVERY = 0.02
"""Seconds between two checks whether the scan is to end."""
_LIBRARIES = ("pybirch", "numpy", "PyVISA", "PyVISA-py", "PyMeasure", "SQLAlchemy")
_log = logging.getLogger(__name__)


class RecordKeeper:
    """The record of one scan. Nothing here raises or waits for the database: a scan runs without its record too."""

    def __init__(
        self, context: RunContext, scan: int, names: Iterable[str], ending: Callable[[], bool]
    ) -> None:
        """`names` are the instruments of the scan; once it is `ending`, nothing waits for their answers."""
        self._context = context
        self._scan = scan
        self._own = frozenset(names)
        self._ending = ending

    def begin(self) -> None:
        """Store the state at the start; the scan's own instruments are asked, others give their last known state."""
        bench = self._context.bench
        name, text = bench.spec.name, bench.text
        content = {
            **self._state(ask=True),
            "bench": {"name": name, "hash": lab_records.hash_of(text)},
            "software": software(),
        }

        def store(conn: Connection) -> None:
            lab_records.keep_bench(conn, name, text)
            lab_records.keep(conn, self._scan, Moment.START, content)

        self._store(store)

    def end(self, state: ScanState) -> None:
        """Store the state at the end of a run; after any other end than completion nothing is asked, so that a stop is
        quick and instruments in trouble are left alone.
        """
        content = self._state(ask=state is ScanState.COMPLETED)
        self._store(lambda conn: lab_records.keep(conn, self._scan, Moment.END, content))

    def change(self, step: Apply) -> None:
        """Store that the scan changed settings."""
        content = {
            "timestamp": timestamp(),
            "instrument": step.instrument,
            "settings": dict(step.settings),
            "step": step.path,
        }
        self._store(lambda conn: lab_records.add_change(conn, self._scan, content))

    def _state(self, *, ask: bool) -> dict[str, Any]:
        instruments = self._context.bench.instruments
        own = [i for n, i in instruments.items() if n in self._own]
        unread = _refreshed(own, self._ending) if ask else {}
        told = {}
        for name, instrument in instruments.items():
            state = instrument.told()
            if not ask and name in self._own:
                unread[name] = "not asked after this end; last known values"
            told[name] = {**state, **({"unread": unread[name]} if name in unread else {})}
        return {"timestamp": timestamp(), "instruments": told}

    def _store(self, work: Any) -> None:
        try:
            self._context.writer.later(work)
        except StoreError as error:
            _log.error("the record of scan %d is not stored: %s", self._scan, error)


def _refreshed(instruments: Iterable[ManagedInstrument], ending: Callable[[], bool]) -> dict[str, str]:
    """Read the settings and positions of instruments, all at the same time; says of each why it could not be read."""
    unread: dict[str, str] = {}

    def ask(instrument: ManagedInstrument) -> None:
        try:
            if not instrument.connected:
                unread[instrument.name] = "not connected; last known values"
                return
            instrument.refresh(settings=True)
        except PyBirchError as error:
            unread[instrument.name] = str(error)
        except Exception as error:  # noqa: BLE001 - a driver may raise anything; the scan goes on
            unread[instrument.name] = f"its driver failed: {reason(error)}"

    threads = {
        i.name: Thread(target=ask, args=(i,), name=f"record {i.name}", daemon=True) for i in instruments
    }
    for thread in threads.values():
        thread.start()
    deadline = time.monotonic() + PATIENCE
    for thread in threads.values():
        while thread.is_alive() and not ending() and (left := deadline - time.monotonic()) > 0:
            thread.join(min(left, _LOOK_EVERY))
    why = (
        "was not waited for, as the scan was to end"
        if ending()
        else f"not all answered within {PATIENCE:g} s"
    )
    late = {n: f"{why}; last known values" for n, t in threads.items() if t.is_alive()}
    return {**late, **dict(unread)}


@cache
def software() -> Mapping[str, Any]:
    """Versions of what runs here, and the host."""
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "host": platform.node(),
        "executable": sys.executable,
        **{name.lower(): _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _of_source(name) or "not installed"


def _of_source(name: str) -> str:
    """The version of a package that runs from its source; empty where there is none."""
    found = find_spec(name.lower().replace("-", "_"))
    if found is None or found.origin is None:
        return ""
    told = re.search(r'^__version__ = "(.+?)"', Path(found.origin).read_text("utf-8"), re.MULTILINE)
    return told[1] if told else ""
