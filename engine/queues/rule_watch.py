"""Looks at one rule again and again, in a thread of its own: an instrument that hangs does not delay other rules."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Event as Signal
from threading import Thread

from engine.bench.instrument import ManagedInstrument
from engine.errors import InstrumentError, InstrumentUnreachable
from engine.model.bench import BenchSpec
from engine.model.clock import span, timestamp
from engine.model.condition import met
from engine.model.rules import Rule
from engine.reasons import reason_and_place
from engine.scans.conditions import PresentValues

PERIOD = 0.5
"""Seconds between two looks at a rule."""
_TELL_EVERY = 5.0
"""Seconds after which the values in the reason for a hold are told again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RuleState:
    """What a rule does at present; the fields are those of a `RuleRecord`."""

    holding: bool = False
    since: str | None = None
    reason: str = ""
    trouble: str = ""


class _Watched:
    """An instrument as rules read it: they never connect it, and do not count as a use."""

    def __init__(self, instrument: ManagedInstrument) -> None:
        self._instrument = instrument

    @property
    def connected(self) -> bool:
        """Whether it is connected."""
        return self._instrument.connected

    def look(self, name: str) -> float:
        """Read an axis or a reading now. Raises InstrumentError."""
        if not self._instrument.connected:
            raise InstrumentUnreachable(self._instrument.name, "is not connected")
        return self._instrument.look(name)


class RuleWatch:
    """The thread of one rule. `on_change` is called in it, with what the rule does from now on."""

    def __init__(
        self,
        number: int,
        rule: Rule,
        bench: BenchSpec,
        instruments: Mapping[str, ManagedInstrument],
        on_change: Callable[[RuleWatch], None],
    ) -> None:
        self.number = number
        self.rule = rule
        self.state = RuleState()
        self._bench = bench
        self._instruments = {name: _Watched(instrument) for name, instrument in instruments.items()}
        self._on_change = on_change
        self._ended = Signal()
        self._fine_since: float | None = None
        self._told = RuleState()
        self._told_at = 0.0
        self._thread = Thread(target=self._run, name=f"rule {rule.name}", daemon=True)

    def start(self) -> None:
        """Start looking."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; nothing is told any more, except by a look that is under way."""
        self._ended.set()

    @property
    def stopped(self) -> bool:
        """Whether it was stopped."""
        return self._ended.is_set()

    def _run(self) -> None:
        while not self._ended.is_set():
            before = self.state
            try:
                self.state = self._held() if before.holding else self._free()
            except Exception as error:  # noqa: BLE001 - the rule must be looked at again, and say what is wrong
                _log.exception("the rule %s failed", self.rule.name)
                self.state = replace(before, trouble=f"the rule failed: {reason_and_place(error)}")
            if self._is_news() and not self._ended.is_set():
                self._told, self._told_at = self.state, time.monotonic()
                self._on_change(self)
            self._ended.wait(PERIOD)

    def _is_news(self) -> bool:
        """Values that change are told now and then, everything else at once."""
        told, now = self._told, self.state
        if (told.holding, told.trouble) != (now.holding, now.trouble):
            return True
        return now != told and time.monotonic() - self._told_at >= _TELL_EVERY

    def _free(self) -> RuleState:
        """What the rule does next while it suspends nothing."""
        values = PresentValues(self._bench, self._instruments)
        try:
            if not met(self.rule.hold_when, values):
                return RuleState()
        except InstrumentError as error:
            return RuleState(trouble=str(error))
        self._fine_since = None
        return RuleState(True, timestamp(), str(values) or str(self.rule.hold_when))

    def _held(self) -> RuleState:
        """What the rule does next while it suspends scans. A value that cannot be read keeps them suspended."""
        rule, state, present = self.rule, self.state, time.monotonic()
        values = PresentValues(self._bench, self._instruments)
        try:
            fine = (
                not met(rule.hold_when, values) if rule.resume_when is None else met(rule.resume_when, values)
            )
        except InstrumentError as error:
            self._fine_since = None
            return replace(state, reason=f"cannot tell whether to go on: {error}", trouble=str(error))
        if not fine:
            self._fine_since = None
            return replace(state, reason=str(values) or str(rule.hold_when), trouble="")
        self._fine_since = present if self._fine_since is None else self._fine_since
        left = rule.settle - (present - self._fine_since)
        if left <= 0:
            return RuleState(reason=str(values))
        return replace(
            state, reason=f"goes on in {span(left)}{f'; {values}' if str(values) else ''}", trouble=""
        )
