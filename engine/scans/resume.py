"""How an interrupted scan is taken up: past what is stored, to the next point and what has to be done before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.errors import StoreError
from engine.model.clock import span
from engine.scans.replay import Replay
from engine.scans.steps import Measure, Move, Readings, Step, Wait

_LOOK_AHEAD = 1000
"""Steps up to the next point that are looked at before anything is repeated, so that no wait is made twice."""
Send = Callable[[Readings | None], Step]


def replay_to_next_point(
    replay: Replay, send: Send, check_end: Callable[[], None]
) -> tuple[Step | None, list[Step]]:
    """The step to go on with, None when none is left, and the steps to be repeated before it.

    Of a scan that begins these are its first step and nothing. `check_end` raises when the scan is to end.
    """
    brought: Readings | None = None
    while replay.replaying:
        check_end()
        try:
            brought = replay.note(send(brought))
        except StopIteration:
            raise StoreError("more readings are stored than the plan takes; retry makes a new scan") from None
    step = _next(send, brought)
    seen = 0
    while replay.ahead and step is not None and not isinstance(step, Measure) and seen < _LOOK_AHEAD:
        replay.note(step)
        step = _next(send, None)
        seen += 1
    return step, replay.restore(over=step is None)


def told(points: int, steps: Sequence[Step]) -> str:
    """What is repeated before a scan goes on after so many points, in a sentence."""
    waits = sum(s.seconds if isinstance(s, Wait) else s.settle if isinstance(s, Move) else 0.0 for s in steps)
    moves = sum(isinstance(step, Move) for step in steps)
    settings = sum(not isinstance(step, Move | Wait) for step in steps)
    parts = [f"{n} {name}{'s' if n > 1 else ''}" for n, name in ((moves, "move"), (settings, "setting")) if n]
    parts += [f"{span(waits)} of waiting"] if waits else []
    return f"going on after point {points}; first repeated: {', '.join(parts) or 'nothing'}"


def _next(send: Send, brought: Readings | None) -> Step | None:
    try:
        return send(brought)
    except StopIteration:
        return None
