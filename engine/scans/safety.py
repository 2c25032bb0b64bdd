"""Makes instruments safe, all at the same time, so that one that hangs does not keep the others waiting."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from threading import Thread

from engine.bench.instrument import ManagedInstrument
from engine.errors import PyBirchError
from engine.reasons import reason_and_place

PATIENCE = 5.0
"""Seconds that an instrument gets to answer."""


def halt_all(instruments: Iterable[ManagedInstrument], patience: float = PATIENCE) -> list[str]:
    """Stop every move and leave the axes where they are; returns a sentence for each failure."""
    return _all(instruments, lambda instrument: instrument.halt(), patience)


def make_all_safe(instruments: Iterable[ManagedInstrument], patience: float = PATIENCE) -> list[str]:
    """Stop every move and send every axis to its safe value; returns a sentence for each failure.

    Instruments that were disconnected on purpose are left alone.
    """
    return _all((i for i in instruments if i.wanted), lambda instrument: instrument.make_safe(), patience)


def interrupt_all(instruments: Iterable[ManagedInstrument], patience: float) -> None:
    """Make running calls on instruments fail at once and stop moves; failures are ignored, because it is tried
    again.
    """
    _all(instruments, lambda instrument: instrument.interrupt(), patience)


def _all(
    instruments: Iterable[ManagedInstrument], action: Callable[[ManagedInstrument], None], patience: float
) -> list[str]:
    troubles: list[str] = []

    def one(instrument: ManagedInstrument) -> None:
        try:
            action(instrument)
        except PyBirchError as error:
            troubles.append(str(error))
        except Exception as error:  # noqa: BLE001 - a driver may raise anything; the others must still be reached
            troubles.append(f"{instrument.name}: its driver failed: {reason_and_place(error)}")

    threads = {i.name: Thread(target=one, args=(i,), name=f"safe {i.name}", daemon=True) for i in instruments}
    for thread in threads.values():
        thread.start()
    deadline = time.monotonic() + patience
    for thread in threads.values():
        thread.join(max(deadline - time.monotonic(), 0.0))
    late = [f"{name}: did not answer within {patience:g} s" for name, t in threads.items() if t.is_alive()]
    return [*troubles, *late]
