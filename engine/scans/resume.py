"""Resumes an interrupted scan: replays its stored points and finds the steps that lead to the next point."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.errors import StoreError
from engine.model.clock import span
from engine.scans.driving import Send, next_step
from engine.scans.replay import Replay
from engine.scans.steps import Apply, Await, Measure, Move, Readings, Step, Wait

_LOOK_AHEAD = 1000
"""Most steps that are read ahead up to the next point before any step is repeated, so that no wait happens twice."""


def replay_to_next_point(
    replay: Replay, send: Send, check_end: Callable[[], None]
) -> tuple[Step | None, list[Step]]:
    """Find the step to continue with, None when none is left, and the steps to repeat before it.

    For a new scan these are its first step and none. `check_end` raises when the scan is to end.
    """
    readings: Readings | None = None
    while replay.replaying:
        check_end()
        step = next_step(send, readings)
        if step is None:
            raise StoreError(
                "more readings are stored than the plan takes; retry the scan to start a new one"
            )
        readings = replay.note(step)
    step = next_step(send, readings)
    seen = 0
    while replay.ahead and step is not None and not isinstance(step, Measure) and seen < _LOOK_AHEAD:
        replay.note(step)
        step = next_step(send)
        seen += 1
    return step, replay.restore(over=step is None)


def repeated_steps_text(points: int, steps: Sequence[Step]) -> str:
    """Say in a sentence what is repeated before a scan continues after this many points."""
    waits = sum(s.seconds if isinstance(s, Wait) else s.settle if isinstance(s, Move) else 0.0 for s in steps)
    moves = sum(isinstance(step, Move) for step in steps)
    settings = sum(isinstance(step, Apply) for step in steps)
    conditions = sum(isinstance(step, Await) for step in steps)
    counts = ((moves, "move"), (settings, "setting"), (conditions, "condition"))
    parts = [f"{n} {name}{'s' if n > 1 else ''}" for n, name in counts if n]
    parts += [f"{span(waits)} of waiting"] if waits else []
    return f"resuming after point {points}; repeated before it: {', '.join(parts) or 'nothing'}"
