"""What a scan knows of its own past: readings that are stored already, and what was decided on the way to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.errors import StoreError
from engine.scans.step_history import Loop, StepHistory
from engine.scans.steps import Measure, Reading, Readings, Step


class Surroundings(Protocol):
    """What the memory asks of the world."""

    def position(self, column: str) -> float:
        """Where an axis stands now."""
        ...

    def check(self, column: str, value: float) -> None:
        """Raise LimitViolation when an axis may not go there."""
        ...

    def keep(self, checkpoint: dict[str, Any]) -> None:
        """Write a checkpoint down; it is durable when this returns."""
        ...

    def stored(self, measurement: str, index: int) -> Reading:
        """A reading that was stored before, by its sequence index."""
        ...

    def clock(self) -> float:
        """Seconds that only grow."""
        ...


@dataclass
class Replay:
    """Counts the stored rows down while the plan is walked again up to where it was interrupted.

    While it is `noting`, nothing is moved or measured: steps are put on the trail, and `restore` gives those that led
    to the first point that is not stored.
    """

    around: Surroundings
    stored: Mapping[str, int] = field(default_factory=dict)
    """Rows of each measurement that were durable when the scan was taken up."""
    origins: dict[str, float] = field(default_factory=dict)
    """Where axes stood before this scan first moved them (relative sweeps only)."""
    passes: dict[str, list[int]] = field(default_factory=dict)
    """How many passes each entry of a `repeat until a moment` took, by path."""
    setpoints: dict[str, float] = field(default_factory=dict)
    points: int = 0
    """Points that were walked over so far, replayed ones included."""

    def __post_init__(self) -> None:
        self._left = {name: rows for name, rows in self.stored.items() if rows}
        self.noting = bool(self._left)
        """Whether steps are noted and not done."""
        self.ahead = False
        """Whether the steps that are noted lie after the last stored point."""
        self.resumed = 0.0
        """When the plan went on (`Surroundings.clock`): what is paced keeps its pace from then on."""
        self._history = StepHistory()

    @classmethod
    def after(cls, around: Surroundings, stored: Mapping[str, int], checkpoint: Any) -> Replay:
        """The memory of a scan that is taken up, from its rows and its last checkpoint (or None)."""
        kept = checkpoint if isinstance(checkpoint, dict) else {}
        return cls(around, stored, dict(kept.get("origins", {})), dict(kept.get("passes", {})))

    @property
    def replaying(self) -> bool:
        """Whether the point that comes next is stored already."""
        return bool(self._left)

    def skip(self, rows: Mapping[str, int] | None, points: int | None, passes: int) -> int:
        """How many whole passes may be left out without walking them; they are counted as walked.

        The last stored pass is always walked, so that its moves and settings are noted.
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
        """A loop is entered, which `points` says may take some; None when nothing is noted."""
        return self._history.enter(points=points, procedure=procedure) if self.noting else None

    def note(self, step: Step) -> Readings | None:
        """Take note of a step instead of doing it; the stored readings of a measure step that wants them."""
        if not isinstance(step, Measure):
            self._history.note(step)
            return None
        brought = self._measured(step)
        if not self._left:
            self.ahead = True
            self._history.look_ahead()
        return brought

    def reach_present(self) -> None:
        """What follows depends on the present moment: nothing beyond it is noted."""
        self.ahead = False

    def restore(self, *, over: bool) -> list[Step]:
        """The steps to be done before the plan goes on where the walk has come to; they are given once.

        They are those that led to the next point; or, when the plan is `over` without one, those that are left of it.
        """
        self.noting = self.ahead = False
        history, self._history = self._history, StepHistory()
        return [*([] if over else history.again()), *history.coming]

    def origin(self, column: str) -> float:
        """Where a relative sweep of an axis counts from: its last setpoint, or where it stood at first."""
        known = self.setpoints.get(column, self.origins.get(column))
        if known is None:
            known = self.origins[column] = self.around.position(column)
            self._keep()
        return known

    def decide(self, path: str, entry: int, decision: Callable[[], bool], done: int) -> bool:
        """Whether a `repeat until a moment` is over after `done` passes; the same answer again when replayed."""
        kept = self.passes.setdefault(path, [])
        if entry < len(kept):
            return done >= kept[entry]
        if self._left or not decision():
            # Rows beyond this pass exist and no end was written down, so another pass was begun.
            return False
        kept.append(done)
        self._keep()
        return True

    def _measured(self, step: Measure) -> Readings | None:
        brought: dict[str, Reading] = {}
        if any(name not in self._left for name in step.instruments):
            raise StoreError(
                f"the stored readings do not fit the plan at {step.path}; retry makes a new scan"
            )
        for name in step.instruments:
            if step.wanted:
                brought[name] = self.around.stored(name, self.stored[name] - self._left[name])
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
        self.around.keep(
            {"origins": dict(self.origins), "passes": {p: list(n) for p, n in self.passes.items()}}
        )
