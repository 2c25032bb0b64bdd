"""Steps that depend on conditions: what is read when, what is decided, and what a resumed scan keeps of it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from support.plans import sweep
from support.scan_rig import Rig, Running, at, measure

from engine.errors import InstrumentError
from engine.model.states import ScanState
from engine.scans.control import Request
from engine.scans.expand import expand
from engine.scans.replay import Replay
from engine.scans.steps import Measure

WARM = {"column": "e.w", "above": 5}


def choice(condition: Any, *steps: Any, **more: Any) -> dict[str, Any]:
    """An if step."""
    return {"kind": "if", "condition": condition, "steps": list(steps), **more}


def logged(rig: Rig) -> str:
    """Everything in the scan's log."""
    return "\n".join(e.message for e in rig.events if e.event == "scan_log")


def test_a_condition_reads_what_is_now() -> None:
    at_five = choice({"column": "stage.x", "above": 4}, measure("d"), **{"else": [measure("e")]})
    rig = Rig([sweep("stage.x", [3, 5, 4], at_five)])
    assert rig.run().state is ScanState.COMPLETED
    assert [name for name, _ in rig.world.measured] == ["e", "d", "e"]
    assert rig.report.points is None
    assert "stage.x is 5 mm" in logged(rig)


def test_a_resumed_scan_keeps_what_was_decided() -> None:
    rig = Rig([choice(WARM, sweep("stage.x", [1, 2], measure("d")), **{"else": [measure("e")]})])
    rig.world.reading = lambda name, values: 6.0
    at(rig, 1, lambda: rig.control.end(Request.INTERRUPT))
    assert rig.run().state is ScanState.INTERRUPTED
    # It is cold now, but the scan is in its first branch.
    rig.world.reading = lambda name, values: 4.0
    rig.world.on_measure = lambda count: None
    assert rig.run().state is ScanState.COMPLETED
    assert [row["stage.x"] for row in rig.recorder.rows["d"]] == [1, 2]
    assert not rig.recorder.rows.get("e")


def test_a_repeat_ends_by_what_it_does_not_measure() -> None:
    rig = Rig([{"kind": "repeat", "until": WARM, "steps": [measure("d")]}, measure("d")])
    rig.world.reading = lambda name, values: float(len(rig.world.looks) * 2)
    rig.run()
    assert len(rig.recorder.rows["d"]) == 4
    assert rig.world.looks == ["e.w"] * 3


def test_such_a_repeat_resumes_with_its_stored_end() -> None:
    rig = Rig([{"kind": "repeat", "until": WARM, "steps": [measure("d")]}, measure("d"), measure("d")])
    rig.world.reading = lambda name, values: float(len(rig.world.looks) * 2)
    at(rig, 4, lambda: rig.control.end(Request.INTERRUPT))
    assert rig.run().state is ScanState.INTERRUPTED
    rig.world.reading = lambda name, values: 0.0
    rig.world.on_measure = lambda count: None
    assert rig.run().state is ScanState.COMPLETED
    assert len(rig.recorder.rows["d"]) == 5


def test_a_repeat_goes_on_at_most_so_many_times() -> None:
    rig = Rig([{"kind": "repeat", "until": WARM, "times": 3, "steps": [measure("d")]}])
    rig.run()
    assert len(rig.recorder.rows["d"]) == 3
    own = Rig(
        [{"kind": "repeat", "until": {"column": "d.v", "above": 5}, "times": 3, "steps": [measure("d")]}]
    )
    own.run()
    assert len(own.recorder.rows["d"]) == 3
    assert own.world.looks == [], "it takes what it has just measured"


def test_a_wait_ends_when_the_condition_has_lasted() -> None:
    rig = Rig([{"kind": "wait", "until": WARM, "for": 0.05, "timeout": 60}, measure("d")])
    # It is warm for a moment, cold again, and then stays warm.
    warm = [9.0, 0.0, 0.0]
    rig.world.reading = lambda name, values: warm.pop(0) if warm else 9.0
    assert rig.run().state is ScanState.COMPLETED
    assert len(rig.world.looks) >= 5
    assert "reached after" in logged(rig)
    assert any("waiting until e.w above 5" in s.message and "e.w is 0" in s.message for s in rig.statuses())


