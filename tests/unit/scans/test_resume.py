"""A scan that is interrupted anywhere resumes as if it had not been: no point twice, none skipped."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.plan_strategies import AXES, EXAMPLES, plans
from support.scan_fakes import World
from support.scan_rig import Rig

from engine.model.states import ScanState
from engine.scans.control import Request
from engine.scans.outcome import Notice

MILLISECONDS = st.integers(0, 2).map(lambda ms: ms / 1000)


def world() -> World:
    """Origins that a relative sweep starts from; what is read depends on where the axes stand."""
    made = World({"stage.x": 1.0, "stage.y": 2.0, "source.v": 0.5})
    made.reading = lambda name, values: sum(values[axis] for axis in AXES) + len(name)
    return made


def in_order(rig: Rig) -> list[list[Any]]:
    """What the instruments did; moves with nothing else between them may have been made at the same time."""
    return [
        sorted(some) if kind == "move" else list(some)
        for kind, some in groupby(rig.world.done, key=lambda entry: entry[0])
    ]


def interrupt_at(rig: Rig, call: int) -> None:
    def ask(count: int) -> None:
        if count >= call:
            rig.control.end(Request.INTERRUPT)

    rig.world.on_measure = ask


@settings(max_examples=150 * EXAMPLES, deadline=None)
@given(steps=plans(MILLISECONDS), data=st.data())
def test_a_scan_resumes_exactly_where_it_was(steps: list[Any], data: st.DataObject) -> None:
    whole = Rig(steps, world())
    assert whole.run().state is ScanState.COMPLETED
    expected = whole.world.measured

    broken = Rig(steps, world())
    outcome = None
    for _ in range(3):
        interrupt_at(broken, data.draw(st.integers(len(broken.world.measured), len(expected))))
        outcome = broken.run()
        if outcome.state is ScanState.COMPLETED:
            break
        assert outcome.state is ScanState.INTERRUPTED
        # Somebody moved meanwhile what the scan had moved.
        for name, key, *_ in broken.world.done:
            if name == "move":
                broken.world.values[key] = 7.25
        broken.world.values.update({key: "?" for key in broken.world.values if ":" in key})
    broken.world.on_measure = lambda count: None
    if outcome is None or outcome.state is not ScanState.COMPLETED:
        assert broken.run().state is ScanState.COMPLETED

    assert {n: len(r) for n, r in broken.recorder.rows.items()} == {
        n: len(r) for n, r in whole.recorder.rows.items()
    }
    assert broken.recorder.marks == whole.recorder.marks
    assert [name for name, _ in broken.world.measured] == [name for name, _ in expected]
    for was, would in zip(broken.world.measured, expected, strict=True):
        assert was == would
    assert broken.tracker.point == whole.tracker.point == len(whole.recorder.calls)


@settings(max_examples=100 * EXAMPLES, deadline=None)
@given(steps=plans(MILLISECONDS), data=st.data())
def test_pauses_at_any_moment_change_nothing(steps: list[Any], data: st.DataObject) -> None:
    whole = Rig(steps, world())
    whole.run()
    held = Rig(steps, world())
    pauses = set(data.draw(st.lists(st.integers(0, len(whole.world.measured)), min_size=1, max_size=5)))
    held.world.on_measure = lambda count: held.control.pause() if count in pauses else None
    runner = held.runner()

    def notice(what: Notice) -> None:
        if what is Notice.HOLDING:
            held.control.resume()

    runner.notify = notice
    assert runner.run().state is ScanState.COMPLETED
    assert in_order(held) == in_order(whole)
    # as text, in which NaN (an axis that was not swept yet) is NaN
    assert repr(held.recorder.rows) == repr(whole.recorder.rows)


@settings(max_examples=100 * EXAMPLES, deadline=None)
@given(steps=plans(MILLISECONDS))
def test_points_of_the_check_are_the_points_taken(steps: list[Any]) -> None:
    rig = Rig(steps, world())
    rig.run()
    assert rig.report.points in (None, rig.tracker.point)
    assert rig.tracker.point == len(rig.recorder.calls)
