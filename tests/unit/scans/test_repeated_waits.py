"""A resumed scan repeats the waits that led to its next point: no point without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.plan_strategies import EXAMPLES, plans
from support.plans import Json, sweep
from support.scan_fakes import World
from support.scan_rig import Rig, measure

from engine.model.states import ScanState
from engine.scans.control import Control
from engine.scans.procedures import Procedure
from engine.scans.procedures.base import Arguments, Tools
from engine.scans.steps import Steps

Soaked = dict[str, tuple[Any, float]]
"""By axis and setting: its value, and the seconds it was given before the first point after its change."""


class Killed(BaseException):
    """The engine's process ended without a chance to do anything."""


class Laboratory:
    """A rig whose waits take no time, and what it looked like at each of its points."""

    def __init__(self, steps: list[Json], procedures: Mapping[str, Procedure] | None = None) -> None:
        world = World({"stage.x": 1.0, "stage.y": 2.0, "source.v": 0.5})
        self.rig = Rig(steps, world, self._control, procedures)
        self.points: list[tuple[list[str], Soaked]] = []
        self.present = 0.0
        self.acts = 0
        self.kill_at: int | None = None
        self._steps = dict(_by_path(steps, "steps"))
        self._soaked: Soaked = {}
        self._settling: set[str] = set()
        self._seen = 0
        self._append = self.rig.recorder.append_rows
        self.rig.recorder.append_rows = self._take  # type: ignore[method-assign]
        self.rig.world.on_act = self._act

    def run(self, kill_at: int | None = None) -> bool:
        """Run to the end, or until the engine is killed before so many acts from now; whether it completed."""
        self.kill_at = None if kill_at is None else self.acts + kill_at
        try:
            outcome = self.rig.run()
        except Killed:
            return False
        assert outcome.state is ScanState.COMPLETED, outcome
        return True

    def lose_power(self) -> None:
        """Everything stands somewhere else, and nothing has had any time."""
        for axis in ("stage.x", "stage.y", "source.v"):
            if axis in self._soaked:
                self.rig.world.values[axis] = 7.25
        self._soaked.clear()
        self._seen = len(self.rig.world.done)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._act()
        self.present += seconds
        step = self._steps[self.rig.tracker.step]
        if step["kind"] == "sweep":
            for axis in step.get("axes", [step.get("axis")]):
                self.rig.world.done.append(("settle", axis, seconds))
        elif step["kind"] != "repeat" or "'measure'" not in str(step):
            # The pause between two passes that take points prepares nothing.
            self.rig.world.done.append(("wait", seconds))

    def _control(self) -> Control:
        return QuickControl(self)

    def _act(self) -> None:
        if self.acts == self.kill_at:
            raise Killed
        self.acts += 1

    def _take(self, rows: Sequence[Any]) -> None:
        self._append(rows)
        for what, *rest in self.rig.world.done[self._seen :]:
            match what, rest:
                case "move", [str(axis), value]:
                    self._change(axis, value)
                case "apply", [str(), dict(values)]:
                    for name, value in values.items():
                        self._change(f"source:{name}", value)
                case "wait", [float(seconds)]:
                    for name in self._settling:
                        self._give(name, seconds)
                case "settle", [str(axis), float(seconds)] if axis in self._settling:
                    self._give(axis, seconds)
        self._seen = len(self.rig.world.done)
        self._settling.clear()
        self.points.append(([stream.measurement for stream, *_ in rows], dict(self._soaked)))

    def _give(self, name: str, seconds: float) -> None:
        value, soak = self._soaked[name]
        self._soaked[name] = (value, soak + seconds)

    def _change(self, name: str, value: Any) -> None:
        self._soaked[name] = (value, 0.0)
        self._settling.add(name)


class QuickControl(Control):
    """Waits take no time."""

    def __init__(self, laboratory: Laboratory) -> None:
        super().__init__()
        self._laboratory = laboratory

    def clock(self) -> float:
        return self._laboratory.present

    def wait(self, seconds: float, holding: Callable[[], None] | None = None) -> None:
        if seconds > 0:
            self._laboratory.wait(float(seconds))


def _by_path(steps: list[Json], path: str) -> Iterator[tuple[str, Json]]:
    for i, step in enumerate(steps):
        yield f"{path}[{i}]", step
        for branch in ("steps", "else"):
            yield from _by_path(step.get(branch, []), f"{path}[{i}].{branch}")


def assert_same_points(broken: Laboratory, whole: Laboratory) -> None:
    """Every point once, everything where it was, and given at least as much time."""
    assert [names for names, _ in broken.points] == [names for names, _ in whole.points]
    for number, ((_, was), (_, would)) in enumerate(zip(broken.points, whole.points, strict=True)):
        assert {k: v for k, (v, _) in was.items()} == {k: v for k, (v, _) in would.items()}, number
        short = {k: (was[k][1], soak) for k, (_, soak) in would.items() if was[k][1] < soak - 1e-9}
        assert not short, f"point {number}: {short}"


@pytest.mark.timeout(120 * EXAMPLES)
@settings(max_examples=150 * EXAMPLES, deadline=None)
@given(
    steps=plans(st.integers(0, 100).map(float), st.sampled_from([0.0, 0.0, 37.0])),
    data=st.data(),
)
def test_no_point_without_its_waits(steps: list[Any], data: st.DataObject) -> None:
    whole = Laboratory(steps)
    assert whole.run()
    broken = Laboratory(steps)
    for _ in range(3):
        if broken.run(kill_at=data.draw(st.integers(0, whole.acts))):
            break
        broken.lose_power()
    else:
        assert broken.run()
    assert_same_points(broken, whole)


