"""Rules that suspend scans: started, changed and ended; what they hold reaches the scans and the store."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import UTC, datetime

from engine.errors import StoreError
from engine.model import ids
from engine.model.clock import now, span
from engine.model.rules import Rule, RuleRecord
from engine.queues.rule_watch import RuleState, RuleWatch
from engine.queues.scan_run import ScanRun
from engine.queues.scheduler import Scheduler
from engine.store import rules

_log = logging.getLogger(__name__)


class RuleKeeper:
    """All rules of the engine. Only the scheduler's thread calls its methods, `start` and `close` excepted."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._context = scheduler.context
        self._watches: dict[int, RuleWatch] = {}
        self._holding: dict[int, RuleState] = {}
        scheduler.on_begin = self._apply

    def start(self) -> None:
        """Start all rules, those of the bench file included; before the scheduler starts."""
        found = self._context.writer.transact(lambda conn: rules.sync(conn, self._context.bench.rules))
        for record in found:
            self.take(record)

    def close(self) -> None:
        """End all rules; what they hold is left as it is."""
        for watch in self._watches.values():
            watch.stop()

    def take(self, record: RuleRecord) -> None:
        """Look at a rule from now on, in place of an earlier definition of it."""
        number, rule = ids.rule_number(record.rule_id), record.definition()
        self.drop(number, "was changed")
        if not rule.enabled:
            return
        bench = self._context.bench
        watch = RuleWatch(number, rule, bench.spec, bench.instruments, self._hear)
        self._watches[number] = watch
        watch.start()

    def drop(self, number: int, why: str) -> None:
        """Look at a rule no more, and let go what it held."""
        watch = self._watches.pop(number, None)
        if watch is None:
            return
        watch.stop()
        if self._holding.pop(number, None) is not None:
            self._let_go(watch, f"the rule {watch.rule.name} {why}")
            self._context.writer.transact(lambda conn: rules.set_state(conn, number, rules.IDLE))

    def _hear(self, watch: RuleWatch) -> None:
        """In the rule's thread: what it does has changed."""
        state = watch.state
        self._scheduler.post(lambda: self._follow(watch, state))
        try:
            self._context.writer.transact(lambda conn: rules.set_state(conn, watch.number, asdict(state)))
        except StoreError as error:
            _log.warning("what the rule %s does is not stored: %s", watch.rule.name, error)

    def _follow(self, watch: RuleWatch, state: RuleState) -> None:
        if watch.stopped or self._watches.get(watch.number) is not watch:
            return
        before = self._holding.get(watch.number)
        if not state.holding:
            if self._holding.pop(watch.number, None) is not None:
                held = before.since if before is not None else None
                after = f" after {span(_age(held))}" if held else ""
                self._let_go(watch, f"the rule {watch.rule.name} let go{after}; {state.reason}".rstrip("; "))
            return
        self._holding[watch.number] = state
        for run in list(self._scheduler.scans.values()):
            if before is None:
                self._suspend(watch.rule, watch.number, state, run)
            else:
                self._scheduler.tell_suspension(run, watch.number, _told(watch.rule, state))

    def _apply(self, run: ScanRun) -> None:
        """A scan starts: it is suspended at once where a rule holds."""
        for number, state in self._holding.items():
            self._suspend(self._watches[number].rule, number, state, run)

    def _suspend(self, rule: Rule, number: int, state: RuleState, run: ScanRun) -> None:
        if run.tracker.state.active and rule.concerns(run.needs):
            self._scheduler.suspend(run, number, _told(rule, state))

    def _let_go(self, watch: RuleWatch, why: str) -> None:
        for run in list(self._scheduler.scans.values()):
            self._scheduler.unsuspend(run, watch.number, why)


def _told(rule: Rule, state: RuleState) -> str:
    return f"suspended by the rule {rule.name} since {(state.since or '')[:19]}Z: {state.reason}"


def _age(since: str) -> float:
    return (now() - datetime.fromisoformat(since).astimezone(UTC)).total_seconds()
