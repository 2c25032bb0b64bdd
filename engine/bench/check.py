"""Asks every instrument of a bench everything once, without an engine."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from engine.bench.bench import Bench
from engine.bench.bench_lock import BenchLock
from engine.bench.driver_catalogue import PYBIRCHS_OWN, Drivers
from engine.bench.instrument import ManagedInstrument
from engine.errors import InstrumentError
from engine.reasons import reason_and_place


class Part(StrEnum):
    """Kind of a part of an instrument."""

    IDENTITY = "identity"
    AXIS = "axis"
    READ = "read"
    SETTING = "setting"


@dataclass(frozen=True)
class Answer:
    """Answer of one part: a value in `unit`, None where it cannot be read, or the error."""

    part: Part
    name: str
    value: Any
    unit: str
    error: str | None
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Plain data, arrays as they are."""
        return {
            "part": self.part.value,
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "error": self.error,
            "seconds": round(self.seconds, 6),
        }


@dataclass
class InstrumentCheck:
    """All answers of one instrument; when it cannot be connected, only that error."""

    name: str
    driver: str
    resource: str
    answers: list[Answer] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether every part answered."""
        return all(answer.error is None for answer in self.answers)

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "name": self.name,
            "driver": self.driver,
            "resource": self.resource,
            "answered": self.answered,
            "answers": [answer.as_dict() for answer in self.answers],
        }


def check_bench(path: Path, drivers: Drivers = PYBIRCHS_OWN) -> list[InstrumentCheck]:
    """Connect every instrument of a bench file, identify it and read each axis, reading and setting once.

    Instruments on different resources are asked at the same time. Raises BenchError for mistakes in the file, and
    LeaseHeld while an engine runs the bench.
    """
    with closing(Bench.load(path, lambda event: None, drivers)) as bench:
        lock = BenchLock(path, "pybirch bench check")
        if bench.shared:
            lock.take()
        try:
            return _check_all(list(bench.instruments.values()))
        finally:
            lock.release()


def _check_all(instruments: list[ManagedInstrument]) -> list[InstrumentCheck]:
    groups: dict[Hashable, list[ManagedInstrument]] = defaultdict(list)
    for instrument in instruments:
        groups[instrument.driver.group].append(instrument)
    with ThreadPoolExecutor(max_workers=max(1, len(groups))) as pool:
        done = pool.map(lambda group: [_check(instrument) for instrument in group], groups.values())
        found = {check.name: check for checks in done for check in checks}
    _check_derived(instruments, found)
    return [found[instrument.name] for instrument in instruments]


def _check_derived(instruments: list[ManagedInstrument], found: dict[str, InstrumentCheck]) -> None:
    """Take the readings that are calculated from others, for which several instruments may be needed."""
    used: set[ManagedInstrument] = set()
    by_name = {instrument.name: instrument for instrument in instruments}
    for instrument in instruments:
        derived = instrument.derived
        if derived.formulas and found[instrument.name].answered:
            used |= {instrument, *(by_name[name] for name in derived.others)}
            for name in derived.formulas:
                unit = instrument.spec.reads[name].unit
                _ask(found[instrument.name], Part.READ, name, unit, partial(_taken, instrument, name))
    for instrument in used:
        instrument.disconnect()


def _taken(instrument: ManagedInstrument, name: str) -> Any:
    return instrument.measure([name])[name]


def _ask(check: InstrumentCheck, part: Part, name: str, unit: str, work: Callable[[], Any]) -> bool:
    """Add an answer; returns whether there was one."""
    began = time.monotonic()
    value, error = None, None
    try:
        value = work()
    except InstrumentError as refused:
        error = str(refused).removeprefix(f"{check.name}: ")
    except Exception as broken:  # noqa: BLE001 - a driver may raise anything
        error = reason_and_place(broken)
    check.answers.append(Answer(part, name, value, unit, error, time.monotonic() - began))
    return error is None


def _check(instrument: ManagedInstrument) -> InstrumentCheck:
    spec, driver = instrument.spec, instrument.driver
    check = InstrumentCheck(spec.name, spec.driver, spec.resource)
    ask = partial(_ask, check)
    if ask(Part.IDENTITY, "", "", driver.open):
        for name, axis in spec.axes.items():
            ask(Part.AXIS, name, axis.unit, partial(driver.get_axis, name))
        for name, read in spec.reads.items():
            if not read.formula:
                ask(Part.READ, name, read.unit, partial(driver.read, name))
        for name, setting in spec.settings.items():
            ask(Part.SETTING, name, setting.unit, partial(instrument.setting, name))
    driver.close()
    return check
