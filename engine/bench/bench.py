"""All instruments of one bench file: loaded, connected in the background, watched, held by scans, stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from engine.bench.instrument import ManagedInstrument
from engine.model.bench import BenchSpec
from engine.model.events import Event


class Bench:
    """The instruments of a bench by name; every method may be called from any thread."""

    path: Path
    spec: BenchSpec
    instruments: dict[str, ManagedInstrument]

    @classmethod
    def load(cls, path: Path, report: Callable[[Event], None]) -> Self:
        """Read the bench file and build its drivers; nothing is connected yet. Raises BenchError."""
        raise NotImplementedError

    def assign_ids(self, ids: dict[str, int]) -> None:
        """Give the instruments the numbers of their records, by name; before `start`."""
        raise NotImplementedError

    def start(self) -> None:
        """Connect everything in the background, and keep watching it."""
        raise NotImplementedError

    def close(self) -> None:
        """Stop watching and close every instrument, within a few seconds."""
        raise NotImplementedError

    def hold(self, names: Iterable[str], holder: str) -> dict[str, str]:
        """Hold all the named instruments or none; {} when held, else {instrument: present holder}."""
        raise NotImplementedError

    def release(self, holder: str) -> None:
        """Give back everything that `holder` holds."""
        raise NotImplementedError

    def emergency_stop(self) -> None:
        """Halt every instrument, then send it to its safe values; never waits behind a hung one."""
        raise NotImplementedError
