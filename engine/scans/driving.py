"""Drives generators of steps: takes the next step, and passes steps and their readings through."""

from __future__ import annotations

from collections.abc import Callable

from engine.scans.steps import Readings, Step, Steps

Send = Callable[[Readings | None], Step]
"""`send` of a generator of steps: takes the readings of the step before, raises StopIteration at the end."""


def next_step(send: Send, readings: Readings | None = None) -> Step | None:
    """Send the readings of the step before and take the next step; None when there is none."""
    try:
        return send(readings)
    except StopIteration:
        return None


def passed_through(
    steps: Steps,
    before: Callable[[Step], None] = lambda step: None,
    after: Callable[[Step, Readings | None], None] = lambda step, readings: None,
) -> Steps:
    """Yield the steps of a generator and send it their readings.

    `before` is called with each step before it is yielded, `after` with the step and its readings (None for all but
    measure steps) once it was executed.
    """
    step = next_step(steps.send)
    while step is not None:
        before(step)
        readings = yield step
        after(step, readings)
        step = next_step(steps.send, readings)
