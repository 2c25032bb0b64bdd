"""Carries out commands to scans, queues and the engine, and answers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.commands.queue_commands import QueueCommands
from engine.commands.refusals import on_behalf_of
from engine.commands.rule_commands import RuleCommands
from engine.commands.scan_commands import ScanCommands
from engine.commands.submission import Submission
from engine.errors import CommandRefused, InputRefused, PlanRefused, PyBirchError
from engine.model import ids
from engine.model.plan_check import PlanReport
from engine.model.records import CommandRecord
from engine.queues.rule_keeper import RuleKeeper
from engine.queues.scheduler import Scheduler
from engine.store.commands import CommandStatus


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command; `reason` says why it was refused."""

    status: CommandStatus
    reason: str = ""
    result: dict[str, Any] | None = field(default=None)


class Commands:
    """Carries out commands in the scheduler's thread."""

    def __init__(self, scheduler: Scheduler, rules: RuleKeeper) -> None:
        submission = Submission(scheduler)
        self._scheduler = scheduler
        self._scans = ScanCommands(scheduler, submission)
        self._queues = QueueCommands(scheduler, submission)
        self._rules = RuleCommands(scheduler, rules)

    def handle(self, record: CommandRecord, checked: Sequence[PlanReport] | None = None) -> Answer:
        """Carry out a command; never raises. The answer says why when it was refused.

        `checked` is what `check` found.
        """
        arguments, why = record.arguments, on_behalf_of(record.user)
        try:
            match record.target:
                case "scan":
                    result = self._scans.handle(
                        ids.scan_number(record.target_id), record.command, arguments, why, record.user
                    )
                case "rule":
                    result = self._rules.handle(record.target_id, record.command, arguments, record.user)
                case "queue" if record.command == "create":
                    result = self._queues.create(arguments)
                case "queue" if record.command == "add_scans":
                    queue = self._scheduler.queue(ids.queue_number(record.target_id))
                    result = self._queues.add_all(
                        queue, self._queues.check(arguments) if checked is None else checked, record.user
                    )
                case "queue":
                    queue = self._scheduler.queue(ids.queue_number(record.target_id))
                    result = self._queues.handle(queue, record.command, arguments, why, record.user)
                case "engine" if record.command == "stop_all":
                    self._scheduler.stop_everything(f" by the emergency stop{why}")
                    result = None
                case "engine" if record.command == "submit_demo":
                    result = self._queues.submit_demo(record.user)
                case _:
                    raise CommandRefused(f"there is no command {record.command!r} for {record.target!r}")
        except InputRefused as error:
            problems = [p.as_dict() for p in error.problems]
            return Answer(CommandStatus.REFUSED, str(error), {"problems": problems})
        except PyBirchError as error:
            return Answer(CommandStatus.REFUSED, str(error))
        return Answer(CommandStatus.ACCEPTED, result=result)

    def check(self, record: CommandRecord) -> list[PlanReport] | None:
        """Do, in any thread, what takes long before `handle`: check the plans that are to be added.

        None when they have problems; `handle` reports these.
        """
        try:
            return self._queues.check(record.arguments)
        except PlanRefused:
            return None

    def submit_demo(self) -> None:
        """Create and start the demo queue. Raises CommandRefused when the bench lacks its instruments."""
        self._queues.submit_demo()
