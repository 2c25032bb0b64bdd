"""`python -m engine`: runs one engine for one bench until a signal ends it."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from engine.errors import BenchError, LeaseHeld, SettingsError, StoreError
from engine.garbage_collection import tune_garbage_collection
from engine.heartbeat_file import HeartbeatFile
from engine.settings import Settings, load

WRONG_SETTINGS = 2
_SWITCHES = {
    "--lifeline-fd": {
        "type": int,
        "default": None,
        "help": "file descriptor of a pipe; the engine ends when the other end of the pipe is closed",
    }
}
_END_WITHIN = 8.0
_STACK = 512 * 1024
"""Stack of each thread in bytes: a thousand scans are a thousand threads."""
_SWITCH = 0.0005
"""Longest time in seconds that a busy thread keeps the others waiting. With Python's default of 5 ms, spent at each
statement of a transaction, the journal would fall far behind a scan that never pauses.
"""
_log = logging.getLogger("engine")


def main(argv: Sequence[str] | None = None, program: str = "python -m engine") -> int:
    """Run an engine until SIGTERM, SIGINT or the end of the lifeline pipe; returns the exit code.

    `argv` are the flags, by default those of this process; `program` is the program's name in the help text.
    """
    try:
        settings, arguments = load(program, "Runs one engine for one bench.", argv, extra=_SWITCHES)
    except SettingsError as error:
        return _refuse(error)
    _configure_logging(settings)
    threading.stack_size(_STACK)
    sys.setswitchinterval(_SWITCH)
    ending = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if arguments.lifeline_fd is not None:
        watch = threading.Thread(
            target=_watch, args=(arguments.lifeline_fd, ending), name="lifeline", daemon=True
        )
        watch.start()
    heartbeat = HeartbeatFile(settings.home)
    heartbeat.begin()
    # Importing the service takes half of the start; the heartbeat file already tells people that the engine is
    # starting.
    from engine.service import Engine

    engine = Engine(settings, on_lost=ending.set)
    try:
        engine.open()
    except (SettingsError, BenchError, LeaseHeld, StoreError) as error:
        heartbeat.end()
        return _refuse(error)
    heartbeat.runs()
    tune_garbage_collection()
    _log.info("engine started for %s, process id %d", settings.bench, os.getpid())
    ending.wait()
    _log.info("engine is shutting down")
    _end_in_time()
    engine.close()
    heartbeat.end()
    return 0


def _refuse(error: Exception) -> int:
    line = " ".join(str(error).split())
    print(f"error: {line}", file=sys.stderr, flush=True)
    return WRONG_SETTINGS


def _watch(descriptor: int, ending: threading.Event) -> None:
    """Wait until the other end of the pipe is closed: the process that started this engine is gone then."""
    try:
        while os.read(descriptor, 1024):
            pass
    except OSError as error:
        _log.warning("cannot read the lifeline pipe %d, so the engine ends: %s", descriptor, error)
    ending.set()


def _end_in_time() -> None:
    """End the process even when an instrument's library hangs in a call that nothing can interrupt."""

    def give_up() -> None:
        _log.error("shutdown took longer than %g s; exiting without closing the rest", _END_WITHIN)
        logging.shutdown()
        os._exit(1)

    timer = threading.Timer(_END_WITHIN, give_up)
    timer.daemon = True
    timer.start()


def _configure_logging(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.log_level,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
