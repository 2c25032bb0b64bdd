"""Waits of a scan for a condition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from engine.errors import ConditionNotMet, InstrumentError
from engine.model.clock import rfc3339, span
from engine.model.condition import met
from engine.model.states import Level
from engine.scans.conditions import PresentValues
from engine.scans.control import Control
from engine.scans.scan_tracker import ScanTracker
from engine.scans.steps import Await

POLL = 0.1
"""Seconds between two looks at the values of a condition."""
_EXACT = 1e-6
"""Seconds by which times that were added up may be wrong."""


def wait_until(
    step: Await,
    values: PresentValues,
    control: Control,
    tracker: ScanTracker,
    holding: Callable[[], None],
) -> None:
    """Wait until the condition has held for the time that it has to last; returns at once when the scan is to end.

    A value that cannot be read does not meet the condition. Raises ConditionNotMet after the longest wait where the
    scan is to fail. While the scan holds, the longest wait stands still, and the condition has to last anew.
    """
    before, goal = tracker.message, _goal(step)
    tracker.log(f"waiting until {goal}")
    began, since = control.clock(), None
    try:
        while True:
            holds, said = _holds(step, values)
            present = control.clock()
            since = (present if since is None else since) if holds else None
            if since is not None and present - since >= step.lasting - _EXACT:
                tracker.log(f"{goal}: reached after {span(present - began)}{said and f', {said}'}")
                return
            left = _left(step, present - began)
            if left <= 0:
                _give_up(step, f"{goal}: not reached within {span(step.timeout or 0.0)}", said, tracker)
                return
            tracker.set_message(f"waiting until {goal}{said and f'; {said}'}")
            rest = left if since is None else min(left, since + step.lasting - present)
            holds_before = control.holds_so_far
            control.wait(min(POLL, rest), holding)
            if control.ending():
                return
            if control.holds_so_far != holds_before:
                since = None
    finally:
        tracker.set_message(before)


def _goal(step: Await) -> str:
    goal = rfc3339(step.until) if isinstance(step.until, datetime) else str(step.until)
    return f"{goal} for {span(step.lasting)}" if step.lasting else goal


def _holds(step: Await, values: PresentValues) -> tuple[bool, str]:
    """Whether the condition holds, and what was read."""
    if isinstance(step.until, datetime):
        return values.now() >= step.until, ""
    try:
        return met(step.until, values), str(values)
    except InstrumentError as error:
        return False, str(error)


def _left(step: Await, waited: float) -> float:
    return float("inf") if step.timeout is None else step.timeout - waited


def _give_up(step: Await, what: str, said: str, tracker: ScanTracker) -> None:
    told = f"{what}{said and f'; {said}'}"
    if step.fails:
        raise ConditionNotMet(f"{step.path}: {told}")
    tracker.log(f"{told}; going on", Level.WARNING)
