"""Replays the stored part of an interrupted scan: walks through the steps that are already measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.errors import StoreError
from engine.scans.choices import Choices
from engine.scans.step_history import Loop, StepHistory
from engine.scans.steps import Measure, Reading, Readings, Step


class ReplayAccess(Protocol):
    """What the replay needs from the runner."""

    def position(self, column: str) -> float:
        """Read where an axis is now."""
        ...

    def check(self, column: str, value: float) -> None:
        """Raise LimitViolation when the axis may not move there."""
        ...

    def keep(self, checkpoint: dict[str, Any]) -> None:
        """Store a checkpoint; it is durable when this returns."""
        ...

    def stored(self, measurement: str, index: int) -> Reading:
        """Read a stored reading by its sequence index."""
        ...

    def clock(self) -> float:
        """Monotonic time in seconds."""
        ...


@dataclass
class Replay:
    """Counts the stored rows down while the steps of the plan are walked through again.

    While `noting`, nothing moves or measures: steps go into the history, and `restore` returns those that lead to
    the first point that is not stored.
    """

    access: ReplayAccess
    stored: Mapping[str, int] = field(default_factory=dict)
    """Rows of each measurement that were durable when the scan was resumed."""
    origins: dict[str, float] = field(default_factory=dict)
    """Where axes were before this scan first moved them (relative sweeps only)."""
    passes: dict[str, list[int]] = field(default_factory=dict)
    """How many passes each run of a repeat took whose end its readings alone do not tell, by path."""
    choices: dict[str, Choices] = field(default_factory=dict)
    """Which branch each run of an `if` took, by path."""
    setpoints: dict[str, float] = field(default_factory=dict)
    points: int = 0
    """Points that were walked through so far, replayed ones included."""

    def __post_init__(self) -> None:
        self._left = {name: rows for name, rows in self.stored.items() if rows}
        self.noting = bool(self._left)
        """Whether steps are noted and not executed."""
        self.ahead = False
        """Whether the noted steps come after the last stored point."""
        self.leaving_out = False
        """Whether steps are walked through at a position that an axis did not reach."""
        self.resumed = 0.0
        """When the scan continued (`ReplayAccess.clock`): paced steps keep their pace from then on."""
        self._history = StepHistory()

    @classmethod
    def after(cls, access: ReplayAccess, stored: Mapping[str, int], checkpoint: Any) -> Replay:
        """The replay of a resumed scan, from its stored rows and its last checkpoint (None when there is none)."""
        kept = checkpoint if isinstance(checkpoint, dict) else {}
        choices = {path: Choices(runs) for path, runs in kept.get("choices", {}).items()}
        return cls(access, stored, dict(kept.get("origins", {})), dict(kept.get("passes", {})), choices)

    @property
    def replaying(self) -> bool:
        """Whether the next point is stored already."""
        return bool(self._left)

    def skip(self, rows: Mapping[str, int] | None, points: int | None, passes: int) -> int:
        """Skip whole passes that are stored; returns their number and counts them as walked through.

        The last stored pass is always walked through, so that its moves and settings are noted.
        """
        if not self._left or not rows or points is None:
            return 0
        whole = min(passes, *(self._left.get(name, 0) // each for name, each in rows.items())) - 1
        if whole <= 0:
            return 0
        for name, each in rows.items():
            self._take(name, whole * each)
        self.points += whole * points
        return whole

    def loop(self, *, points: bool, procedure: bool = False) -> Loop | None:
        """Enter a loop that may take `points`; returns None when nothing is noted."""
        return self._history.enter(points=points, procedure=procedure) if self.noting else None

    def note(self, step: Step) -> Readings | None:
        """Note a step without executing it; returns the stored readings of a measure step that needs them."""
        if not isinstance(step, Measure):
            self._history.note(step)
            return None
        brought = self._measured(step)
        if not self._left:
            self.ahead = True
            self._history.look_ahead()
        return brought

    def reach_present(self) -> None:
        """The next steps depend on the present time: stop noting here."""
        self.ahead = False

    def restore(self, *, over: bool) -> list[Step]:
        """The steps to execute before the plan continues; they are returned once.

        These are the steps that lead to the next point or, when the plan is `over` without one, those that remain
        of it.
        """
        self.noting = self.ahead = False
        history, self._history = self._history, StepHistory()
        return [*([] if over else history.again()), *history.coming]

    def origin(self, column: str) -> float:
        """Where a relative sweep of an axis starts from: its last setpoint, or where it was at first."""
        known = self.setpoints.get(column, self.origins.get(column))
        if known is None:
            known = self.origins[column] = self.access.position(column)
            self._keep()
        return known

    def last_pass(self, path: str, entry: int) -> int | None:
        """How many passes a run of a repeat took that is over; None while it is not."""
        kept = self.passes.get(path, ())
        return kept[entry] if entry < len(kept) else None

    def end_repeat(self, path: str, done: int) -> None:
        """Store that a run of a repeat is over after so many passes; it is durable when this returns."""
        self.passes.setdefault(path, []).append(done)
        self._keep()

    def choice(self, path: str, entry: int) -> bool | None:
        """Which branch a run of an `if` took; None before it is decided. Raises StoreError when that was not stored."""
        known = self.choices.setdefault(path, Choices())
        if entry < len(known.taken):
            return known.taken[entry]
        if self._left:
            raise StoreError(
                f"readings are stored beyond {path}, but not what it decided; retry the scan to start a new one"
            )
        return None

    def choose(self, path: str, taken: bool) -> None:
        """Store which branch a run of an `if` takes; it is durable when this returns."""
        self.choices[path].add(taken)
        self._keep()

    def chosen(self, path: str, entry: int, times: int) -> int:
        """How many of these runs of an `if` took its first branch."""
        return sum(self.choices.setdefault(path, Choices()).taken[entry : entry + times])

    def _measured(self, step: Measure) -> Readings | None:
        brought: dict[str, Reading] = {}
        if any(name not in self._left for name in step.instruments):
            raise StoreError(
                f"the stored readings do not match the plan at {step.path}; retry the scan to start a new one"
            )
        for name in step.instruments:
            if step.wanted:
                brought[name] = self.access.stored(name, self.stored[name] - self._left[name])
            self._take(name, 1)
        self.points += 1
        return brought or None

    def _take(self, name: str, rows: int) -> None:
        left = self._left[name] - rows
        if left:
            self._left[name] = left
        else:
            del self._left[name]

    def _keep(self) -> None:
        self.access.keep(
            {
                "origins": dict(self.origins),
                "passes": {path: list(passes) for path, passes in self.passes.items()},
                "choices": {path: list(choices.runs) for path, choices in self.choices.items()},
            }
        )
