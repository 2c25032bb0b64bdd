"""Commands about rules: made, changed and removed."""

from __future__ import annotations

from typing import Any

from engine.errors import CommandRefused, InputRefused
from engine.model import ids
from engine.model.rules import Rule, rule_problems
from engine.queues.rule_keeper import RuleKeeper
from engine.queues.scheduler import Scheduler
from engine.store import rules


class RuleCommands:
    """Carries out commands about rules in the scheduler's thread."""

    def __init__(self, scheduler: Scheduler, keeper: RuleKeeper) -> None:
        self._writer = scheduler.context.writer
        self._database = scheduler.context.database
        self._bench = scheduler.context.bench.spec
        self._keeper = keeper

    def handle(self, target: str, command: str, arguments: dict[str, Any], user: str) -> dict[str, Any]:
        """Carry out a command. Raises InputRefused with all problems of a rule, NotFound, CommandRefused."""
        if command == "create":
            rule = self._checked(arguments)
            record = self._writer.transact(lambda conn: rules.create(conn, rule, user))
            self._keeper.take(record)
            return {"rule_id": record.rule_id}
        number = ids.rule_number(target)
        with self._database.read() as conn:
            present = rules.get(conn, number)
        if command == "change":
            if present.of_bench and set(arguments) - {"enabled"}:
                raise CommandRefused(
                    f"{target} stands in the bench file; edit it there and restart the engine"
                )
            rule = self._checked({**present.definition().as_json(), **arguments})
            self._keeper.take(self._writer.transact(lambda conn: rules.change(conn, number, rule)))
        elif command == "remove":
            if present.of_bench:
                raise CommandRefused(f"{target} stands in the bench file; remove it there, or disable it")
            self._keeper.drop(number, "was removed")
            self._writer.transact(lambda conn: rules.remove(conn, number))
        else:
            raise CommandRefused(f"there is no command {command!r} for rules")
        return {"rule_id": target}

    def _checked(self, data: dict[str, Any]) -> Rule:
        problems = rule_problems(data, self._bench)
        if problems:
            raise InputRefused("the rule was not stored, because it has problems", problems)
        return Rule.model_validate(data)
