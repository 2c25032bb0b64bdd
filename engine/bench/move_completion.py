"""Whether a followed axis has ended its move: its `done` query says so, and its readback is near enough."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine.bench.answers import short
from engine.bench.done import DoneWhen, FollowedAxis

NO_NEARER = 2.0
"""Seconds after which an axis that is done and comes no nearer counts as stopped beside its setpoint."""
NOT_MOVING = DoneWhen.of(0)
"""What `done` means where the bench file does not say: it asks whether the axis moves."""


@dataclass
class MoveCompletion:
    """Judges one axis; call `begin` for every setpoint sent.

    `finished` asks the `done` query and passes the answer to its argument, which returns whether it means that the
    move has ended, or raises ValueError. `position` reads where the axis is.
    """

    config: FollowedAxis
    finished: Callable[[Callable[[Any], bool]], bool]
    position: Callable[[], float]
    clock: Callable[[], float] = time.monotonic
    _last_answer: Any = None
    _nearest: float = field(default=math.inf, init=False)
    _since: float = field(default=math.inf, init=False)
    """Since when the axis has come no nearer."""

    def begin(self) -> None:
        """A new move starts."""
        self._last_answer, self._nearest, self._since = None, math.inf, math.inf

    @property
    def follows(self) -> bool:
        """Whether anything tells that a move has ended."""
        return self.config.done is not None or self._reads

    def over(self, value: float | None) -> bool:
        """Whether the axis has ended its move to `value` (None: it stands still anywhere).

        With `done` it may have ended beside `value`.
        """
        if self.config.done is not None and not self.finished(self._says):
            self._since = math.inf
            return False
        if value is None or not self._reads:
            return True
        assert self.config.tolerance is not None
        distance = abs(self.position() - value)
        return distance <= self.config.tolerance or (self.config.done is not None and self._stands(distance))

    def unfinished(self) -> str:
        """The last answer to `done`, as part of a sentence; empty before the first."""
        return (
            ""
            if self._last_answer is None
            else f"{self.config.done!r} was last answered {short(self._last_answer)}"
        )

    def _says(self, answer: Any) -> bool:
        self._last_answer = answer
        return (self.config.done_when or NOT_MOVING).says(answer)

    @property
    def _reads(self) -> bool:
        return self.config.get is not None and self.config.tolerance is not None

    def _stands(self, distance: float) -> bool:
        """Whether an axis that is done has come no nearer for a while."""
        now = self.clock()
        step = (self.config.tolerance or 0.0) / 4
        if self._since == math.inf or distance < self._nearest - step:
            self._nearest, self._since = distance, now
        return now - self._since >= NO_NEARER
