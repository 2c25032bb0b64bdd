"""Commands to instruments: moves, settings, connecting. Each runs in a thread of its own."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from threading import Lock, Thread
from typing import Any

from engine.bench.instrument import ManagedInstrument
from engine.commands.answers import finish, take
from engine.errors import (
    CommandRefused,
    InputRefused,
    InstrumentError,
    LimitViolation,
    Problem,
    PyBirchError,
    StoreError,
)
from engine.model.records import CommandRecord
from engine.model.states import InstrumentCommand
from engine.queues.run_context import RunContext
from engine.reasons import reason_and_place
from engine.scans.safety import halt_all
from engine.store.commands import CommandStatus

EXCHANGES = "exchanges"
"""Asks for the last exchanges of an instrument's session; only the web server gives this command."""
_log = logging.getLogger(__name__)


class InstrumentCommands:
    """Carries out instrument commands; an instrument that hangs keeps neither the others nor the scheduler waiting."""

    def __init__(self, context: RunContext, released: Callable[[], None]) -> None:
        self._context = context
        self._released = released
        self._lock = Lock()
        self._jobs: Counter[str] = Counter()
        self._by_id = {str(i.id): i for i in context.bench.instruments.values()}

    def handle(self, record: CommandRecord) -> None:
        """Start carrying out a command; it is answered when it is accepted or refused, and again when it has ended."""
        name = f"{record.command} {record.target_id}"
        Thread(target=self._carry_out, args=(record,), name=name, daemon=True).start()

    def close(self) -> None:
        """Stop what people still move by hand."""
        with self._lock:
            busy = [name for name, jobs in self._jobs.items() if jobs]
        for trouble in halt_all(self._context.bench.instruments[name] for name in busy):
            _log.error("%s", trouble)

    def _carry_out(self, record: CommandRecord) -> None:
        try:
            # A stop waits for no database; anything else must not happen after it was withdrawn.
            if record.command != InstrumentCommand.STOP and not take(self._context.writer, record):
                return
            remarks = self._do(record)
        except InstrumentError as error:
            self._answer(record, CommandStatus.FAILED, str(error))
        except InputRefused as error:
            # Each message names the instrument, so the paths are not needed.
            reason = "; ".join(problem.message for problem in error.problems) or str(error)
            problems = {"problems": [problem.as_dict() for problem in error.problems]}
            self._answer(record, CommandStatus.REFUSED, reason, problems)
        except PyBirchError as error:
            self._answer(record, CommandStatus.REFUSED, str(error))
        except Exception as error:  # noqa: BLE001 - a driver may raise anything
            _log.exception("the command %s to instrument %s failed", record.command, record.target_id)
            self._answer(record, CommandStatus.FAILED, f"its driver failed: {reason_and_place(error)}")
        else:
            self._answer(record, CommandStatus.DONE, "; ".join(remarks))

    def _do(self, record: CommandRecord) -> list[str]:
        """Carry out the command; returns warnings."""
        remarks: list[str] = []
        instrument = self._by_id.get(record.target_id)
        if instrument is None:
            raise CommandRefused(f"there is no instrument {record.target_id} on this engine's bench")
        if record.command == EXCHANGES:
            log = instrument.driver.exchanges
            lines = [line.model_dump(mode="json") for line in log.lines()] if log else []
            self._answer(record, CommandStatus.DONE, result={"lines": lines})
            return remarks
        try:
            command = InstrumentCommand(record.command)
        except ValueError:
            raise CommandRefused(f"there is no instrument command {record.command!r}") from None
        match command:
            case InstrumentCommand.MOVE:
                self._holding(instrument, lambda: self._move(instrument, record, remarks))
            case InstrumentCommand.SET:
                self._holding(instrument, lambda: self._set(instrument, record.arguments, remarks))
            case InstrumentCommand.ACTION:
                self._holding(instrument, lambda: self._act(instrument, record))
            case InstrumentCommand.QUERY | InstrumentCommand.WRITE:
                self._holding(instrument, lambda: self._say(instrument, record))
            case InstrumentCommand.STOP:
                instrument.halt()
            case InstrumentCommand.CONNECT:
                instrument.wanted = True  # whoever gets the answer "accepted" may use the instrument at once
                self._answer(record, CommandStatus.ACCEPTED)
                instrument.connect()
            case InstrumentCommand.DISCONNECT:
                if instrument.holder is not None:
                    raise CommandRefused(
                        f"{instrument.name} is held by {instrument.holder}; stop that scan first"
                    )
                instrument.disconnect()
        return remarks

    def _say(self, instrument: ManagedInstrument, record: CommandRecord) -> None:
        """Send a message that somebody typed; the command's result has the answer."""
        asks = record.command == InstrumentCommand.QUERY
        answer = instrument.say(str(record.arguments.get("message", "")), asks, record.user)
        self._answer(record, CommandStatus.DONE, result={"answer": answer} if asks else None)

    def _move(self, instrument: ManagedInstrument, record: CommandRecord, remarks: list[str]) -> None:
        """Move one axis (`axis`, `value`) or several at the same time (`target`) after checking all of them."""
        targets = self._targets(instrument, record.arguments)
        if not self._answer(record, CommandStatus.ACCEPTED):
            return  # nothing may move when the answer cannot be stored
        troubles: list[InstrumentError] = []

        def move(axis: str, value: float) -> None:
            try:
                instrument.move(axis, value, warn=lambda name, text: remarks.append(text))
            except InstrumentError as error:
                troubles.append(error)

        first, *others = targets.items()
        threads = [Thread(target=move, args=other, name=f"move {other[0]}", daemon=True) for other in others]
        for thread in threads:
            thread.start()
        move(*first)
        for thread in threads:
            thread.join()
        if troubles:
            raise troubles[0]

    def _act(self, instrument: ManagedInstrument, record: CommandRecord) -> None:
        name = record.arguments.get("action")
        if not isinstance(name, str) or name not in instrument.spec.actions:
            there_is = ", ".join(instrument.spec.actions) or "none"
            problem = Problem("action", f"{instrument.name} has no action {name!r}; it has {there_is}")
            raise InputRefused(f"{instrument.name} did nothing", [problem])
        if not instrument.wanted:
            raise CommandRefused(f"{instrument.name} was disconnected by somebody; connect it first")
        if self._answer(record, CommandStatus.ACCEPTED):
            instrument.act(name)

    def _targets(self, instrument: ManagedInstrument, arguments: Mapping[str, Any]) -> dict[str, float]:
        """Setpoint of each axis. Raises InputRefused with the path of every wrong one."""
        several = arguments.get("target")
        asked = several if isinstance(several, dict) else {arguments.get("axis"): arguments.get("value")}
        if not instrument.wanted:
            raise CommandRefused(f"{instrument.name} was disconnected by somebody; connect it first")
        targets: dict[str, float] = {}
        problems: list[Problem] = []
        for axis, value in asked.items():
            try:
                if not isinstance(axis, str) or isinstance(value, bool) or not isinstance(value, int | float):
                    raise CommandRefused("a move needs an axis and a value, a number in the axis's unit")
                base = instrument.position(axis) if arguments.get("relative") else 0.0
                instrument.check(axis, base + value)
                targets[axis] = base + value
            except InstrumentError as error:
                field = "value" if isinstance(error, LimitViolation) else "axis"
                problems.append(Problem(f"target.{axis}" if asked is several else field, str(error)))
        if problems or not targets:
            raise InputRefused(f"{instrument.name} was not moved", problems)
        return targets

    def _set(self, instrument: ManagedInstrument, arguments: Mapping[str, Any], remarks: list[str]) -> None:
        settings = arguments.get("settings")
        if not isinstance(settings, dict) or not settings:
            raise CommandRefused("set needs `settings`, an object of names and values")
        problems = []
        for name, value in settings.items():
            try:
                instrument.check_settings({name: value})
            except InstrumentError as error:
                problems.append(Problem(f"settings.{name}", str(error)))
        if problems:
            raise InputRefused(f"the settings of {instrument.name} were not changed", problems)
        instrument.apply(settings, lambda name, text: remarks.append(text))

    def _holding(self, instrument: ManagedInstrument, work: Callable[[], None]) -> None:
        """Call `work` while no scan can hold the instrument. Raises CommandRefused while one holds it."""
        holder = f"manual control of {instrument.name}"
        with self._lock:
            held = (
                self._context.bench.hold([instrument.name], holder) if not self._jobs[instrument.name] else {}
            )
            if held:
                raise CommandRefused(f"{instrument.name} is held by {held[instrument.name]}; stop that first")
            self._jobs[instrument.name] += 1
            alone = self._jobs[instrument.name] == 1
        try:
            if alone:
                instrument.tidy()
            work()
        finally:
            with self._lock:
                self._jobs[instrument.name] -= 1
                if not self._jobs[instrument.name]:
                    self._context.bench.release(holder)
            self._released()

    def _answer(
        self,
        record: CommandRecord,
        status: CommandStatus,
        reason: str = "",
        result: Mapping[str, Any] | None = None,
    ) -> bool:
        """Store the answer; False when the command was withdrawn before."""
        try:
            return finish(self._context.writer, record, status, reason, result)
        except StoreError as error:
            _log.error(
                "cannot store the answer to the command %s %s: %s", record.command, record.target_id, error
            )
            return False