@pytest.mark.parametrize(("then", "state"), [("fail", ScanState.FAILED), ("go on", ScanState.COMPLETED)])
def test_a_wait_has_an_outcome_when_it_takes_too_long(then: str, state: ScanState) -> None:
    rig = Rig([{"kind": "wait", "until": WARM, "timeout": 0.05, "then": then}, measure("d")])
    rig.world.reading = lambda name, values: 1.5
    outcome = rig.run()
    assert outcome.state is state
    assert (
        "e.w above 5: not reached within 0.1 s, e.w is 1.5".replace(", e.w", "; e.w")
        in logged(rig) + outcome.message
    )


def test_a_value_that_cannot_be_read_ends_no_wait() -> None:
    rig = Rig([{"kind": "wait", "until": WARM, "timeout": 60}, measure("d")])
    rig.world.reading = lambda name, values: 9.0

    def look(count: int) -> None:
        if count < 2:
            raise InstrumentError("e", "does not answer")

    rig.world.on_look = look
    assert rig.run().state is ScanState.COMPLETED
    assert len(rig.world.looks) == 3
    assert any("does not answer" in s.message for s in rig.statuses())


def test_a_value_that_cannot_be_read_decides_nothing() -> None:
    rig = Rig([choice(WARM, measure("d"))])
    rig.world.reading = lambda name, values: float("nan")
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert "e: w is not a number" in outcome.message
    # Where another part decides, it does not matter.
    fine = Rig([choice({"any": [WARM, {"column": "stage.x", "below": 1}]}, measure("d"))])
    fine.world.reading = lambda name, values: float("nan")
    assert fine.run().state is ScanState.COMPLETED


def test_a_scan_that_waits_can_be_held_and_ended() -> None:
    rig = Rig([{"kind": "wait", "until": WARM}, measure("d")])
    runner = Running(rig)
    while not rig.world.looks:
        threading.Event().wait(0.005)
    rig.control.pause()
    while "holding" not in rig.notices:
        threading.Event().wait(0.005)
    rig.control.resume()
    rig.control.end(Request.STOP)
    assert runner.end().state is ScanState.STOPPED


def test_a_resumed_scan_waits_again_before_its_next_point() -> None:
    steps = [sweep("stage.x", [1, 2], {"kind": "wait", "until": WARM, "timeout": 60}, measure("d"))]
    rig = Rig(steps)
    rig.world.reading = lambda name, values: 9.0
    at(rig, 0, lambda: rig.control.end(Request.INTERRUPT))
    rig.run()
    rig.world.looks.clear()
    rig.world.on_measure = lambda count: None
    assert rig.run().state is ScanState.COMPLETED
    assert rig.world.looks == ["e.w"]
    assert "1 condition" in logged(rig)


def test_axes_move_together() -> None:
    positions = {"stage.x": {"start": 0, "stop": 2, "num": 3}, "source.v": [5, 6, 7]}
    rig = Rig([{"kind": "sweep", "axes": positions, "steps": [measure("d")]}])
    both = threading.Barrier(2, timeout=30)
    moves = {name: rig.instruments[name].move for name in ("stage", "source")}

    def moving(name: str) -> Any:
        def move(*arguments: Any) -> float:
            both.wait()  # each waits until the other moves too
            return moves[name](*arguments)

        return move

    for name in moves:
        rig.instruments[name].move = moving(name)  # type: ignore[method-assign]
    assert rig.run().state is ScanState.COMPLETED
    assert [(r["stage.x"], r["source.v"]) for r in rig.recorder.rows["d"]] == [(0, 5), (1, 6), (2, 7)]


def test_a_failed_move_stops_the_others() -> None:
    rig = Rig([{"kind": "sweep", "axes": {"stage.x": [1], "source.v": [2]}, "steps": [measure("d")]}])
    rig.instruments["stage"].slow_move = True
    rig.instruments["source"].failure_of_move = InstrumentError("source", "is on fire")
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert "on fire" in outcome.message


def test_points_carry_the_nearest_label() -> None:
    steps = [
        {**measure("d"), "label": "dark"},
        {**sweep("stage.x", [1], measure("d"), {**measure("e"), "label": "reference"}), "label": "map"},
        measure("d"),
    ]
    rig = Rig(steps)
    made = expand(rig.report.required(), rig.bench, rig.procedures, Replay(rig.runner()))
    assert [s.label for s in made if isinstance(s, Measure)] == ["dark", "map", "reference", ""]
