"""All instruments of a bench file: loaded, connected in the background, watched, held by scans, stopped."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Self

from engine.bench.config import BenchConfig, InstrumentConfig, VisaInstrumentConfig
from engine.bench.derived import DerivedReadings
from engine.bench.driver import DriverContext
from engine.bench.driver_catalogue import PYBIRCHS_OWN, Drivers
from engine.bench.emergency_stop import EmergencyStop, StopResult, ignore_result
from engine.bench.instrument import ManagedInstrument
from engine.bench.loading import read_bench
from engine.bench.monitor import IDLE_INTERVAL, Monitor
from engine.bench.reporter import Reporter
from engine.bench.scope import bind, used_by
from engine.bench.soft_limits import SoftLimits, bound_limits
from engine.bench.virtual import LABS, Lab
from engine.bench.visa import Links
from engine.errors import BenchError, Problem
from engine.model.bench import BenchSpec, InstrumentSpec
from engine.model.events import Event
from engine.model.rules import Rule, rule_problems
from engine.open_files import allow_open_files
from engine.reasons import reason_and_place

STOP_PATIENCE = 1.0
"""Seconds that an emergency stop waits for instruments that do not respond at once; it keeps trying meanwhile."""
CLOSE_PATIENCE = 3.0
"""Seconds that closing waits for instruments."""

_log = logging.getLogger(__name__)


class Bench:
    """The instruments of a bench by name; any thread may call any method."""

    def __init__(
        self,
        path: Path,
        config: BenchConfig,
        report: Callable[[Event], None],
        lab: Lab | None,
        drivers: Drivers = PYBIRCHS_OWN,
    ) -> None:
        self.path = path
        self._drivers = drivers
        self.text = ""
        """The bench file as it was loaded."""
        self._lab = lab
        self._reporter = Reporter(report)
        self._holding = threading.Lock()
        self._held: dict[str, set[ManagedInstrument]] = defaultdict(set)
        """By holder, so that releasing does not search the whole bench."""
        self.instruments: dict[str, ManagedInstrument] = {}
        folder = path.resolve().parent
        around = DriverContext(folder=folder, links=Links(folder), instruments=self.instruments)
        for table in config.instrument:
            placed = _placed(table, lab)
            self.instruments[placed.name] = self._built(placed, around)
        specs = {name: instrument.spec for name, instrument in self.instruments.items()}
        for table in config.instrument:
            formulas = {
                formula.table.partition(".")[2]: bind(table, formula, specs)
                for formula in table.formulas()
                if formula.table.startswith("derived.")
            }
            self.instruments[table.name].derived = DerivedReadings(table.name, formulas, self.instruments)
        units = {f"{s.name}.{n}": axis.unit for s in specs.values() for n, axis in s.axes.items()}
        soft_limits = SoftLimits(bound_limits(config.limit, units), self.instruments)
        for instrument in self.instruments.values():
            instrument.limit(soft_limits)
        self._uses = {table.name: used_by(table, specs) for table in config.instrument}
        self.shared = any(table.shared for table in config.instrument)
        """Whether another engine could reach an instrument of this bench."""
        self.spec = BenchSpec(
            name=config.name,
            instruments={n: i.spec for n, i in self.instruments.items()},
            limits=config.limit,
        )
        self.described_anew: Callable[[InstrumentSpec], None] = lambda spec: None
        """Called with what a connected instrument has added to its description."""
        for instrument in self.instruments.values():
            instrument.described_anew = self._describe
        self.rules = _rules(path, config, self.spec)
        """The rules of the bench file."""
        self._groups = self._grouped()
        self._stopping = EmergencyStop([], ignore_result)
        # with more than some hundred instruments each is polled less often, so that polling stays cheap
        interval = max(IDLE_INTERVAL, len(self.instruments) / 400)
        self._monitors = [Monitor(group[0].name, group, interval) for group in self._groups]

    def _describe(self, spec: InstrumentSpec) -> None:
        self.spec.instruments[spec.name] = spec
        self.described_anew(spec)

    def _built(self, table: InstrumentConfig, around: DriverContext) -> ManagedInstrument:
        try:
            driver = self._drivers.find(table.driver).build(table, around)
            return ManagedInstrument(table, driver, self._reporter.mark)
        except Exception as error:
            problem = Problem(f'instrument "{table.name}"', f"its driver failed: {reason_and_place(error)}")
            raise BenchError(str(self.path), [problem]) from error

    @classmethod
    def load(cls, path: Path, report: Callable[[Event], None], drivers: Drivers = PYBIRCHS_OWN) -> Self:
        """Read the bench file and build its drivers; nothing is connected yet. Raises BenchError."""
        config = read_bench(path, drivers)
        bench = cls(path, config, report, LABS[config.virtual].start() if config.virtual else None, drivers)
        bench.text = path.read_text("utf-8")
        return bench

    def assign_ids(self, ids: dict[str, int]) -> None:
        """Give the instruments the numbers of their records, by name; before `start`."""
        for name, number in ids.items():
            if name in self.instruments:
                self.instruments[name].id = number

    def start(self) -> None:
        """Connect everything in the background, and keep watching it."""
        allow_open_files(2 * len(self._groups))
        for instrument in self.instruments.values():
            self._reporter.mark(instrument)
        self._reporter.start()
        for monitor in self._monitors:
            monitor.start()

    def close(self) -> None:
        """Stop watching and close every instrument, within a few seconds."""
        self._stopping.give_over()
        for monitor in self._monitors:
            monitor.stop()
        deadline = time.monotonic() + CLOSE_PATIENCE
        for monitor in self._monitors:
            monitor.join(max(0.0, deadline - time.monotonic()))
        self._reporter.close()
        if self._lab is not None:
            self._lab.close()

    def hold(self, names: Iterable[str], holder: str) -> dict[str, str]:
        """Hold all named instruments or none; returns {} when held, else {instrument: present holder}.

        The events about it are emitted before this returns, so the holder's own events come later.
        """
        with self._holding:
            wanted = [self.instruments[name] for name in dict.fromkeys(self._with_used(names))]
            taken = {i.name: i.holder for i in wanted if i.holder not in (None, holder)}
            if taken:
                return {name: present for name, present in taken.items() if present is not None}
            for instrument in wanted:
                instrument.holder = holder
            self._held[holder].update(wanted)
        for instrument in wanted:
            self._reporter.tell(instrument)
        return {}

    def release(self, holder: str) -> None:
        """Release everything that `holder` holds; the events about it are emitted before this returns."""
        with self._holding:
            given = self._held.pop(holder, set())
            for instrument in given:
                instrument.holder = None
        for instrument in given:
            self._reporter.tell(instrument)

    def emergency_stop(self, answered: StopResult = ignore_result) -> None:
        """Stop every instrument, then send it to its safe values; an instrument that hangs does not delay the
        others.

        Instruments that were disconnected on purpose are left alone. One that is not reached is tried again until
        it is reached or somebody holds it. `answered` is called, in any thread, for each instrument that took the
        stop, or with what went wrong. Returns when all have answered, at most after STOP_PATIENCE seconds.
        """
        left_out = self.not_reached()
        if left_out:
            _log.warning("emergency stop: %s", left_out)
        earlier, self._stopping = self._stopping, EmergencyStop(self._groups, answered)
        earlier.give_over()
        self._stopping.wait(STOP_PATIENCE)

    @property
    def still_stopping(self) -> bool:
        """Whether the last emergency stop still tries to reach an instrument."""
        return bool(self._stopping.trying)

    def not_reached(self) -> str:
        """Say which instruments an emergency stop leaves alone, because they may be in use elsewhere; usually empty."""
        names = [name for name, instrument in self.instruments.items() if not instrument.wanted]
        were = "was" if len(names) == 1 else "were"
        return f"not reached: {', '.join(names)} {were} disconnected on purpose" if names else ""

    def _with_used(self, names: Iterable[str]) -> Iterable[str]:
        for name in names:
            yield name
            yield from self._uses.get(name, ())

    def _grouped(self) -> list[list[ManagedInstrument]]:
        groups: dict[Hashable, list[ManagedInstrument]] = defaultdict(list)
        for instrument in self.instruments.values():
            groups[instrument.driver.group].append(instrument)
        return list(groups.values())


def _rules(path: Path, config: BenchConfig, bench: BenchSpec) -> tuple[Rule, ...]:
    """The rules of a bench file. Raises BenchError with table and reason of each mistake."""
    problems: list[Problem] = []
    for number, table in enumerate(config.rule):
        name = table.get("name")
        where = f'rule "{name}"' if isinstance(name, str) and name else f"rule number {number + 1}"
        found = rule_problems(table, bench)
        if name in [other.get("name") for other in config.rule[:number]]:
            found.append(Problem("name", "another rule has this name; names must be unique"))
        problems += [Problem(f"{where} {p.path}".strip(), p.message) for p in found]
    if problems:
        raise BenchError(str(path), problems)
    return tuple(Rule.model_validate(table) for table in config.rule)


def _placed(config: InstrumentConfig, lab: Lab | None) -> InstrumentConfig:
    """The table with the virtual laboratory's ports filled in."""
    if lab is None or not isinstance(config, VisaInstrumentConfig):
        return config
    resource = re.sub(r"\{port:(\w+)\}", lambda match: str(lab.ports[match[1]]), config.resource)
    return config.model_copy(update={"resource": resource})
