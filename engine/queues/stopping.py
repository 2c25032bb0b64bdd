"""Stops what the instruments of a scan do when the scan is to end, even when its own thread hangs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from threading import Thread

from engine.bench.instrument import ManagedInstrument
from engine.queues.scan_run import ScanRun
from engine.scans.control import Request
from engine.scans.safety import interrupt_all, make_all_safe

GIVE_UP = 1.6
"""Seconds that a scan's thread gets to end while one of its instruments does not answer."""
_GIVE_UP_ANYWAY = 8.0
"""Seconds that an aborted scan's thread gets to end when all its instruments answer."""
_GRACE = 0.05
"""Seconds that a stopped scan gets to finish its step."""
_AGAIN = 0.1


def stop_instruments(run: ScanRun, held: Sequence[ManagedInstrument], how: Request) -> None:
    """Start stopping what the scan's instruments do: at once for a halt or an abort, else after a moment.

    Running exchanges are interrupted and moving axes stopped; an abort also sends axes to their safe values.
    """

    def work() -> None:
        thread = run.thread
        if how is Request.ABORT:
            make_all_safe(held, GIVE_UP)
        elif how is not Request.HALT and thread is not None:
            thread.join(_GRACE)
        deadline = time.monotonic() + GIVE_UP
        while thread is not None and thread.is_alive() and time.monotonic() < deadline:
            interrupt_all((i for i in held if i.busy), _AGAIN)
            thread.join(_AGAIN)

    run.ending_since = run.ending_since or time.monotonic()
    run.halting = Thread(target=work, name=f"end {run.number}", daemon=True)
    run.halting.start()


def is_stuck(run: ScanRun, held: Sequence[ManagedInstrument], *, aborts: bool) -> bool:
    """Whether the scheduler should no longer wait for the thread of a scan that is to end."""
    if run.ending_since is None or run.thread is None:
        return False
    since = time.monotonic() - run.ending_since
    return since > GIVE_UP and (any(i.busy for i in held) or (aborts and since > _GIVE_UP_ANYWAY))


def unanswered_text(held: Sequence[ManagedInstrument]) -> str:
    """Say which instruments did not answer."""
    names = [i.name for i in held if i.busy]
    return f"{', '.join(names) or 'an instrument'} stopped answering"