def wait(seconds: float) -> Json:
    return {"kind": "wait", "seconds": seconds}


def set_(**values: Any) -> Json:
    return {"kind": "set", "instrument": "source", "settings": values}


def repeat(times: int, *steps: Json, **options: Any) -> Json:
    return {"kind": "repeat", "times": times, "steps": list(steps), **options}


SOAK = sweep("source.v", [300, 310], wait(600), sweep("stage.x", [1, 2, 3], measure(), settle=1), settle=60)
CASES = {
    "a wait before an inner sweep": (
        [SOAK], 5,
        [("source.v", 310), 60, 600, ("stage.x", 3), 1],
    ),
    "the same when the outer sweep was about to go on: the next soak is made, and only that": (
        [SOAK], 3,
        [("source.v", 310), 60, 600, ("stage.x", 1), 1],
    ),
    "a wait and a measurement in one sweep: no wait is made twice": (
        [sweep("source.v", [300, 310, 320], wait(1800), measure())], 2,
        [("source.v", 320), 1800],
    ),
    "what stands before a sweep, in its order": (
        [set_(range=5), wait(5), set_(range=7), wait(7), sweep("stage.x", [1, 2], measure())], 1,
        [{"range": 5}, 5, {"range": 7}, 7, ("stage.x", 2)],
    ),
    "a set inside a loop": (
        [sweep("stage.x", [1, 2], set_(mode="a"), wait(3), sweep("stage.y", [1, 2], measure()), set_(mode="b"))], 3,
        [("stage.x", 2), {"mode": "a"}, 3, ("stage.y", 2)],
    ),
    "what is to be done at the end of a pass is done in its order": (
        [sweep("stage.x", [1, 2], set_(mode="a"), measure(), set_(mode="b"))], 1,
        [{"mode": "b"}, ("stage.x", 2), {"mode": "a"}],
    ),
    "a wait at the end of a pass that gave time to what was set there": (
        [repeat(2, sweep("stage.x", [1, 2], measure()), set_(range=9), wait(90))], 3,
        [{"range": 9}, 90, ("stage.x", 2)],
    ),
    "a ramp before the sweep is ramped again, step by step": (
        [sweep("source.v", [100, 200, 300], wait(10)), sweep("stage.x", [1, 2], measure())], 1,
        [("source.v", 100), 10, ("source.v", 200), 10, ("source.v", 300), 10, ("stage.x", 2)],
    ),
    "a soak made of several waits": (
        [set_(v=5), repeat(3, wait(10), every=60), sweep("stage.x", [1, 2], measure())], 1,
        [("source.v", 5), 10, 60, 10, 60, 10, ("stage.x", 2)],
    ),
    "a sweep that is over leaves what it left, with its soak": (
        [sweep("source.v", [1, 2, 3], wait(30), measure(), settle=4), sweep("stage.x", [1, 2], measure())], 4,
        [("source.v", 3), 4, 30, ("stage.x", 2)],
    ),
    "a relative sweep inside a sweep of its axis": (
        [sweep("stage.x", [10, 20], sweep("stage.x", [-1, 0, 1], measure(), relative=True, settle=1), settle=8)], 4,
        [("stage.x", 20), 8, ("stage.x", 20), 1],
    ),
    "nothing is prepared when no point is left": (
        [wait(60), sweep("source.v", [1, 2], wait(30), measure()), set_(v=0), wait(5)], 2,
        [("source.v", 0), 5],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_repeated(case: str) -> None:
    steps, points, expected = CASES[case]
    laboratory = Laboratory(steps)
    kill_after(laboratory, points)
    begun = len(laboratory.rig.world.done)
    laboratory.rig.world.on_measure = lambda count: (_ for _ in ()).throw(Killed)
    laboratory.run()
    done = laboratory.rig.world.done[begun:]
    assert [d[1:] if d[0] == "move" else d[-1] for d in done] == expected


def kill_after(laboratory: Laboratory, points: int) -> None:
    """Run until so many points are stored."""

    def look() -> None:
        if len(laboratory.points) == points:
            raise Killed

    laboratory.rig.world.on_act = look
    assert not laboratory.run()
    laboratory.rig.world.on_act = lambda: None
    laboratory.lose_power()


class _Soaking(Procedure):
    """Brings the source to its value, soaks, then measures along x, waiting at each position."""

    name = "soaking"
    arguments = Arguments

    def axes(self, arguments: Any) -> tuple[str, ...]:
        return ("source.v", "stage.x")

    def measures(self, arguments: Any) -> tuple[str, ...]:
        return ("d",)

    def steps(self, arguments: Any, tools: Tools) -> Steps:
        for value in (300, 310):
            yield tools.move("source.v", value, settle=60)
            yield tools.wait(600)
            for x in (1, 2, 3, 4):
                yield tools.move("stage.x", x)
                yield tools.wait(5)
                yield tools.measure()


@pytest.mark.parametrize("points", range(1, 8))
def test_waits_of_a_procedure_are_repeated_too(points: int) -> None:
    steps: list[Json] = [{"kind": "procedure", "name": "soaking"}]
    procedures = {"soaking": _Soaking()}
    whole, broken = Laboratory(steps, procedures), Laboratory(steps, procedures)
    assert whole.run()
    kill_after(broken, points)
    before = broken.present
    assert broken.run()
    assert_same_points(broken, whole)
    left = (8 - points) * 5 + (660 if points < 4 else 0)
    assert broken.present - before <= left + 660 + 10, "waits of points that are stored are not made again"
